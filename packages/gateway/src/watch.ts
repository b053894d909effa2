/** What looks on as events are decided: counts of findings, the memory for `explain`, and open taps. */
import type { Decision, ReceivedEvent } from '@headgate/core';
import { createEventNames, createRecentEvents } from './control/event/recent.ts';
import type { RecentEvents } from './control/event/recent.ts';
import { createTaps, statusOf } from './control/tap/tap.ts';
import type { Taps } from './control/tap/tap.ts';
import type { Tap } from './ingest/collect.ts';
import type { Metrics } from './metrics.ts';
import { causeOf } from './runtime.ts';
import type { Log } from './runtime.ts';
import type { PlanInForce } from './snapshot/snapshot.ts';

export interface Watch {
  /** For ingest. */
  readonly tap: Tap;
  readonly taps: Taps;
  readonly recent: RecentEvents;
}

export interface WatchParts {
  readonly isCut: (vendor: string) => boolean;
  readonly metrics: Metrics;
  readonly log: Log;
  readonly limits: { readonly tapsMax: number; readonly recentEventsMax: number };
  /** Random text of this run, so that names of events cannot be guessed from ids. */
  readonly secret: string;
}

export function createWatch(parts: WatchParts): Watch {
  const { isCut, metrics, limits } = parts;
  const nameOf = createEventNames(parts.secret);
  const taps = createTaps({ nameOf, isCut, tapsMax: limits.tapsMax });
  const recent = createRecentEvents({
    nameOf,
    statusOf: (decided) => statusOf(decided, isCut),
    max: limits.recentEventsMax,
  });
  const look = (event: ReceivedEvent, decision: Decision, plan: PlanInForce): void => {
    for (const { kind } of decision.findings) metrics.add('headgate_findings_total', [kind], 1);
    recent.add(event, decision, plan);
    taps.seen(event, decision);
  };
  const seen: Tap['seen'] = (event, decision, plan) => {
    try {
      look(event, decision, plan);
    } catch (error) {
      // Looking on must not cost the event.
      parts.log.write('request-failed', { cause: causeOf(error) });
    }
  };
  return { tap: { active: true, seen }, taps, recent };
}
