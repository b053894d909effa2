/** How a vendor stands with its events, over all its environments. */
import type { StatusAnswer } from '@headgate/api';

type Held = StatusAnswer['lanes'][number]['held'];

export interface VendorStanding {
  readonly waiting: number;
  /** Dead letters, those that fell off included. */
  readonly dead: number;
  /** Why nothing is sent in one of its environments, though nobody cut it off; null where it is sent what comes. */
  readonly held: Held;
}

export function standingOf(vendor: string, { lanes }: Pick<StatusAnswer, 'lanes'>): VendorStanding {
  const own = lanes.filter((lane) => lane.vendor === vendor);
  return {
    waiting: own.reduce((sum, lane) => sum + lane.waiting, 0),
    dead: own.reduce((sum, lane) => sum + lane.dead + lane.deadForgotten, 0),
    held: own.find(({ held }) => held !== null && held !== 'cut')?.held ?? null,
  };
}
