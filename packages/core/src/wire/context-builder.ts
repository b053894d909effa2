/**
 * How decoders fill `context`: what an SDK adds by itself goes to the paths of `automatic/context-fields.ts`, the words that
 * only one protocol has to a group of that protocol's name.
 */
import type { Json, JsonObject } from '../event.ts';
import { setOwn } from './read-value.ts';

/** A path of at most two steps: `group` is null where it has one. */
export interface ContextPlace {
  readonly group: string | null;
  readonly leaf: string;
}

/** `os.name` → group `os`, leaf `name`; `locale` → no group, leaf `locale`. What follows a second dot belongs to the leaf. */
export function contextPlace(path: string): ContextPlace {
  const dot = path.indexOf('.');
  if (dot === -1) return { group: null, leaf: path };
  return { group: path.slice(0, dot), leaf: path.slice(dot + 1) };
}

/** The table `word → path` with its paths split, for decoders that look every word up. */
export function contextPlaces(table: Readonly<Record<string, string>>): ReadonlyMap<string, ContextPlace> {
  return new Map(Object.entries(table).map(([word, path]) => [word, contextPlace(path)]));
}

/** Gathers a `context` of two levels; groups appear when their first value does. */
export class ContextBuilder {
  readonly #context: Record<string, Json> = {};
  readonly #groups = new Map<string, Record<string, Json>>();

  /** What was set so far; later settings show in it too. */
  get built(): JsonObject {
    return this.#context;
  }

  /** Sets `context[group][leaf]`, or `context[leaf]` where group is null. */
  set(group: string | null, leaf: string, value: Json): void {
    if (group === null) {
      setOwn(this.#context, leaf, value);
      return;
    }
    let members = this.#groups.get(group);
    if (members === undefined) {
      members = {};
      this.#groups.set(group, members);
      this.#context[group] = members;
    }
    setOwn(members, leaf, value);
  }
}
