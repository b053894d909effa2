/** The rules of the language itself: what the parser and the compiler say. The gateway refuses a plan that breaks a violation. */
import type { RuleFacts } from '../../finding.ts';

export const LANGUAGE_RULES: readonly RuleFacts[] = [
  rule('file-too-large', 'language', 'A file has more characters than are read.'),
  rule('bad-yaml', 'language', 'A file is not valid YAML 1.2.'),
  rule('unknown-key', 'language', 'A key is not part of the language.'),
  rule('bad-value', 'language', 'A value is missing or is not one that its key takes.'),
  rule('not-an-object', 'language', 'The schema of an event or of the context is not an object.'),
  rule('open-object', 'language', 'An object does not name its properties.'),
  rule('open-array', 'language', 'An array does not describe its items.'),
  rule('unbounded-array', 'language', 'An array has no greatest number of items.'),
  rule('unbounded-string', 'privacy', 'A string has no bound and is not declared as free text.'),
  rule('bad-pattern', 'language', 'A pattern is not a valid regular expression.'),
  rule('bad-field-name', 'language', 'A key cannot name a field.'),
  rule('misplaced-keyword', 'language', 'A keyword has no effect on the type it stands at.'),
  rule('too-deep', 'language', 'A schema is nested too deeply.'),
  rule('bad-transform', 'language', 'A transform is not written as it is to be, or does not take the type.'),
  rule('bad-example', 'language', 'An example of an event breaks its schema.'),
  rule('duplicate-event', 'language', 'Two events have the same id, or claim the same message.'),
  rule('bad-detector-pattern', 'language', 'The pattern of a detector is not a valid regular expression.'),
  rule(
    'slow-pattern',
    'language',
    'The pattern of a detector has no bound of steps, or one that is too high.',
  ),
  rule('empty-match', 'language', 'The pattern of a detector matches an empty text.'),
  rule('duplicate-detector', 'language', 'Two detectors have the same id.'),
  rule('literal-not-matched', 'language', 'A detector matches a text that does not hold its literal.'),
  rule('detector-example', 'language', 'A detector misses one of its examples, or finds what it should not.'),
  rule('bad-k-gate', 'language', 'A k-gate cannot be run as it is written.'),
  rule('sample-rate-name-taken', 'language', 'The sampling rate would overwrite a planned field.'),
  rule('unknown-required', 'reference', 'A required property is not among the properties.'),
  rule('unknown-reference', 'reference', 'A $ref points at no definition.'),
  rule('recursive-reference', 'reference', 'A $ref leads back into itself.'),
  rule('unknown-category', 'reference', 'A data category is neither of fideslang nor of the plan.'),
  rule('orphan-category', 'reference', 'A category of the plan has no parent.'),
  rule('unknown-vendor', 'reference', 'A vendor is named that the plan does not have.'),
  rule('unplanned-vendor', 'reference', 'A vendor is connected that the plan does not have.'),
  rule('unknown-field', 'reference', 'A vendor is given a field that the schema does not have.'),
  rule('unknown-domain', 'reference', 'An epoch is given to a pseudonym domain that the plan does not have.'),
  rule('unknown-transform', 'reference', 'A transform does not exist.'),
  rule('undeclared-purpose', 'governance', 'An event has a purpose that the plan does not declare.'),
  rule('consent-without-signal', 'governance', 'A purpose rests on consent and names no signal of it.'),
  rule('above-ceiling', 'privacy', 'A vendor is given a field above its ceiling.', ['privacy']),
  rule('observe-in-production', 'privacy', 'Production would let invalid fields out.', ['privacy']),
  rule(
    'quarantine-without-steward',
    'language',
    'Events are to be quarantined, and no group is named whose key seals them.',
  ),
  {
    id: 'undeclared-field',
    level: 'improvement',
    kind: 'privacy',
    what: 'A field has no data category, so it never leaves production.',
  },
  {
    id: 'free-text-without-policy',
    level: 'improvement',
    kind: 'privacy',
    what: 'People type into a field, going by its name, and the plan does not say what becomes of it.',
  },
];

function rule(id: string, kind: RuleFacts['kind'], what: string, roles?: readonly string[]): RuleFacts {
  return { id, level: 'violation', kind, what, ...(roles !== undefined && { roles }) };
}
