/** Lists of named values, as `{"key": …, "value": …}`: attributes of OTLP, fields of forms, elements that were clicked, changes. */
import type { JsonObject } from '../event.ts';
import { isJsonObject } from '../event.ts';
import { meaningOf } from './key-meaning.ts';
import { MEANING } from './meaning.ts';

/** Members whose object says by another member what they are. */
const LABELS: readonly string[] = [
  'key',
  'field',
  'name',
  'param',
  'header',
  'attribute',
  'property',
  'label',
  'fieldName',
  'field_name',
];
const LABEL_RANKS: ReadonlyMap<string, number> = new Map(LABELS.map((each, rank) => [each, rank]));

/**
 * Members that say what kind of thing a value is where they mean something: `{"system": "phone", "value": "…"}` of FHIR's
 * ContactPoint (https://hl7.org/fhir/datatypes.html#ContactPoint, 2026-11), `{"type": "EMAIL", …}`, `{"id": "dob", …}`.
 */
const KINDS = ['system', 'type', 'id', 'documentType', 'document_type'] as const;
const KIND_MEANINGS =
  MEANING.email |
  MEANING.phone |
  MEANING.personName |
  MEANING.birthDate |
  MEANING.nationalId |
  MEANING.passport |
  MEANING.driverLicence;

/** What stands beside the name of a field that was changed; `fromString` and `toString` in the change logs of Jira. */
const CHANGES = [
  'old_value',
  'new_value',
  'oldValue',
  'newValue',
  'previous_value',
  'previousValue',
  'fromString',
  'toString',
] as const;

/** The number of what the kind beside it says: `{"type": "passport", "number": "…"}`. */
const NUMBERS = ['number', 'documentNumber', 'document_number'] as const;

/**
 * What was answered to a question, or typed into a field that is described beside it, as in the responses of Typeform
 * (https://www.typeform.com/developers/webhooks/example-payload/, 2026-11).
 */
const ANSWERS = ['answer', 'text'] as const;

/** What the sibling of a member calls it; null where there is none. */
export type AskLabel = (members: JsonObject) => string | null;

/** How the label of a member is asked for, by the member's name. */
const ASKS: ReadonlyMap<string, AskLabel> = new Map([
  ...['value', 'values', 'attr__value'].map((each) => [each, labelOf] as const),
  ...CHANGES.map((each) => [each, ofText(each, firstLabel)] as const),
  ...NUMBERS.map((each) => [each, ofText(each, kindOf)] as const),
  ...ANSWERS.map((each) => [each, ofText(each, questionOf)] as const),
]);

/** How to ask for the label of a member so called; null where it stands beside none. */
export function labelAskOf(member: string): AskLabel | null {
  return ASKS.get(member) ?? null;
}

/** Only a text is asked for in its own way; what is none goes by the label of a value. */
function ofText(member: string, ask: AskLabel): AskLabel {
  return (members) => (typeof members[member] === 'string' ? ask(members) : labelOf(members));
}

/** What the sibling of `value`, `values` or `attr__value` calls it; null where there is none. */
export function labelOf(members: JsonObject): string | null {
  const { value } = members;
  if (value === undefined && members['values'] === undefined) {
    const tagged = members['attr__value'] === undefined ? null : members['attr__name'];
    return typeof tagged === 'string' ? tagged : null;
  }
  return firstLabel(members) ?? (typeof value === 'string' ? kindOf(members) : null);
}

/**
 * The first label of the list that is there. `key` is the commonest; for the rest, objects have fewer members than the list has
 * names, and a name that is not there is dear to ask for.
 */
function firstLabel(members: JsonObject): string | null {
  const { key: commonest } = members;
  if (typeof commonest === 'string') return commonest;
  let first = LABELS.length;
  for (const key in members) {
    const rank = LABEL_RANKS.get(key) ?? first;
    if (rank < first && typeof members[key] === 'string') first = rank;
  }
  const label = members[LABELS[first] ?? ''];
  return typeof label === 'string' ? label : null;
}

function kindOf(members: JsonObject): string | null {
  for (const each of KINDS) {
    const kind = members[each];
    if (typeof kind === 'string' && (meaningOf(kind) & KIND_MEANINGS) !== 0) return kind;
  }
  return null;
}

/** The question where it asks for something that has a meaning, or what the field is called. */
function questionOf({ question, field }: JsonObject): string | null {
  const described = isJsonObject(field) ? [field['ref'], field['title']] : [question];
  const found = described.find((each) => typeof each === 'string' && meaningOf(each) !== 0);
  return typeof found === 'string' ? found : null;
}
