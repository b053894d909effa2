/**
 * What is told of a sheet bit by bit, to somebody who is not to learn of names that too few people brought. What was told
 * begins anew; what may not be told yet is kept and counted on.
 */
import type { FindingKind } from '../../detect/detector.ts';
import type { EventNote, FieldNote, FieldSheet, FieldType } from './field-sheet.ts';
import { addEvent } from './field-sheet.ts';

export interface ToldField {
  readonly path: string;
  readonly types: readonly FieldType[];
  readonly values: number;
  /** The next power of two, or 0: it tells no length, and the bound in a draft is the same. */
  readonly lengthMax: number;
  readonly itemsMax: number;
  readonly isCut: boolean;
  readonly kinds: readonly FindingKind[];
}

export interface ToldEvent {
  /** `call name`. */
  readonly event: string;
  /** Since it was last told of. */
  readonly events: number;
  readonly isFull: boolean;
  readonly fields: readonly ToldField[];
}

/** Names that may not be told, because too few people brought them. */
export interface Untold {
  readonly events: number;
  /** Of events whose name is told. */
  readonly fields: number;
}

/** What is new since the last time, event by event; each is reset when it is given, so that a reader may stop in between. */
export function* tellFields(sheet: FieldSheet): Generator<ToldEvent, void, undefined> {
  for (const [event, note] of sheet) {
    if (note.isTold && note.events > 0) yield tellEvent(event, note);
  }
}

export function countUntold(sheet: FieldSheet): Untold {
  let [events, fields] = [0, 0];
  for (const note of sheet.values()) {
    if (note.isTold) fields += [...note.fields.values()].filter(({ isTold }) => !isTold).length;
    else events += 1;
  }
  return { events, fields };
}

/** Adds what was told to a sheet of one's own. False where that has as many names of events as are noted. */
export function addTold(sheet: FieldSheet, { event, events, isFull, fields }: ToldEvent): boolean {
  return addEvent(sheet, event, { events, isFull, fields: fields.map((field) => [field.path, field]) });
}

function tellEvent(event: string, note: EventNote): ToldEvent {
  const fields: ToldField[] = [];
  for (const [path, field] of note.fields) {
    if (field.isTold && field.values > 0) fields.push(tellField(path, field));
  }
  const told = { event, events: note.events, isFull: note.isFull, fields };
  note.events = 0;
  return told;
}

function tellField(path: string, field: FieldNote): ToldField {
  const { values, isCut } = field;
  const told = {
    path,
    types: [...field.types],
    values,
    lengthMax: powerAbove(field.lengthMax),
    itemsMax: powerAbove(field.itemsMax),
    isCut,
    kinds: [...field.kinds],
  };
  field.types.clear();
  field.kinds.clear();
  field.values = 0;
  field.lengthMax = 0;
  field.itemsMax = 0;
  return told;
}

function powerAbove(count: number): number {
  return count === 0 ? 0 : 2 ** Math.ceil(Math.log2(count));
}
