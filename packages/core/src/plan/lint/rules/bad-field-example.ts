import type { JsonObject } from '../../../event.ts';
import { createChecks } from '../../compile-validation.ts';
import { allPlaces } from '../rule.ts';
import type { FieldPlace, Found, LintRule } from '../rule.ts';

export const badFieldExample: LintRule = {
  id: 'bad-field-example',
  level: 'violation',
  kind: 'language',
  what: 'An example or the default of a field is not what its schema allows.',
  find: (subject) => {
    const check = createChecks();
    return allPlaces(subject).flatMap((place) => {
      const { examples = [], default: standard } = place.node;
      if (examples.length === 0 && standard === undefined) return [];
      const { passes } = check(around(place));
      const found = examples.flatMap((example, at) =>
        passes(holding(example)) ? [] : [breach(place, ['examples', at], `Example ${at + 1}`)],
      );
      const isFit = standard === undefined || passes(holding(standard));
      return isFit ? found : [...found, breach(place, ['default'], 'The default')];
    });
  },
};

/** A schema of an object, because checks are of objects. */
function around({ spec }: FieldPlace): JsonObject {
  return { type: 'object', properties: { value: spec.schema }, additionalProperties: false };
}

function holding(value: unknown): JsonObject {
  const held: unknown = { value };
  return isJson(held) ? held : {};
}

/** Parsed YAML holds JSON values only, so an object of it is a JSON object. */
function isJson(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null;
}

function breach(place: FieldPlace, below: readonly PropertyKey[], what: string): Found {
  return {
    file: place.file,
    yamlPath: [...place.yamlPath, ...below],
    message: `${what} of "${place.spec.path}" breaks the schema of the field.`,
    mend: 'Correct it, or the schema.',
  };
}
