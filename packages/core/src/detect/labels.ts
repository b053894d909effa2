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

/** What is asked for the label of a member that is no value by its name. */
const ASKED: ReadonlyMap<string, (members: JsonObject) => string | null> = new Map([
  ...CHANGES.map((each) => [each, firstLabel] as const),
  ...NUMBERS.map((each) => [each, kindOf] as const),
  ...ANSWERS.map((each) => [each, questionOf] as const),
]);

/** The members that stand beside a label. */
export const LABELLED: ReadonlySet<string> = new Set(['value', 'values', 'attr__value', ...ASKED.keys()]);

/** What the sibling of one of these calls it; null where there is none. `member` says which of them, default `value`. */
export function labelOf(members: JsonObject, member = 'value'): string | null {
  const ask = typeof members[member] === 'string' ? ASKED.get(member) : undefined;
  return ask === undefined ? labelOfValue(members) : ask(members);
}

function labelOfValue(members: JsonObject): string | null {
  const { value } = members;
  if (value === undefined && members['values'] === undefined) {
    const tagged = members['attr__value'] === undefined ? null : members['attr__name'];
    return typeof tagged === 'string' ? tagged : null;
  }
  return firstLabel(members) ?? (typeof value === 'string' ? kindOf(members) : null);
}

/** The first label of the list that is there. Objects have fewer members than the list has names, and a name that is not there is dear to ask for. */
function firstLabel(members: JsonObject): string | null {
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
