/** What the audit trail says of erasures. */
import { openTrail } from '@headgate/seal/trail';
import type { TrailEntry, TrailRow } from '@headgate/seal/trail';
import type { Tombstone } from '@headgate/seal/vault';

export interface ErasureRow {
  /** Account on this machine. */
  readonly by: string;
  readonly kid: string;
  /** Internal index of the subject; null where no gateway was asked. */
  readonly index: string | null;
  readonly ticket: string | null;
  /** Milliseconds since 1970: of the tombstone. */
  readonly erasedAt: number;
}

const KIND = 'subject-erased';

/** Writes the erasure down, unless it is there: an erasure that was interrupted is told when it is done again. */
export async function tellErasure(directory: string, row: ErasureRow): Promise<void> {
  const trail = openTrail({ directory, now: Date.now, since: 0 });
  await trail.write((rows) => {
    const isTold = erasuresIn(rows).some(({ kid }) => kid === row.kid);
    return { entries: isTold ? [] : [entryOf(row)], answer: undefined };
  });
}

/** Everybody whose erasure the rows tell. */
export function erasuresIn(rows: readonly TrailRow[]): readonly Tombstone[] {
  return rows.flatMap(({ entry }) => {
    const { kind, kid, erasedAt } = entry;
    if (kind !== KIND || typeof kid !== 'string' || typeof erasedAt !== 'string') return [];
    return [{ kid, erasedAt: Date.parse(erasedAt) }];
  });
}

function entryOf({ by, kid, index, ticket, erasedAt }: ErasureRow): TrailEntry {
  return {
    kind: KIND,
    by,
    kid,
    erasedAt: new Date(erasedAt).toISOString(),
    ...(index === null ? {} : { index }),
    ...(ticket === null ? {} : { ticket }),
  };
}
