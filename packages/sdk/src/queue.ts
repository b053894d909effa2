/** A queue in memory with two bounds. What does not fit pushes out the oldest. */
import type { Entry } from './event.ts';

export interface Queue {
  /** Adds at the end, or at the front what had been taken; gives back what was dropped for it. */
  add(entries: readonly Entry[], isFront?: boolean): readonly Entry[];
  /** Takes from the front what fits into both bounds, which may be nothing. */
  take(countMax: number, bytesMax: number): readonly Entry[];
  count(): number;
  bytes(): number;
}

export function createQueue(countMax: number, bytesMax: number): Queue {
  let entries: readonly Entry[] = [];
  let bytes = 0;
  const cut = (count: number): readonly Entry[] => {
    const taken = entries.slice(0, count);
    entries = entries.slice(count);
    bytes -= sizeOf(taken);
    return taken;
  };
  return {
    add: (more, isFront) => {
      entries = isFront ? [...more, ...entries] : [...entries, ...more];
      bytes += sizeOf(more);
      let excess = Math.max(0, entries.length - countMax);
      let left = bytes - sizeOf(entries.slice(0, excess));
      while (left > bytesMax) left -= entries[excess++]?.bytes ?? left;
      return cut(excess);
    },
    take: (most, mostBytes) => {
      let count = 0;
      let sum = 0;
      for (const entry of entries) {
        sum += entry.bytes;
        if (count === most || sum > mostBytes) break;
        count += 1;
      }
      return cut(count);
    },
    count: () => entries.length,
    bytes: () => bytes,
  };
}

/** Bytes of all of them. */
export function sizeOf(entries: readonly Entry[]): number {
  return entries.reduce((sum, entry) => sum + entry.bytes, 0);
}
