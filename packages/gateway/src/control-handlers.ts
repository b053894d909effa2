/** Gives every route of the control plane what it asks about. Part of the composition root. */
import type { Environment } from '@headgate/core';
import type { Config } from './config/config.ts';
import { eventHandlers } from './control/event/event-routes.ts';
import type { ExplainGrounds } from './control/event/explain.ts';
import { exposureHandlers } from './control/exposure/exposure-routes.ts';
import type { Handlers } from './control/http/server.ts';
import { inferHandlers } from './control/infer/infer-routes.ts';
import { planHandlers } from './control/plan/plan-routes.ts';
import { sealedHandlers } from './control/sealed/sealed-routes.ts';
import { quarantineHandlers } from './control/quarantine/quarantine-routes.ts';
import { retentionHandlers } from './control/retention/retention-routes.ts';
import { statusHandlers } from './control/status/status-routes.ts';
import type { Check } from './control/status/status-routes.ts';
import type { LaneHold, StatusGrounds } from './control/status/status.ts';
import { tapHandlers } from './control/tap/tap-routes.ts';
import { vendorHandlers } from './control/vendor/vendor-routes.ts';
import type { VendorGrounds } from './control/vendor/vendor.ts';
import { sampleKGates, samplePlans, sampleQuarantine, sampleQueue } from './count.ts';
import type { Deliverer } from './deliver/deliver.ts';
import type { Keys } from './keys.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { LedgerPump } from './ledger/pump.ts';
import type { Metrics } from './metrics.ts';
import { acceptedPlan, canaryEndOf, canaryOf, candidatePlan, planInForce, usageOf } from './describe-plan.ts';
import { sampleSealing, sealingForControl } from './open-sealing.ts';
import type { FieldSealing } from './open-sealing.ts';
import type { PlanHolder } from './plan-holder.ts';
import type { QuarantineReview } from './quarantine/review.ts';
import type { Queue } from './queue/queue.ts';
import type { Clock, Log } from './runtime.ts';
import type { Retention } from './retention/retention.ts';
import type { CohortFile } from './cohort/cohort-file.ts';
import { environmentsOf } from './snapshot/load-snapshot.ts';
import type { VendorStatesStore } from './snapshot/vendor-states.ts';
import type { Watch } from './watch.ts';

export interface ControlGrounds {
  readonly version: string;
  readonly startedAt: number;
  readonly config: Config;
  readonly keys: Keys;
  readonly plans: PlanHolder;
  readonly queue: Queue;
  readonly ledger: Ledger;
  readonly pump: LedgerPump;
  readonly states: VendorStatesStore;
  readonly deliverer: Deliverer;
  readonly watch: Watch;
  readonly cohortFile: CohortFile;
  readonly sealing: FieldSealing;
  readonly review: QuarantineReview;
  readonly retention: Retention;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly log: Log;
  /** Whether the data plane listens and does not stop. */
  readonly isAccepting: () => boolean;
}

