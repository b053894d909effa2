/** Whether a trail is whole: every row there, in its order, and as it was written. */
import { readLinesFrom } from '../vault/lines.ts';
import { nodeVaultDisk } from '../vault/vault-disk.ts';
import type { VaultDisk } from '../vault/vault-disk.ts';
import { parseRow } from './row.ts';
import { GENESIS, digestOf, filesOf, pathOf } from './trail.ts';

/** Why the chain is broken at a row. Closed. */
export const BREAKS = {
  'no-row': 'The line is no row of a trail.',
  missing: 'The row does not follow the one before: rows, or a file, are missing or were put in.',
  altered: 'The row was changed: its digest is another.',
  unlinked:
    'The row does not name the digest of the one before: that one was changed, or another put in its place.',
} as const satisfies Readonly<Record<string, string>>;

export interface VerifiedTrail {
  /** Rows that are good, from the first on. */
  readonly rows: number;
  /** Digest of the last of them; zeros where there is none. */
  readonly head: string;
  /** The first row that is not. */
  readonly broken: {
    readonly file: string;
    readonly line: number;
    readonly reason: keyof typeof BREAKS;
  } | null;
  /** Whether the digest that was to be there is that of a good row; null where none was named. */
  readonly hasAnchor: boolean | null;
}

/** Reads all of it. `anchor` is the digest of a row that was noted elsewhere: without its row, the end was cut off or all was written anew. */
export function verifyTrail(
  directory: string,
  anchor: string | null,
  disk: VaultDisk = nodeVaultDisk,
): VerifiedTrail {
  let rows = 0;
  let head = GENESIS;
  let found = anchor === GENESIS;
  for (const file of filesOf(disk, directory)) {
    const path = pathOf(directory, file);
    for (const [at, line] of readLinesFrom(disk, path, 0).lines.entries()) {
      const reason = whyBroken(line, rows + 1, head);
      const hasAnchor = anchor === null ? null : found;
      if (reason !== null) return { rows, head, broken: { file: path, line: at + 1, reason }, hasAnchor };
      rows += 1;
      head = parseRow(line)?.digest ?? head;
      found ||= head === anchor;
    }
  }
  return { rows, head, broken: null, hasAnchor: anchor === null ? null : found };
}

function whyBroken(line: string, n: number, previous: string): keyof typeof BREAKS | null {
  const row = parseRow(line);
  if (row === null) return 'no-row';
  if (digestOf(row.body) !== row.digest) return 'altered';
  if (row.n !== n) return 'missing';
  return row.previous === previous ? null : 'unlinked';
}
