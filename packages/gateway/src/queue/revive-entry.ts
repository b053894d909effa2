/** Reads ledger entries back from the journal. */
import type { LedgerEntry } from '../ledger/entry.ts';

/** A stored ledger entry; throws when the text is not one. Entries are only ever written by the queue itself. */
export function reviveEntry(text: string): LedgerEntry {
  const value: unknown = JSON.parse(text);
  if (!isEntry(value)) throw new Error('The journal is corrupt: a record is not a ledger entry.');
  return value;
}

const KINDS: readonly unknown[] = [
  'accepted',
  'ended',
  'field-set',
  'delivered',
] satisfies LedgerEntry['kind'][];

function isEntry(value: unknown): value is LedgerEntry {
  return typeof value === 'object' && value !== null && 'kind' in value && KINDS.includes(value.kind);
}
