/** From what was delivered to what there would have been without sampling. Pure. */
import type { Unsampled, UnsampledPeople } from './ledger.ts';

/** Deliveries at one sampling rate; null: unknown. */
export interface Rated {
  readonly deliveries: number;
  readonly sampleRate: number | null;
}

/** `events`: ids of the planned events among them. `people`: distinct subjects of all of them together. */
export function unsample(rated: readonly Rated[], people: number, events: ReadonlySet<string>): Unsampled {
  const rates = new Set(rated.map(({ sampleRate }) => sampleRate));
  return {
    deliveries: rates.has(null) ? null : Math.round(rated.reduce((sum, each) => sum + standsFor(each), 0)),
    people: unsamplePeople(people, rates, events.size),
  };
}

function standsFor({ deliveries, sampleRate }: Rated): number {
  return deliveries / (sampleRate ?? 1);
}

function unsamplePeople(
  people: number,
  rates: ReadonlySet<number | null>,
  eventCount: number,
): UnsampledPeople {
  const [rate = null, ...others] = rates;
  if (rate === null || others.length > 0) return { kind: 'at-least', count: people };
  if (rate === 1) return { kind: 'exact', count: people };
  if (eventCount !== 1) return { kind: 'at-least', count: people };
  return { kind: 'estimate', count: Math.round(people / rate) };
}
