/** How the requests of one delivery follow from another. Pure. */
import type { VendorReading } from '@headgate/core';
import type { DeliveryResult, Hold } from './sink.ts';

/** What to do after an answer: note results by place in the request, send two halves instead, or stop here. */
export type Step =
  | { readonly kind: 'done'; readonly results: readonly DeliveryResult[] }
  | { readonly kind: 'halve' }
  | { readonly kind: 'hold'; readonly hold: Hold };

/**
 * The step that a reading of an answer about `count` events asks for. A refusal of several events may be about one of them alone, so they are tried in halves
 * until the poisonous one is by itself; only a refusal of a single event is believed.
 */
export function stepFor(reading: VendorReading, count: number, status: number): Step {
  switch (reading.kind) {
    case 'delivered':
      return { kind: 'done', results: fill(count, 'delivered') };
    case 'partial': {
      const refused = new Set(reading.refused);
      const delivered = fill(count, 'delivered');
      return {
        kind: 'done',
        results: delivered.map((result, place) => (refused.has(place) ? 'refused' : result)),
      };
    }
    case 'split':
    case 'refused':
      return count > 1 ? { kind: 'halve' } : { kind: 'done', results: fill(count, 'refused') };
    case 'later':
      return { kind: 'hold', hold: { kind: 'later', waitMs: reading.waitMs, cause: 'answer' } };
    case 'unauthorised':
      return { kind: 'hold', hold: { kind: 'unauthorised', status } };
  }
}

/** Two parts in order, the first at least as long; of one item the second is empty. */
export function halve<T>(items: readonly T[]): readonly [readonly T[], readonly T[]] {
  const middle = Math.ceil(items.length / 2);
  return [items.slice(0, middle), items.slice(middle)];
}

function fill(count: number, result: DeliveryResult): readonly DeliveryResult[] {
  return Array.from({ length: count }, () => result);
}
