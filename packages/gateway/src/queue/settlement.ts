/** What a settlement must be, for every kind of queue. */
import type { Lease, Settlement } from './queue.ts';

/** Throws when a settlement names a position that the lease does not have, or names one twice: a bug of the caller. */
export function checkSettlement(lease: Lease, settlement: Settlement): void {
  const positions = [...settlement.keep, ...settlement.dead.map(({ position }) => position)];
  const inRange = positions.every(
    (position) => Number.isInteger(position) && position >= 0 && position < lease.events.length,
  );
  if (!inRange) throw new Error('A settlement names a position that its lease does not have.');
  if (new Set(positions).size !== positions.length) throw new Error('A settlement names a position twice.');
}
