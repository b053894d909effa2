/** Events as sent from many places → one of each name, with the keys of all. What holds a secret or names a person is left out. */
import type { Call } from '@headgate/core';
import type { SentEvent } from './find-events.ts';
import { isPrivate } from './is-private.ts';
import type { InitLimits } from './limits.ts';
import { UNKNOWN } from './read-shape.ts';
import type { Shape } from './read-shape.ts';

export interface MergedEvent {
  readonly call: Call;
  readonly name: string | null;
  /** Sorted. */
  readonly sources: readonly string[];
  readonly fields: Shape & { readonly kind: 'object' };
  /** The first place that sends it. */
  readonly file: string;
  readonly line: number;
}

export interface MergedEvents {
  /** Sorted by call and name. */
  readonly events: readonly MergedEvent[];
  /** Places whose event or keys may not be repeated. */
  readonly withheld: readonly { readonly file: string; readonly line: number }[];
  /** How many were left out because there were more than the limit. */
  readonly beyond: number;
}

type ObjectShape = MergedEvent['fields'];
const EMPTY: ObjectShape = { kind: 'object', members: new Map(), isOpen: false };

export function mergeEvents(sent: readonly SentEvent[], limits: InitLimits): MergedEvents {
  const merged = new Map<string, MergedEvent>();
  const withheld: { file: string; line: number }[] = [];
  for (const { call, name, fields: written, sources, file, line } of sent) {
    const place = { file, line };
    if (name !== null && isPrivate(name)) {
      withheld.push(place);
      continue;
    }
    const cleaned = written.map(withoutPrivateKeys);
    if (cleaned.some(({ wasPrivate }) => wasPrivate)) withheld.push(place);
    const fields = cleaned.map(({ shape }) => asObject(shape)).reduce(mergeObjects, EMPTY);
    const key = JSON.stringify([call, name]);
    const before = merged.get(key);
    merged.set(key, {
      call,
      name,
      sources: [...new Set([...(before?.sources ?? []), ...sources])].toSorted(),
      fields: before === undefined ? fields : mergeObjects(before.fields, fields),
      file: before?.file ?? file,
      line: before?.line ?? line,
    });
  }
  const events = [...merged].toSorted(([left], [right]) => (left < right ? -1 : 1)).map(([, each]) => each);
  return {
    events: events.slice(0, limits.eventsMax),
    withheld,
    beyond: Math.max(0, events.length - limits.eventsMax),
  };
}

/** Fields that the source shows as something else than an object literal are there, but unknown. */
function asObject(shape: Shape): ObjectShape {
  return shape.kind === 'object' ? shape : { ...EMPTY, isOpen: true };
}

interface Cleaned {
  readonly shape: Shape;
  readonly wasPrivate: boolean;
}

/** Keys with `$` are the vendors' own, and no planned field has such a name. */
function withoutPrivateKeys(shape: Shape): Cleaned {
  if (shape.kind === 'list') {
    const items = withoutPrivateKeys(shape.items);
    return { shape: { kind: 'list', items: items.shape }, wasPrivate: items.wasPrivate };
  }
  if (shape.kind !== 'object') return { shape, wasPrivate: false };
  let { isOpen } = shape;
  let wasPrivate = false;
  const members = new Map<string, Shape>();
  for (const [key, value] of shape.members) {
    const isSecret = isPrivate(key);
    const below = withoutPrivateKeys(value);
    wasPrivate ||= isSecret || below.wasPrivate;
    if (isSecret || key === '' || key === '__proto__' || key.startsWith('$')) isOpen = true;
    else members.set(key, below.shape);
  }
  return { shape: { kind: 'object', members, isOpen }, wasPrivate };
}

function mergeObjects(left: ObjectShape, right: ObjectShape): ObjectShape {
  const members = new Map(left.members);
  for (const [key, shape] of right.members) members.set(key, mergeShapes(members.get(key), shape));
  return { kind: 'object', members, isOpen: left.isOpen || right.isOpen };
}

function mergeShapes(left: Shape = UNKNOWN, right: Shape = UNKNOWN): Shape {
  if (left.kind === 'unknown') return right;
  if (right.kind === 'unknown') return left;
  if (left.kind === 'object' && right.kind === 'object') return mergeObjects(left, right);
  if (left.kind === 'list' && right.kind === 'list') {
    return { kind: 'list', items: mergeShapes(left.items, right.items) };
  }
  return left.kind === right.kind ? left : { kind: 'string' };
}
