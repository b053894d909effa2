/**
 * What fields events have, by name: types, and how long texts and lists are. No values. Threads make small sheets that are
 * added up, and a gateway makes one while somebody drafts a plan of what passes it.
 */
import type { FindingKind } from '../../detect/detector.ts';
import type { Inspected } from '../../detect/inspect.ts';
import { scanText } from '../../detect/scan.ts';
import type { Json, JsonObject } from '../../event.ts';
import { isJsonArray, isJsonObject } from '../../event.ts';
import { LOOKS_LIKE_ID } from './planned-name.ts';

export const FIELD_TYPES = ['string', 'number', 'integer', 'boolean', 'object', 'array'] as const;
export type FieldType = (typeof FIELD_TYPES)[number];

/** Whether a name may be told, and who brought it until it may: never more subjects than it takes. */
interface Told {
  readonly subjects: Set<string>;
  isTold: boolean;
}

/** What values of one path are, apart from what they say. */
export interface FieldNote extends Told {
  readonly types: Set<FieldType>;
  /** How many values. */
  values: number;
  /** Longest text, in UTF-16 units, and longest list. */
  lengthMax: number;
  itemsMax: number;
  /** Whether something below it was too deep to be noted. */
  isCut: boolean;
  /** What detection found in its values. */
  readonly kinds: Set<FindingKind>;
}

/** What the events of one name have. */
export interface EventNote extends Told {
  events: number;
  /** Whether there were more fields than are noted. */
  isFull: boolean;
  /** By path: keys joined with `/`, items as `[]`. */
  readonly fields: Map<string, FieldNote>;
}

/** By `call name`. */
export type FieldSheet = Map<string, EventNote>;

export interface FieldSheetLimits {
  /** Names of events that are noted; what comes beyond is not. 1,000. */
  readonly eventsMax: number;
  /** Fields of one event that are noted. 300. */
  readonly fieldsMax: number;
  /** Nesting that is noted; the members of an event are the first level. 8, as deep as a plan may be. */
  readonly depthMax: number;
}

export const FIELD_SHEET_LIMITS: FieldSheetLimits = { eventsMax: 1000, fieldsMax: 300, depthMax: 8 };

/** Who brings an event. A name is told once events of `subjectsMin` subjects had it. */
export interface Witness {
  readonly subject: string;
  readonly subjectsMin: number;
}

/** An event as it is noted. */
export interface NotedEvent {
  /** `call name`, the name as it may be shown. */
  readonly event: string;
  readonly properties: JsonObject;
  readonly found: readonly Inspected[];
  /** Where the properties stand in what `found` speaks of, with a dot behind: `properties.`; empty where they are its top. */
  readonly foundBelow: string;
  /** Null where every name may be told. */
  readonly witness: Witness | null;
}

/** Keys that a plan can name. Others look like data. */
const FIELD_KEY = /^[A-Za-z_$][A-Za-z0-9_$ -]{0,63}$/;
const ITEMS = '[]';

export function createFieldSheet(): FieldSheet {
  return new Map();
}

/** Notes the members of one event's properties. False where there are as many names of events as are noted. */
export function noteFields(
  sheet: FieldSheet,
  noted: NotedEvent,
  limits: FieldSheetLimits = FIELD_SHEET_LIMITS,
): boolean {
  const note = eventAt(sheet, noted.event, limits);
  if (note === null) return false;
  note.events += 1;
  witness(note, noted.witness);
  const noting: Noting = { note, limits, witness: noted.witness };
  for (const key in noted.properties) {
    noteValue(noting, { key, path: key, depth: 1 }, noted.properties[key] ?? null);
  }
  for (const { kind, path, where } of noted.found) {
    if (where !== 'value' || !path.startsWith(noted.foundBelow)) continue;
    note.fields.get(sheetPath(path.slice(noted.foundBelow.length)))?.kinds.add(kind);
  }
  return true;
}

interface Noting {
  readonly note: EventNote;
  readonly limits: FieldSheetLimits;
  readonly witness: Witness | null;
}

/** Where a value stands. */
interface Spot {
  readonly key: string;
  readonly path: string;
  readonly depth: number;
}

function noteValue(noting: Noting, { key, path, depth: at }: Spot, value: Json): void {
  const type = typeOf(value);
  if (type === null) return;
  const field = noting.note.fields.get(path) ?? newField(noting, key, path);
  if (field === null) return;
  witness(field, noting.witness);
  field.types.add(type);
  field.values += 1;
  if (typeof value === 'string') field.lengthMax = Math.max(field.lengthMax, value.length);
  if (isJsonArray(value)) field.itemsMax = Math.max(field.itemsMax, value.length);
  if (value === null || typeof value !== 'object') return;
  if (at < noting.limits.depthMax) noteInner(noting, { path, depth: at + 1 }, value);
  else field.isCut ||= Object.keys(value).length > 0;
}

