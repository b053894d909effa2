/** Files that nobody planned: whatever stands in them, an import ends with a plan that can be read, or with nothing. */
import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import type { Json, JsonObject } from '../../event.ts';
import { parsePlan } from '../parse-plan.ts';
import { toYaml } from '../to-yaml.ts';
import { convertSchema } from './convert-schema.ts';
import { draftFiles } from './draft-files.ts';
import type { DraftEvent, Importer } from './imported.ts';
import { IMPORTERS } from './index.ts';
import { makeDraft } from './make-draft.ts';
import { documentOf } from './plan-documents.ts';
import { readData } from './read-data.ts';

/** All but the one that reads no file. */
const READING = Object.entries<Importer>(IMPORTERS).filter(([name]) => name !== 'ga4');
const SEED = 7;
const RUNS = { seed: SEED, numRuns: 300 };
const KEYWORDS =
  'type properties items enum const required $ref allOf anyOf oneOf not if additionalProperties patternProperties maxLength minLength pattern format minimum maximum exclusiveMinimum multipleOf maxItems minItems uniqueItems description title default definitions prefixItems name key rules events version spec kind id groups attributes ref brief __proto__ constructor'.split(
    ' ',
  );
const WORDS =
  'string null object array integer number boolean any #/definitions/a # track identify rudder/v1 events tracking-plan event TRACK a.b ^[a-z]+$ ( \u202e date-time hostname'.split(
    ' ',
  );

const { schema } = fc.letrec<{ schema: Json; leaf: Json }>((tie) => ({
  leaf: fc.oneof(
    fc.constantFrom(...WORDS),
    fc.string({ maxLength: 70 }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
  ),
  schema: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    tie('leaf'),
    fc.array(tie('schema'), { maxLength: 4 }),
    fc
      .array(
        fc.tuple(
          fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...KEYWORDS) }, fc.string()),
          tie('schema'),
        ),
        {
          maxLength: 8,
        },
      )
      .map((entries): JsonObject => Object.fromEntries(entries)),
  ),
}));

function errorsOf(events: readonly DraftEvent[]): string[] {
  const [plan, ...files] = draftFiles(events, { id: 'fuzz', origin: 'a test' }).map(({ name, content }) => ({
    path: name,
    text: content,
  }));
  if (plan === undefined) return ['no plan'];
  const { issues } = parsePlan(plan, files);
  return issues.filter(({ level }) => level === 'error').map(({ rule, message }) => `${rule}: ${message}`);
}

describe('whatever is in a file', () => {
  it('is not quoted in a warning', () => {
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    for (const text of ['!secret: 1', '%secret', 'a: &secret 1\nb: *other']) {
      readData({ path: 'a.yaml', text });
    }
    expect(warned).not.toHaveBeenCalled();
    warned.mockRestore();
  });

  it('a schema becomes an event that the parser takes', () => {
    fc.assert(
      fc.property(schema, (each) => {
        const { schema: converted, notes } = convertSchema(each);
        const draft = makeDraft({ key: 'fuzz', schema: converted, notes });
        expect(errorsOf([draft])).toEqual([]);
        expect(documentOf([draft], 'fuzz').events).toHaveLength(1);
      }),
      RUNS,
    );
  });

  it.each(READING)('%s reads it, or says that it did not', (_, importer) => {
    const path = ['a.json', 'com.acme/a/jsonschema/1-0-0', 'a/1.0.0.yaml', 'metrics.yaml', 'a.yaml'].find(
      (each) => importer.wants(each),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          schema.map((each) => JSON.stringify(each)),
          fc.string(),
        ),
        (text) => {
          const { events, unread } = importer.read(path === undefined ? [] : [{ path, text }]);
          expect(errorsOf(events)).toEqual([]);
          expect(events.length + unread.length).toBeGreaterThanOrEqual(importer === IMPORTERS.otel ? 0 : 1);
        },
      ),
      RUNS,
    );
  });

  it('YAML with comments says what the data says', () => {
    const lines = fc.array(fc.string(), { maxLength: 2 });
    fc.assert(
      fc.property(fc.dictionary(fc.string(), schema), lines, (data, told) => {
        const pointers = [
          '',
          ...Object.keys(data).map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
        ];
        const comments = new Map(pointers.map((pointer) => [pointer, told]));
        const own = JSON.parse(JSON.stringify(data)) as Json;
        expect(parse(toYaml(own, comments), { schema: 'core' })).toEqual(own);
      }),
      RUNS,
    );
  });
});
