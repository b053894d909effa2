/** Names for the combinations of fields that are really sent, so that a delivery is recorded by one short id. */
import type { FieldSet, SentField } from '../event.ts';
import type { Presence } from './project.ts';

/** Combinations remembered for one event and vendor. Beyond it the full set is recorded: too much, never too little. */
const COMBINATIONS_MAX = 1024;
/** Hex digits of the digest that make an id: 64 bits. */
const ID_DIGITS = 16;

export interface FieldSetScope {
  readonly vendor: string;
  readonly event: string;
  /** Every field that may be sent; positions are the bits of a `Presence`. */
  readonly sent: readonly SentField[];
  readonly digest: (text: string) => string;
  /** Told of every set when it is first named. */
  readonly define: (set: FieldSet) => void;
}

/** Gives the id of the set whose bits are on. */
export function compileFieldSets(scope: FieldSetScope): (presence: Presence) => string {
  const ids = new Map<number | string, string>();
  return (presence) => {
    const key = presence.length === 1 ? (presence[0] ?? 0) : presence.join();
    const known = ids.get(key);
    if (known !== undefined) return known;
    const isFull = ids.size >= COMBINATIONS_MAX;
    const id = name(scope, isFull ? scope.sent : scope.sent.filter((_, bit) => isOn(presence, bit)));
    if (!isFull) ids.set(key, id);
    return id;
  };
}

function name(scope: FieldSetScope, fields: readonly SentField[]): string {
  const content = JSON.stringify([scope.vendor, scope.event, fields]);
  const id = scope.digest(content).slice(0, ID_DIGITS);
  scope.define({ id, vendor: scope.vendor, event: scope.event, fields });
  return id;
}

function isOn(presence: Presence, bit: number): boolean {
  return ((presence[bit >>> 5] ?? 0) & (2 ** (bit & 31))) !== 0;
}