export function controlHandlers(grounds: ControlGrounds): Handlers {
  const { config, plans, queue, ledger, pump, states, watch } = grounds;
  const { bytesMax } = config.limits.queue;
  return {
    ...statusHandlers({
      grounds: () => statusGrounds(grounds),
      checks: () => checksOf(grounds),
      metrics: () =>
        grounds.metrics.render([
          ...sampleQueue(queue.depth(), bytesMax, grounds.clock.now()),
          ...sampleKGates(grounds.cohortFile.cohorts),
          ...samplePlans(usageOf(plans)),
          ...sampleSealing(grounds.sealing, config.limits.seal.bytesMax),
          ...sampleQuarantine(queue.quarantine, config.limits.quarantine.bytesMax, grounds.clock.now()),
        ]),
    }),
    ...exposureHandlers({
      ledger,
      refresh: () => pump.flush(),
      waiting: () => queue.depth().map(({ lane, events }) => ({ ...lane, events })),
    }),
    ...retentionHandlers({
      report: async () => {
        const report = await grounds.retention.report();
        return { ...report, rows: [...report.rows] };
      },
    }),
    ...quarantineHandlers({ review: grounds.review, limits: config.limits.quarantine }),
    ...tapHandlers({ taps: watch.taps, tapBytesMax: config.limits.control.tapBytesMax }),
    ...inferHandlers({
      inferences: watch.inferences,
      waitingBytesMax: config.limits.control.tapBytesMax,
      log: grounds.log,
    }),
    ...eventHandlers({
      recent: watch.recent,
      grounds: (decidedBy) => planThatDecided(plans, decidedBy),
    }),
    ...vendorHandlers({
      grounds: () => vendorGrounds(grounds),
      cut: (vendor, by, reason) => states.cut(vendor, by, reason),
      resume: (vendor, by, reason) => states.resume(vendor, by, reason),
      burn: async (vendor, by, reason) => {
        const epoch = grounds.keys.burn(vendor, by, reason);
        await plans.renew();
        grounds.log.write('epoch-burnt', { vendor, count: epoch });
        return epoch;
      },
      waitingFor: (vendor) =>
        queue.depth().reduce((total, { lane, events }) => total + (lane.vendor === vendor ? events : 0), 0),
    }),
    ...planHandlers({
      reload: () => plans.reload(),
      inForce: () => planInForce(plans, config.planFile),
      accepted: () => acceptedPlan(plans, config.planFile),
      candidate: () => candidatePlan(plans, config.planFile),
      usage: () => usageOf(plans),
      setCanary: (ask) => plans.setCanary(ask),
      abortCanary: () => plans.abortCanary(),
      canary: () => canaryOf(plans),
    }),
    ...sealedHandlers(
      sealingForControl(grounds.sealing, grounds.keys.pseudonymiser, () =>
        config.sources.map(({ source }) => source),
      ),
    ),
  };
}

/** The candidate where it decided, or else the plan in force. */
function planThatDecided(plans: PlanHolder, decidedBy: string): ExplainGrounds {
  const candidate = plans.canary.running()?.loaded;
  const { snapshot, plan } = candidate?.snapshot.id === decidedBy ? candidate : plans.state().loaded;
  return { id: snapshot.id, plan };
}

function statusGrounds(grounds: ControlGrounds): StatusGrounds {
  const { plans, queue, states, deliverer, config } = grounds;
  const { loaded, publishedAt, refused } = plans.state();
  return {
    version: grounds.version,
    startedAt: grounds.startedAt,
    plan: {
      id: loaded.snapshot.id,
      publishedAt,
      refused,
      canary: canaryOf(plans),
      canaryEnded: canaryEndOf(plans),
    },
    sources: loaded.snapshot.sources.map(({ source }) => source),
    bytesMax: config.limits.queue.bytesMax,
    sealed: {
      bytes: grounds.sealing.store.bytes(),
      bytesMax: config.limits.seal.bytesMax,
      subjectKeysLeft: grounds.sealing.keysLeft(),
    },
    depths: queue.depth(),
    holds: deliverer.status().map(({ lane, waiting, cause, lastDeliveredAt }): LaneHold => ({
      ...lane,
      held: waiting,
      cause,
      lastDeliveredAt,
    })),
    isCut: (vendor) => states.isCut(vendor),
  };
}

function vendorGrounds({ plans, states }: ControlGrounds): VendorGrounds {
  const { plan, lanes } = plans.state().loaded;
  const changes = new Map(states.changes().map((change) => [change.vendor, change]));
  return {
    plan,
    environmentsOf: (vendor): readonly Environment[] => environmentsOf(lanes, vendor),
    changeOf: (vendor) => {
      const change = changes.get(vendor);
      return change === undefined ? null : { ...change, reason: change.reason ?? '' };
    },
  };
}

/** A vendor that is down is none of them: events are accepted and wait. */
function checksOf({ isAccepting, queue, config }: ControlGrounds): Check[] {
  const bytes = queue.depth().reduce((total, lane) => total + lane.bytes, 0);
  return [
    { name: 'accepting', passed: isAccepting() },
    { name: 'queue-has-room', passed: bytes < config.limits.queue.bytesMax },
  ];
}
