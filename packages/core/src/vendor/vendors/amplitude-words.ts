/** Puts `context` back into Amplitude's words: the tables of the Amplitude wire protocol, read backwards. */
import { isJsonObject } from '../../event.ts';
import type { CleanEvent, Json, JsonObject } from '../../event.ts';
import {
  AMPLITUDE_CONTEXT,
  AUTO,
  AUTO_PREFIX,
  CLICK_IDS,
  EVENT_FIELDS,
  EVENT_PROPERTIES,
  GROUP_TYPE,
  GROUPS,
  OPERATOR,
  OPERATORS,
  REMOTE_IP,
} from '../../wire/amplitude/words.ts';
import { backwards, translateContext } from '../translate-context.ts';
import type { Words } from '../translate-context.ts';

type Entry = readonly [string, Json];

/** What the context says, sorted by where Amplitude wants it. */
export interface Described {
  /** Fields of the event beside its ids, its time and its properties. */
  readonly fields: JsonObject;
  /** Event properties, among them `context` with all that Amplitude has no word for. */
  readonly properties: JsonObject;
  /** Type → name of the groups that the event belongs to. */
  readonly groups: JsonObject;
}

const WORDS: Words = new Map([...backwards(EVENT_FIELDS), ...backwards(EVENT_PROPERTIES)]);
const PROPERTY_WORDS: ReadonlySet<string> = new Set(Object.keys(EVENT_PROPERTIES));
/** Fields that never come from `context.amplitude`: they have sources of their own, or would name our address. */
const NOT_OWN: ReadonlySet<string> = new Set([
  'event_type',
  'user_id',
  'device_id',
  'time',
  'insert_id',
  'session_id',
  'library',
  'user_properties',
  ...Object.keys(EVENT_FIELDS),
]);

/** Amplitude's words for the context of one event. `groupType` is the type of a group whose type is not told. */
export function describe(event: CleanEvent, groupType: string): Described {
  const { [AMPLITUDE_CONTEXT]: own, ...plain } = event.context;
  const { words, rest } = translateContext(plain, WORDS, AMPLITUDE_CONTEXT);
  const fields: Entry[] = [];
  const properties: Entry[] = [];
  const unsaid: Entry[] = [];
  for (const [word, value] of words) {
    if (PROPERTY_WORDS.has(word)) properties.push([word, value]);
    // Amplitude would take it for the wish to look at where the request comes from: at us.
    else if (word === 'ip' && value === REMOTE_IP) unsaid.push([word, value]);
    else fields.push([word, value]);
  }
  for (const [key, value] of rest) {
    const field = fieldOf(key, value);
    if (field === null) unsaid.push([key, value]);
    else fields.push(field);
  }
  const told = tellOwn(isJsonObject(own) ? own : {}, event, groupType);
  unsaid.push(...unless(isJsonObject, { [AMPLITUDE_CONTEXT]: own }));
  if (told.unsaid.length > 0) unsaid.push([AMPLITUDE_CONTEXT, Object.fromEntries(told.unsaid)]);
  const context: readonly Entry[] = unsaid.length === 0 ? [] : [['context', Object.fromEntries(unsaid)]];
  return {
    fields: Object.fromEntries([...fields, ...told.fields]),
    properties: Object.fromEntries([...properties, ...told.properties, ...context]),
    groups: told.groups,
  };
}

/** The operator for the changes of an `identify` or `group`; what the sender used where it says the same and more. */
export function operatorOf({ operation, context }: CleanEvent): string {
  const own = context[AMPLITUDE_CONTEXT];
  const kept = isJsonObject(own) ? own[OPERATOR] : undefined;
  const fits = OPERATORS.filter((each) => each.operation === operation);
  const chosen = fits.find(({ word }) => word === kept) ?? fits.find((each) => !each.kept);
  return chosen?.word ?? '$set';
}

/** `sessionId` and `library`, which are written otherwise here; null where they cannot be. */
function fieldOf(key: string, value: Json): Entry | null {
  if (key === 'sessionId') {
    const session = typeof value === 'string' && /^(?:0|[1-9]\d{0,14})$/.test(value) ? Number(value) : value;
    return typeof session === 'number' ? ['session_id', session] : null;
  }
  if (key !== 'library' || !isJsonObject(value)) return null;
  const { name, version, ...others } = value;
  if (typeof name !== 'string' || Object.keys(others).length > 0) return null;
  if (version === undefined) return ['library', name];
  return typeof version === 'string' ? ['library', `${name}/${version}`] : null;
}

interface Told {
  readonly fields: readonly Entry[];
  readonly properties: readonly Entry[];
  readonly unsaid: readonly Entry[];
  readonly groups: JsonObject;
}

/** Sorts what `context.amplitude` holds. */
function tellOwn(own: JsonObject, event: CleanEvent, groupType: string): Told {
  const { [GROUPS]: others, [GROUP_TYPE]: type, [AUTO]: auto, event_properties: given, ...members } = own;
  const fields: Entry[] = [];
  const unsaid: Entry[] = [];
  for (const [member, value] of Object.entries(members)) {
    if (member === OPERATOR && value === operatorOf(event)) continue;
    const isField = member !== OPERATOR && !NOT_OWN.has(member);
    (isField ? fields : unsaid).push([member, value]);
  }
  const properties = [...entriesOf(given), ...entriesOf(auto).map(autoProperty)];
  unsaid.push(...unless(isJsonObject, { event_properties: given, [AUTO]: auto, [GROUPS]: others }));
  const isTyped = event.groupId !== null && typeof type === 'string';
  if (type !== undefined && !isTyped) unsaid.push([GROUP_TYPE, type]);
  // The group of the event goes first: that is how it is told from the others on the way back.
  const ownType = isTyped ? type : groupType;
  const first: readonly Entry[] = event.groupId === null ? [] : [[ownType, event.groupId]];
  const beside = entriesOf(others).filter(([each]) => each !== ownType || event.groupId === null);
  return { fields, properties, unsaid, groups: Object.fromEntries([...first, ...beside]) };
}

function entriesOf(value: Json | undefined): readonly Entry[] {
  return isJsonObject(value) ? Object.entries(value) : [];
}

/** The members that are there and are not what they should be. */
function unless(
  isRight: (value: Json | undefined) => boolean,
  members: Readonly<Record<string, Json | undefined>>,
): readonly Entry[] {
  return Object.entries(members).flatMap(([name, value]): readonly Entry[] =>
    value === undefined || isRight(value) ? [] : [[name, value]],
  );
}

function autoProperty([name, value]: Entry): Entry {
  return [CLICK_IDS.has(name) ? name : `${AUTO_PREFIX}${name}`, value];
}
