/** Which fields the events of each name have, and of what types and sizes: what a plan is drafted from. No values. */
import type { Json, JsonObject } from '@headgate/core';
import { isJsonArray, isJsonObject } from '@headgate/core/inspect';

export type FieldType = 'string' | 'integer' | 'number' | 'boolean' | 'object' | 'array';

/** One field, by its keys from the root joined with `/`, items of an array as `[]`. */
export interface FieldNote {
  readonly types: Set<FieldType>;
  events: number;
  /** Longest text, in UTF-16 units, and longest list. */
  lengthMax: number;
  itemsMax: number;
}

/** What the events of one name have. */
export interface EventNote {
  events: number;
  readonly fields: Map<string, FieldNote>;
}

/** By `call name`. */
export type FieldSheet = Map<string, EventNote>;

/** Names of events, and fields of each, that are noted; what comes beyond is not. */
export const EVENTS_MAX = 1000;
export const FIELDS_MAX = 300;
const DEPTH_MAX = 8;
/** Keys that a plan can name. Others look like data. */
const FIELD_KEY = /^[A-Za-z_$][A-Za-z0-9_$ -]{0,63}$/;
const IDENTIFIER = /\d{4}|[0-9a-f]{12}/i;

export function createFieldSheet(): FieldSheet {
  return new Map();
}

/** Notes the members of one event's properties. */
export function noteFields(sheet: FieldSheet, event: string, properties: JsonObject): void {
  const known = sheet.get(event);
  if (known === undefined && sheet.size >= EVENTS_MAX) return;
  const note = known ?? { events: 0, fields: new Map<string, FieldNote>() };
  sheet.set(event, note);
  note.events += 1;
  for (const [key, value] of Object.entries(properties)) noteValue(note, key, value, 1);
}

function noteValue(note: EventNote, path: string, value: Json, depth: number): void {
  const type = typeOf(value);
  if (type === null || depth > DEPTH_MAX || !isFieldKey(path.slice(path.lastIndexOf('/') + 1))) return;
  const field = fieldAt(note, path);
  if (field === null) return;
  field.types.add(type);
  field.events += 1;
  if (typeof value === 'string') field.lengthMax = Math.max(field.lengthMax, value.length);
  if (isJsonArray(value)) {
    field.itemsMax = Math.max(field.itemsMax, value.length);
    for (const item of value) noteValue(note, `${path}/[]`, item, depth + 1);
  } else if (isJsonObject(value)) {
    for (const [inner, each] of Object.entries(value)) noteValue(note, `${path}/${inner}`, each, depth + 1);
  }
}

function isFieldKey(key: string): boolean {
  return key === '[]' || (FIELD_KEY.test(key) && !IDENTIFIER.test(key));
}

/** Null where the event has too many fields already. */
function fieldAt(note: EventNote, path: string): FieldNote | null {
  const known = note.fields.get(path);
  if (known !== undefined) return known;
  if (note.fields.size >= FIELDS_MAX) return null;
  const made: FieldNote = { types: new Set(), events: 0, lengthMax: 0, itemsMax: 0 };
  note.fields.set(path, made);
  return made;
}

function typeOf(value: Json): FieldType | null {
  if (value === null) return null;
  if (isJsonArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  if (typeof value === 'string') return 'string';
  return typeof value === 'boolean' ? 'boolean' : 'object';
}

/** Adds the second to the first. */
export function addFieldSheet(sum: FieldSheet, more: FieldSheet): void {
  for (const [event, { events, fields }] of more) {
    const known = sum.get(event);
    if (known === undefined && sum.size >= EVENTS_MAX) continue;
    const note = known ?? { events: 0, fields: new Map<string, FieldNote>() };
    sum.set(event, note);
    note.events += events;
    for (const [path, field] of fields) addField(note, path, field);
  }
}

function addField(note: EventNote, path: string, more: FieldNote): void {
  const field = fieldAt(note, path);
  if (field === null) return;
  for (const type of more.types) field.types.add(type);
  field.events += more.events;
  field.lengthMax = Math.max(field.lengthMax, more.lengthMax);
  field.itemsMax = Math.max(field.itemsMax, more.itemsMax);
}
