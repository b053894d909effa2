/** Names for the combinations of fields that are really sent, so that a delivery is recorded by one short id. */
import type { FieldSet, SentField } from '../event.ts';
import type { Omission } from '../vendor/vendor.ts';
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

/** Gives the id of the set whose bits are on, less what the message leaves out. */
export function compileFieldSets(
  scope: FieldSetScope,
): (presence: Presence, omission: Omission | null) => string {
  const ids = new Map<number | string, string>();
  const masks = new Map<Omission, Presence>();
  return (presence, omission) => {
    if (omission !== null) leaveOut(presence, maskOf(omission, scope.sent, masks));
    const key = presence.length === 1 ? (presence[0] ?? 0) : presence.join();
    const known = ids.get(key);
    if (known !== undefined) return known;
    const isFull = ids.size >= COMBINATIONS_MAX;
    const id = name(scope, isFull ? scope.sent : scope.sent.filter((_, bit) => isOn(presence, bit)));
    if (!isFull) ids.set(key, id);
    return id;
  };
}

/** The bits that the omission takes away; computed once for each case of a vendor. */
function maskOf(omission: Omission, sent: readonly SentField[], masks: Map<Omission, Presence>): Presence {
  const known = masks.get(omission);
  if (known !== undefined) return known;
  const mask = new Uint32Array(Math.ceil(sent.length / 32));
  sent.forEach((field, bit) => {
    const word = bit >>> 5;
    if (omission.omits(field.path)) mask[word] = (mask[word] ?? 0) | (2 ** (bit & 31));
  });
  masks.set(omission, mask);
  return mask;
}

function leaveOut(presence: Presence, mask: Presence): void {
  for (let word = 0; word < presence.length; word += 1) {
    presence[word] = (presence[word] ?? 0) & ~(mask[word] ?? 0);
  }
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
