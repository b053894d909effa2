/** How the requests of one delivery follow from another. Pure. */
import type { VendorReading, VendorRequest } from '@headgate/core';
import type { DeliveryResult, Hold } from './sink.ts';

/** What to do after an answer: note results by place in `carries`, send two halves instead, or stop here. */
export type Step =
  | { readonly kind: 'done'; readonly results: readonly DeliveryResult[] }
  | { readonly kind: 'halve' }
  | { readonly kind: 'hold'; readonly hold: Hold };

/**
 * The step that a reading asks for. A refusal of several events may be about one of them alone, so they are tried in halves
 * until the poisonous one is by itself; only a refusal of a single event is believed.
 */
export function stepFor(reading: VendorReading, request: VendorRequest, status: number): Step {
  const count = request.carries.length;
  switch (reading.kind) {
    case 'delivered':
      return { kind: 'done', results: fill(count, 'delivered') };
    case 'partial': {
      const refused = new Set(reading.refused);
      return {
        kind: 'done',
        results: request.carries.map((_, place) => (refused.has(place) ? 'refused' : 'delivered')),
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
