/** The quarantine of a queue without a disk. */
import { lineOf } from './record.ts';
import type { Quarantine, QuarantineRecord, QuarantineStep, QuarantinedEvent } from './quarantined.ts';

export interface MemoryQuarantine extends Quarantine {
  /** Takes a step whole, or says why not and does nothing. */
  take(step: QuarantineStep, storedAt: number, bytesMax: number): 'taken' | 'quarantine-full' | 'gone';
}

interface Kept {
  readonly record: QuarantineRecord;
  readonly event: QuarantinedEvent;
}

export function createMemoryQuarantine(): MemoryQuarantine {
  const kept = new Map<number, Kept>();
  let next = 1;
  const bytes = (): number => [...kept.values()].reduce((sum, { record }) => sum + record.bytes, 0);
  const remove: Quarantine['remove'] = async (numbers) =>
    numbers.reduce((sum, number) => sum + (kept.delete(number) ? 1 : 0), 0);
  return {
    take: ({ add, release }, storedAt, bytesMax) => {
      const added = add.map((event) => ({ event, bytes: bytesOf(event) }));
      const addedBytes = added.reduce((sum, each) => sum + each.bytes, 0);
      if (addedBytes > 0 && bytes() + addedBytes > bytesMax) return 'quarantine-full';
      if (new Set(release).size < release.length || !release.every((number) => kept.has(number)))
        return 'gone';
      for (const number of release) kept.delete(number);
      for (const each of added) {
        const number = next++;
        const record = { number, bytes: each.bytes, storedAt, head: each.event.head };
        kept.set(number, { record, event: each.event });
      }
      return 'taken';
    },
    depth: () => {
      const [oldest] = kept.values();
      return { records: kept.size, bytes: bytes(), oldestAt: oldest?.record.storedAt ?? null };
    },
    records: (after, limit) =>
      [...kept.values()]
        .map(({ record }) => record)
        .filter(({ number }) => number > after)
        .slice(0, limit),
    find: (number) => kept.get(number)?.record ?? null,
    texts: (number) => kept.get(number)?.event.texts ?? null,
    remove,
    removeBefore: (time) => {
      const records = [...kept.values()].map(({ record }) => record);
      const younger = records.findIndex(({ storedAt }) => storedAt >= time);
      return remove(records.slice(0, younger === -1 ? records.length : younger).map(({ number }) => number));
    },
  };
}

function bytesOf({ head, texts }: QuarantinedEvent): number {
  return texts.reduce((sum, text) => sum + text.length + 1, lineOf(head).bytes);
}
