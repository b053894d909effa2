/**
 * Digests of tuples of values, remembered: the same few tuples come again and again. They are found value by value, in a
 * tree with one storey for each place of the tuple, because a text that came before is found by the hash that it carries
 * already, while a text joined of all the values would have to be written and hashed for every event.
 */
import type { Json } from '../event.ts';

/** What a place of the tuple holds; undefined where the event has no such field. */
export type Tuple = readonly (Json | undefined)[];

/** Longer texts are computed every time: senders choose them, so memory must not grow with them. */
const TEXT_LENGTH_MAX = 512;

interface Node {
  readonly below: Map<Json | undefined, Node>;
  /** The value that was looked for last, and its node: to compare two texts takes less than to hash one. */
  lastValue: Json | undefined;
  lastNode: Node | null;
  digest: string | null;
}

/** Gives the digest of a tuple, remembered until more than `max` tuples are known; then all are forgotten. */
export function rememberTuples(digest: (text: string) => string, max: number): (tuple: Tuple) => string {
  let root = newNode();
  let known = 0;
  return (tuple) => {
    const found = find(root, tuple);
    if (found !== null) return found;
    const made = digest(tuple.map(textOf).join(''));
    if (!tuple.every(isKept)) return made;
    if (known >= max) [root, known] = [newNode(), 0];
    known += 1;
    keep(root, tuple, made);
    return made;
  };
}

/** Whether two values are the same value to a digest. */
export function isSame(one: Json | undefined, other: Json | undefined): boolean {
  return (
    one === other || (typeof one === 'object' && typeof other === 'object' && textOf(one) === textOf(other))
  );
}

function find(root: Node, tuple: Tuple): string | null {
  let node = root;
  for (let at = 0; at < tuple.length; at += 1) {
    const value = tuple[at];
    let next = node.lastNode;
    if (next === null || node.lastValue !== value) {
      next = node.below.get(value) ?? null;
      if (next === null) return null;
      node.lastValue = value;
      node.lastNode = next;
    }
    node = next;
  }
  return node.digest;
}

function keep(root: Node, tuple: Tuple, digest: string): void {
  let node = root;
  for (const value of tuple) {
    let next = node.below.get(value);
    if (next === undefined) {
      next = newNode();
      node.below.set(value, next);
    }
    node = next;
  }
  node.digest = digest;
}

function newNode(): Node {
  return { below: new Map(), lastValue: undefined, lastNode: null, digest: null };
}

/** Two lists or objects are never the same key, however alike. */
function isKept(value: Json | undefined): boolean {
  if (typeof value === 'string') return value.length <= TEXT_LENGTH_MAX;
  return typeof value !== 'object' || value === null;
}

/** Different for any two values, also where they stand in a row. */
function textOf(value: Json | undefined): string {
  if (typeof value === 'string') return `${value.length}:${value}`;
  return value === undefined ? '-;' : `${JSON.stringify(value)};`;
}
