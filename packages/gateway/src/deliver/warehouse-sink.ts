/** Delivers to the local warehouse: all events of a lease in one write, which is whole or not there. */
import type { BatchLimits } from '@headgate/core';
import type { Sink } from './sink.ts';
import type { ParquetSink } from './write-parquet.ts';

/** Larger than a vendor's: every write makes a file a day. */
const WAREHOUSE_BATCH: BatchLimits = { eventsMax: 20_000, bytesMax: 32 * 1_048_576 };

/** A failed write is tried again later; the same events then replace their own file. */
export function createWarehouseSink(
  parquet: Pick<ParquetSink, 'write'>,
  batch: BatchLimits = WAREHOUSE_BATCH,
): Sink {
  return {
    batch,
    deliver: async (events, signal) => {
      if (signal.aborted) return { results: events.map(() => 'kept'), hold: { kind: 'stopped' } };
      try {
        await parquet.write(events);
        return { results: events.map(() => 'delivered'), hold: null };
      } catch {
        // The library's message may quote a value; the cause's name says enough.
        const hold = { kind: 'later', waitMs: null, cause: 'write-failed' } as const;
        return { results: events.map(() => 'kept'), hold };
      }
    },
  };
}
