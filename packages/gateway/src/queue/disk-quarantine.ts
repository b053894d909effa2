/** The quarantine of a disk queue as others see it. */
import type { Grounds, RemoveChange } from './plan-group.ts';
import { findRecord, numbersBefore, quarantineDepth, readRecords, readTexts } from './quarantine-records.ts';
import type { Quarantine } from './quarantined.ts';
import type { Writer } from './writer.ts';

/** Records removed in one transaction. */
const REMOVED_MAX = 1024;

export function diskQuarantine(
  { store, quarantine }: Grounds,
  writer: Writer,
  refuseWhenClosed: () => void,
): Quarantine {
  const removeSome = async (numbers: readonly number[]): Promise<number> => {
    const change: RemoveChange = { kind: 'remove', numbers, removed: 0, bytes: 0, alone: false };
    await writer.add(change);
    return change.removed;
  };
  const remove: Quarantine['remove'] = async (numbers) => {
    refuseWhenClosed();
    let removed = 0;
    for (let from = 0; from < numbers.length; from += REMOVED_MAX) {
      removed += await removeSome(numbers.slice(from, from + REMOVED_MAX));
    }
    return removed;
  };
  return {
    depth: () => quarantineDepth(store, quarantine),
    records: (after, limit) => readRecords(store, after, limit),
    find: (number) => findRecord(store, number),
    texts: (number) => readTexts(store, number),
    remove,
    removeBefore: async (time) => {
      let removed = 0;
      for (;;) {
        refuseWhenClosed();
        const numbers = numbersBefore(store, time, REMOVED_MAX);
        if (numbers.length === 0) return removed;
        removed += await remove(numbers);
      }
    },
  };
}
