/**
 * The comparison of two objects, key by key: every key has its handler, and a difference of which no handler knows what
 * it means is reported as K06. So a word that is added to the plan language fails closed until somebody judges it.
 */
import type { Change } from './change.ts';
import { below, makeChange } from './make-change.ts';
import type { Place } from './make-change.ts';
import { isSame } from './same.ts';

export interface Pair<V> {
  readonly before: V;
  readonly after: V;
}

/** Says what a difference means. Null: another handler tells it. Nothing: not recognised. */
export type Handler<V, S> = (pair: Pair<V>, place: Place, scope: S) => readonly Change[] | null;

/** A handler for each key of `T`; the compiler asks for every one. */
export type Handlers<T, S> = { readonly [K in keyof T]-?: Handler<T[K], S> };

/** Compares two objects of the same shape. */
export function diffKeys<T extends object, S>(
  pair: Pair<T>,
  handlers: Handlers<T, S>,
  place: Place,
  scope: S,
): Change[] {
  const judge = (key: keyof T & string): readonly Change[] => {
    const values = { before: pair.before[key], after: pair.after[key] };
    if (isSame(values.before, values.after)) return [];
    const at = below(place, key);
    const found = Object.hasOwn(handlers, key) ? handlers[key](values, at, scope) : [];
    if (found === null) return [];
    return found.length > 0 ? found : [unrecognised(at)];
  };
  return keysOfBoth(pair).flatMap(judge);
}

/** A change that nobody has taught the comparison to read. */
export function unrecognised(place: Place): Change {
  return makeChange('K06', place, 'Something changed here whose meaning is not known, so everyone looks.');
}

/** Every key of one or the other, in order. */
function keysOfBoth<T extends object>({ before, after }: Pair<T>): (keyof T & string)[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  // Object.keys forgets the key type; a key that T does not know has no handler and ends as K06.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return [...keys] as (keyof T & string)[];
}

/** Names of one or the other table. */
export function namesOf(pair: Pair<Readonly<Record<string, unknown>> | undefined>): string[] {
  return [...new Set([...Object.keys(pair.before ?? {}), ...Object.keys(pair.after ?? {})])];
}
