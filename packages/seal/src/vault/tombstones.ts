/** Whom nobody can read any more: lines `{"kid":"…","erasedAt":"…"}`, only ever added. It holds no secret and may be copied anywhere. */
import { Unfit, membersOf, momentOf, parseJson, textOf } from '../keys/read-json.ts';
import { KeysUnusable } from '../keys/keys-unusable.ts';
import { readLinesFrom } from './lines.ts';
import type { VaultDisk } from './vault-disk.ts';

export interface Tombstone {
  readonly kid: string;
  /** Milliseconds since 1970. */
  readonly erasedAt: number;
}

export interface Tombstones {
  /** When the subject of that kid was erased; null where it was not. Sees at once what other processes add. */
  readonly erasedAt: (kid: string) => number | null;
  readonly all: () => readonly Tombstone[];
}

/** Opens the file, which need not be there yet. Throws `KeysUnusable` where a line is damaged. */
export function openTombstones(disk: VaultDisk, path: string): Tombstones {
  const known = new Map<string, number>();
  let end = 0;
  const refresh = (): void => {
    const read = readLinesFrom(disk, path, end);
    for (const { kid, erasedAt } of parseTombstones(read.lines)) known.set(kid, known.get(kid) ?? erasedAt);
    ({ end } = read);
  };
  return {
    erasedAt: (kid) => {
      refresh();
      return known.get(kid) ?? null;
    },
    all: () => {
      refresh();
      return [...known].map(([kid, erasedAt]) => ({ kid, erasedAt }));
    },
  };
}

export function formatTombstone({ kid, erasedAt }: Tombstone): string {
  return JSON.stringify({ kid, erasedAt: new Date(erasedAt).toISOString() });
}

/** Throws `KeysUnusable` where a line is damaged: who is erased must be known for sure. */
export function parseTombstones(lines: readonly string[]): readonly Tombstone[] {
  try {
    return lines.map((line) => {
      const members = membersOf(parseJson(line), 'a tombstone', ['kid', 'erasedAt']);
      const kid = textOf(members['kid'], 'kid');
      if (!isKid(kid)) throw new Unfit('kid', '16 hex digits');
      return { kid, erasedAt: momentOf(members['erasedAt'], 'erasedAt') };
    });
  } catch (error) {
    if (!(error instanceof Unfit)) throw error;
    const mend = 'Bring the file back from a copy; the audit trail names the kids as well.';
    throw new KeysUnusable('damaged', 'The tombstones of the vault are damaged.', mend);
  }
}

/** Whether a text is a kid: 16 lower-case hex digits. */
export function isKid(text: string): boolean {
  return /^[0-9a-f]{16}$/.test(text);
}
