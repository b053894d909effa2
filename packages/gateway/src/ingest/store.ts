/**
 * Decides a batch and puts it into the durable queue.
 *
 * State: the field sets that the journal knows (field-set-memory.ts), and whether the last append found the queue full,
 * so that this is logged when it begins and not for every request. A crash forgets both, which does no harm.
 */
import { causeOf } from '../runtime.ts';
import { collect, countOf } from './collect.ts';
import type { Batch, Collected } from './collect.ts';
import { createFieldSetMemory } from './field-set-memory.ts';
import type { IngestParts } from './parts.ts';

/** Counts nothing as accepted unless the answer is 'stored'. Rejects when the queue does. */
export type Store = (batch: Batch, protocol: string) => Promise<'stored' | 'full'>;

export function createStore(parts: IngestParts): Store {
  const fieldSets = createFieldSetMemory();
  const collectParts = { isCut: parts.isCut, tap: parts.tap, fieldSets: fieldSets.ids };
  let wasFull = false;

  return async (batch, protocol) => {
    if (countOf(batch) === 0) return 'stored';
    const collected = collect(batch, collectParts);
    reportFailures(parts, batch, collected);

    const result = await parts.queue.append(collected.routed, collected.entries);
    if (result === 'full') {
      if (!wasFull) parts.log.write('queue-full');
      wasFull = true;
      return 'full';
    }
    wasFull = false;
    fieldSets.remember(collected.fieldSets);
    count(parts, batch, collected, protocol);
    for (const { plan, byEvent } of collected.usage) {
      for (const [event, seen] of byEvent) plan.usage.add(event, seen, batch.receivedAt);
    }
    return 'stored';
  };
}

function reportFailures(parts: IngestParts, batch: Batch, collected: Collected): void {
  const { count: failedCount, cause } = collected.failed;
  if (failedCount === 0) return;
  const { id: source, environment } = batch.source;
  parts.log.write('stage-failed', { source, environment, count: failedCount, cause: causeOf(cause) });
}

function count(parts: IngestParts, batch: Batch, collected: Collected, protocol: string): void {
  parts.metrics.accepted(protocol, countOf(batch));
  for (const entry of collected.ended) parts.metrics.ended(entry.vendor, entry.outcome, entry.count);
}
