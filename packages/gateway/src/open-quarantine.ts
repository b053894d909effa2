/** Makes the quarantine out of the queue, the recipients and the plan in force. Part of the composition root. */
import type { Pseudonymiser } from '@headgate/core';
import { randomBytes, randomUUID } from 'node:crypto';
import type { Config } from './config/config.ts';
import type { Hold } from './ingest/collect.ts';
import type { Release } from './ingest/store.ts';
import type { Metrics } from './metrics.ts';
import type { PlanHolder } from './plan-holder.ts';
import { createHold } from './quarantine/hold.ts';
import { createReview } from './quarantine/review.ts';
import type { QuarantineReview } from './quarantine/review.ts';
import { createShapeOf } from './quarantine/shape.ts';
import type { Queue } from './queue/queue.ts';
import type { Clock, Log } from './runtime.ts';
import type { RecipientsInForce } from './seal/recipients-in-force.ts';

export interface QuarantineGrounds {
  readonly config: Pick<Config, 'limits'>;
  readonly pseudonymiser: Pseudonymiser;
  readonly recipients: RecipientsInForce;
  readonly plans: PlanHolder;
  readonly queue: Queue;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly log: Log;
}

/** What ingest seals events with. */
export function openHold({ pseudonymiser, recipients, metrics, log }: QuarantineGrounds): Hold {
  return createHold({
    recipients,
    shapeOf: createShapeOf(pseudonymiser),
    random: randomBytes,
    uuid: randomUUID,
    log,
    unsealed: () => metrics.add('headgate_quarantine_events_total', ['unsealed'], 1),
  });
}

/** What people do about them; `release` is the way back into ingest. */
export function openReview(grounds: QuarantineGrounds, release: Release): QuarantineReview {
  const { config, plans, queue, metrics, clock, log } = grounds;
  return createReview({
    quarantine: queue.quarantine,
    release,
    snapshots: plans.snapshots,
    clock,
    log,
    limits: config.limits.quarantine,
    counted: (result, count) => metrics.add('headgate_quarantine_events_total', [result], count),
  });
}