function noteInner(
  noting: Noting,
  { path, depth }: Omit<Spot, 'key'>,
  value: JsonObject | readonly Json[],
): void {
  if (isJsonArray(value)) {
    for (const item of value) noteValue(noting, { key: ITEMS, path: `${path}/${ITEMS}`, depth }, item);
    return;
  }
  for (const key in value) noteValue(noting, { key, path: `${path}/${key}`, depth }, value[key] ?? null);
}

/** Null where the key looks like data, or the event has too many fields already. */
function newField({ note, limits }: Noting, key: string, path: string): FieldNote | null {
  return isFieldKey(key) ? fieldAt(note, path, limits) : null;
}

function isFieldKey(key: string): boolean {
  return key === ITEMS || (FIELD_KEY.test(key) && !LOOKS_LIKE_ID.test(key) && scanText(key).length === 0);
}

function witness(told: Told, by: Witness | null): void {
  if (told.isTold) return;
  if (by !== null) told.subjects.add(by.subject);
  if (by !== null && told.subjects.size < by.subjectsMin) return;
  told.isTold = true;
  told.subjects.clear();
}

/** Null where there are too many events already. */
function eventAt(sheet: FieldSheet, event: string, { eventsMax }: FieldSheetLimits): EventNote | null {
  const known = sheet.get(event);
  if (known !== undefined) return known;
  if (sheet.size >= eventsMax) return null;
  const made: EventNote = {
    events: 0,
    isFull: false,
    fields: new Map(),
    subjects: new Set(),
    isTold: false,
  };
  sheet.set(event, made);
  return made;
}

/** Null where the event has too many fields already. */
function fieldAt(note: EventNote, path: string, { fieldsMax }: FieldSheetLimits): FieldNote | null {
  const known = note.fields.get(path);
  if (known !== undefined) return known;
  if (note.fields.size >= fieldsMax) {
    note.isFull = true;
    return null;
  }
  const made: FieldNote = {
    types: new Set(),
    values: 0,
    lengthMax: 0,
    itemsMax: 0,
    isCut: false,
    kinds: new Set(),
    subjects: new Set(),
    isTold: false,
  };
  note.fields.set(path, made);
  return made;
}

function typeOf(value: Json): FieldType | null {
  if (value === null) return null;
  if (isJsonArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  if (typeof value === 'string') return 'string';
  return isJsonObject(value) ? 'object' : 'boolean';
}

/** `items[].sku` of a finding → `items/[]/sku`. */
function sheetPath(path: string): string {
  return path.replaceAll('[]', '/[]').replaceAll('.', '/');
}

/** Adds the second to the first. Both are of files, where every name may be told. */
export function addFieldSheet(sum: FieldSheet, more: FieldSheet): void {
  for (const [event, { events, isFull, fields }] of more) addEvent(sum, event, { events, isFull, fields });
}

/** What was noted of a field, by whomever. */
export type NotedField = Pick<FieldNote, 'values' | 'lengthMax' | 'itemsMax' | 'isCut'> & {
  readonly types: Iterable<FieldType>;
  readonly kinds: Iterable<FindingKind>;
};

/** Adds what was noted of the events of a name that may be told. False where there are as many names as are noted. */
export function addEvent(
  sheet: FieldSheet,
  event: string,
  more: Pick<EventNote, 'events' | 'isFull'> & {
    readonly fields: Iterable<readonly [path: string, field: NotedField]>;
  },
): boolean {
  const note = eventAt(sheet, event, FIELD_SHEET_LIMITS);
  if (note === null) return false;
  note.events += more.events;
  note.isTold = true;
  note.isFull ||= more.isFull;
  for (const [path, field] of more.fields) addField(note, path, field);
  return true;
}

function addField(note: EventNote, path: string, more: NotedField): void {
  const field = fieldAt(note, path, FIELD_SHEET_LIMITS);
  if (field === null) return;
  for (const type of more.types) field.types.add(type);
  for (const kind of more.kinds) field.kinds.add(kind);
  field.values += more.values;
  field.lengthMax = Math.max(field.lengthMax, more.lengthMax);
  field.itemsMax = Math.max(field.itemsMax, more.itemsMax);
  field.isCut ||= more.isCut;
  field.isTold = true;
}
