/**
 * Cuts of objects from strangers, each in one pass. Explaining names every fault of a value, and a value may have
 * millions: pared down to what the schema knows, it cannot have more faults than the schema has room for.
 */
import { isJsonObject } from '../event.ts';
import type { Json, JsonObject } from '../event.ts';

export interface ParedDown {
  /** The planned keys alone, and of an array that is too long one item more than it may have. */
  readonly known: Json;
  /** Whether a closed object had a key that is not planned. */
  readonly hasUnplanned: boolean;
}

/** Pares a value down to what its schema knows. What has another type than planned stays as it is. */
export function pareDown(value: Json, schema: Json | undefined): ParedDown {
  if (!isJsonObject(schema)) return { known: value, hasUnplanned: false };
  const { properties, items, maxItems, additionalProperties } = schema;
  if (Array.isArray(value) && items !== undefined) {
    const few: readonly Json[] = typeof maxItems === 'number' ? value.slice(0, maxItems + 1) : value;
    const pared = few.map((item) => pareDown(item, items));
    return {
      known: pared.map(({ known }) => known),
      hasUnplanned: pared.some(({ hasUnplanned }) => hasUnplanned),
    };
  }
  if (!isJsonObject(value) || !isJsonObject(properties)) return { known: value, hasUnplanned: false };
  const names = Object.keys(properties).filter((name) => Object.hasOwn(value, name));
  const pared = names.map((name) => [name, pareDown(value[name] ?? null, properties[name])] as const);
  const isOver = additionalProperties === false && Object.keys(value).length > names.length;
  return {
    known: Object.fromEntries(pared.map(([name, { known }]) => [name, known])),
    hasUnplanned: isOver || pared.some(([, { hasUnplanned }]) => hasUnplanned),
  };
}

/** What to cut below a key; null cuts the key itself. */
type Cuts = Map<string, Cuts | null>;

/** A copy without what the JSON pointers (RFC 6901) name. An item that goes leaves null, so that the others keep their places. */
export function without(value: JsonObject, pointers: readonly string[]): JsonObject {
  if (pointers.length === 0) return value;
  if (pointers.includes('')) return {};
  const cuts: Cuts = new Map();
  for (const pointer of pointers) add(cuts, pointer);
  return cutObject(value, cuts);
}

function add(cuts: Cuts, pointer: string): void {
  const keys = pointer
    .slice(1)
    .split('/')
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  const last = keys.pop() ?? '';
  let at = cuts;
  for (const key of keys) {
    const below = at.get(key);
    if (below === null) return;
    const next: Cuts = below ?? new Map();
    at.set(key, next);
    at = next;
  }
  at.set(last, null);
}

function cutObject(value: JsonObject, cuts: Cuts): JsonObject {
  const entries = Object.entries(value).flatMap(([key, child]): [string, Json][] => {
    const below = cuts.get(key);
    if (below === null) return [];
    return [[key, below === undefined ? child : cut(child, below)]];
  });
  return Object.fromEntries(entries);
}

function cut(value: Json, cuts: Cuts): Json {
  if (isJsonObject(value)) return cutObject(value, cuts);
  if (!Array.isArray(value)) return value;
  const items: readonly Json[] = value;
  return items.map((item, at) => {
    const below = cuts.get(String(at));
    if (below === undefined) return item;
    return below === null ? null : cut(item, below);
  });
}
