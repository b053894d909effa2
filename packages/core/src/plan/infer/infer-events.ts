/**
 * Events as they were seen → drafts of a plan: types, nesting and sizes. No value is looked at again, so nothing here can
 * list one: a text never becomes an enum, and a number gets no bounds.
 */
import type { Json, JsonObject } from '../../event.ts';
import type { DraftEvent, ReviewNote } from '../importers/imported.ts';
import { makeDraft } from '../importers/make-draft.ts';
import { pointerStep } from '../to-yaml.ts';
import type { EventNote, FieldNote, FieldSheet } from './field-sheet.ts';
import { readPlannedName } from './planned-name.ts';
import { roomy } from './roomy.ts';

const LENGTH_MIN = 16;
const ITEMS_MIN = 8;
/** Nesting that a plan may have. */
const DEPTH_MAX = 8;

/** A draft for each name. */
export function inferEvents(sheet: FieldSheet): readonly DraftEvent[] {
  return [...sheet].map(([event, note]) => inferEvent(event, note));
}

interface Draft {
  readonly note: EventNote;
  readonly reviews: ReviewNote[];
}

interface Place {
  /** In the sheet: keys joined with `/`, items as `[]`. */
  readonly path: string;
  readonly pointer: string;
  readonly depth: number;
}

function inferEvent(event: string, note: EventNote): DraftEvent {
  const { call, name } = readPlannedName(event);
  const reviews: ReviewNote[] = [
    {
      rule: 'inferred',
      pointer: '/schema',
      detail: `from ${note.events} ${note.events === 1 ? 'event' : 'events'}`,
    },
  ];
  if (note.isFull) {
    reviews.push({ rule: 'too-large', pointer: '/schema', detail: `${note.fields.size} fields` });
  }
  const draft: Draft = { note, reviews };
  const schema = inferObject({ path: '', pointer: '/schema', depth: 0 }, draft);
  const isNamed = (call === 'track' || call === 'page' || call === 'screen') && name !== call;
  return makeDraft({
    key: isNamed ? event : call,
    call,
    name: isNamed ? name : null,
    schema,
    notes: reviews,
  });
}

function inferObject(place: Place, draft: Draft): JsonObject {
  const prefix = place.path === '' ? '' : `${place.path}/`;
  const properties: [string, Json][] = [];
  for (const [at, field] of draft.note.fields) {
    const key = at.startsWith(prefix) ? at.slice(prefix.length) : '';
    if (key === '' || key.includes('/') || key === '[]') continue;
    const pointer = `${place.pointer}/properties/${pointerStep(key)}`;
    properties.push([key, inferField(field, { path: at, pointer, depth: place.depth + 1 }, draft)]);
  }
  properties.sort(([left], [right]) => (left < right ? -1 : 1));
  return { type: 'object', properties: Object.fromEntries(properties) };
}

function inferField(field: FieldNote, place: Place, draft: Draft): JsonObject {
  const review = (rule: ReviewNote['rule'], detail: string): void =>
    void draft.reviews.push({ rule, pointer: place.pointer, detail });
  const { types } = field;
  const kinds = [...types].filter((type) => !(type === 'integer' && types.has('number')));
  if (kinds.length > 1) review('mixed-type', kinds.toSorted().join(', '));
  const isOpen = place.depth < DEPTH_MAX && !field.isCut;
  if (types.has('object') && isOpen) return inferObject(place, draft);
  if (types.has('array') && isOpen) return inferArray(field, place, draft);
  if (types.has('object') || types.has('array')) review('too-deep', '');
  if (field.kinds.size > 0) review('found', [...field.kinds].toSorted().join(', '));
  return inferValue(field);
}

/** The widest of what was seen: a text holds whatever else came. */
function inferValue({ types, lengthMax }: FieldNote): JsonObject {
  const isBare = !types.has('string') && !types.has('object') && !types.has('array');
  if (isBare && types.has('number')) return { type: 'number' };
  if (isBare && types.has('integer')) return { type: 'integer' };
  if (isBare && types.has('boolean')) return { type: 'boolean' };
  return { type: 'string', maxLength: roomy(lengthMax, LENGTH_MIN) };
}

function inferArray(field: FieldNote, place: Place, draft: Draft): JsonObject {
  const below: Place = {
    path: `${place.path}/[]`,
    pointer: `${place.pointer}/items`,
    depth: place.depth + 1,
  };
  const items = draft.note.fields.get(below.path);
  if (items === undefined) draft.reviews.push({ rule: 'open-array', pointer: place.pointer, detail: '' });
  return {
    type: 'array',
    maxItems: roomy(field.itemsMax, ITEMS_MIN),
    items: items === undefined ? { type: 'string', maxLength: LENGTH_MIN } : inferField(items, below, draft),
  };
}
