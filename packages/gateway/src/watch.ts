/** What looks on as events are decided: counts of findings, the memory for `explain`, open taps, and inference. */
import type { Decision, ReceivedEvent } from '@headgate/core';
import { createEventNames, createRecentEvents } from './control/event/recent.ts';
import type { RecentEvents } from './control/event/recent.ts';
import { createInferences } from './control/infer/inference.ts';
import type { InferenceLimits, Inferences } from './control/infer/inference.ts';
import { createTaps, statusOf } from './control/tap/tap.ts';
import type { Taps } from './control/tap/tap.ts';
import type { Tap } from './ingest/collect.ts';
import type { Metrics } from './metrics.ts';
import { causeOf } from './runtime.ts';
import type { Clock, Log } from './runtime.ts';
import type { PlanInForce } from './snapshot/snapshot.ts';

export interface Watch {
  /** For ingest. */
  readonly tap: Tap;
  readonly taps: Taps;
  readonly recent: RecentEvents;
  readonly inferences: Inferences;
}

export interface WatchParts {
  readonly isCut: (vendor: string) => boolean;
  readonly metrics: Metrics;
  readonly log: Log;
  readonly clock: Clock;
  readonly limits: InferenceLimits & { readonly tapsMax: number; readonly recentEventsMax: number };
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
  const inferences = createInferences({ nameOf, clock: parts.clock, limits });
  const look = (event: ReceivedEvent, decision: Decision, plan: PlanInForce): void => {
    for (const { kind } of decision.findings) metrics.add('headgate_findings_total', [kind], 1);
    recent.add(event, decision, plan);
    taps.seen(event, decision);
    inferences.seen(event);
  };
  const seen: Tap['seen'] = (event, decision, plan) => {
    try {
      look(event, decision, plan);
    } catch (error) {
      // Looking on must not cost the event.
      parts.log.write('request-failed', { cause: causeOf(error) });
    }
  };
  return { tap: { active: true, seen }, taps, recent, inferences };
}
