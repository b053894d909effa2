/**
/**
 * Decides a batch, or events out of quarantine, keeps what was sealed of them, and puts what is to be kept into the durable queue:
 * in this order, so that no event is in the queue whose sealed values or headers a crash could take.
 *
 * State: the field sets that the journal knows (field-set-memory.ts), and whether the queue, the disk and the quarantine were
 * full when last asked, so that this is logged when it begins and not for every request. A crash forgets both, which does no harm.
 */
import { causeOf } from '../runtime.ts';
import { collect, collectReviewed, countOf } from './collect.ts';
import type { Batch, Collected, Reviewed } from './collect.ts';
import { createFieldSetMemory } from './field-set-memory.ts';
import type { IngestParts } from './parts.ts';

export interface Store {
  /** Counts nothing as accepted unless the answer is 'stored'. Rejects when the queue does. */
  readonly store: (batch: Batch, protocol: string) => Promise<'stored' | 'full'>;
  readonly release: Release;
}

/**
 * Accepts quarantined events anew, in order: those that the plan no longer refuses leave the quarantine in the very step that puts what
 * became of them into the queue. `numbers` are those of the batch's events. 'full' and 'gone' have changed nothing.
 */
export type Release = (
  batch: Batch,
  protocol: string,
  numbers: readonly number[],
) => Promise<readonly Reviewed[] | 'full' | 'gone'>;

export function createStore(parts: IngestParts): Store {
  const fieldSets = createFieldSetMemory();
  const { isCut, tap, hold } = parts;
  const collectParts = { isCut, tap, hold, fieldSets: fieldSets.ids };
  const full = { 'queue-full': false, 'disk-full': false, 'quarantine-full': false };

  const append = async (
    protocol: string,
    batch: Batch,
    collected: Collected,
    release: readonly number[],
  ): Promise<'stored' | 'full' | 'gone'> => {
    const { routed, entries, quarantined, sealed } = collected;
    if (sealed.length > 0 && (await parts.keepSealed(sealed, batch.receivedAt)) === 'full') return 'full';
    const result = await parts.queue.append(routed, entries, { add: quarantined, release });
    if (result === 'gone') return result;
    if (result !== 'stored') {
      const line = result === 'full' ? 'queue-full' : result;
      if (!full[line]) parts.log.write(line);
      full[line] = true;
      return 'full';
    }
    full['queue-full'] = false;
    full['disk-full'] = false;
    if (quarantined.length > 0) full['quarantine-full'] = false;
    fieldSets.remember(collected.fieldSets);
    count(parts, protocol, collected);
    for (const { plan, byEvent } of collected.usage) {
      for (const [event, seen] of byEvent) plan.usage.add(event, seen, batch.receivedAt);
    }
    return 'stored';
  };
  return {
    store: async (batch, protocol) => {
      if (countOf(batch) === 0) return 'stored';
      const collected = collect(batch, collectParts);
      reportFailures(parts, batch, collected);
      const result = await append(protocol, batch, collected, []);
      if (result === 'gone') throw new Error('An append that releases nothing found something gone.');
      return result;
    },
    release: async (batch, protocol, numbers) => {
      const { collected, reviewed } = collectReviewed(batch, collectParts);
      const release = numbers.filter((_, at) => reviewed[at]?.kind === 'accepted');
      if (release.length === 0) return reviewed;
      const result = await append(protocol, batch, collected, release);
      return result === 'stored' ? reviewed : result;
    },
  };
}

function reportFailures(parts: IngestParts, batch: Batch, collected: Collected): void {
  const { count: failedCount, cause } = collected.failed;
  if (failedCount === 0) return;
  const { id: source, environment } = batch.source;
  parts.log.write('stage-failed', { source, environment, count: failedCount, cause: causeOf(cause) });
}

function count(parts: IngestParts, protocol: string, { accepted, ended, quarantined }: Collected): void {
  parts.metrics.accepted(protocol, accepted);
  parts.metrics.quarantined(quarantined.length);
  for (const entry of ended) parts.metrics.ended(entry.vendor, entry.outcome, entry.count);
}
