/**
 * The plan and sources in force. A snapshot is whole or not there: it is built aside, checked, and swapped in by one
 * assignment; a bad one is never published, so the last good one stays in force.
 */
import type { Decision, Environment, FieldSet, ReceivedEvent, Source } from '@headgate/core';

import type { PlanUsage } from './plan-usage.ts';

/** The compiled plan of one environment, as the data plane sees it. */
export interface PlanInForce {
  /** Digest of the plan's files. */
  readonly id: string;
  /** Vendors that are connected in this environment; every event ends once for each. */
  readonly vendors: readonly string[];
  /** Pure and synchronous; never throws. */
  readonly decide: (event: ReceivedEvent) => Decision;
  /** The group that quarantined events are sealed to; null where nothing is quarantined. */
  readonly quarantineTo: string | null;
  /** The field set that a clean event names. */
  readonly fieldSet: (id: string) => FieldSet | undefined;
  /** What came under this plan. */
  readonly usage: PlanUsage;
}

export interface SourceInForce {
  readonly source: Source;
  readonly writeKey: string;
  /** Exact origins (`https://shop.example`) whose pages may use this key; null allows any. */
  readonly origins: readonly string[] | null;
  readonly eventsPerSecondMax: number;
}

/** A candidate that decides for a share of subjects, as whole as the plan that decides for the rest. */
export interface CanaryInForce {
  readonly plans: Snapshot['plans'];
  /** Whether an event meets the candidate. The same answer for all events of a subject. */
  readonly meets: (event: ReceivedEvent) => boolean;
}

export interface Snapshot {
  /** Digest of the plan, for logs and `/readyz`. */
  readonly id: string;
  readonly plans: Readonly<Record<Environment, PlanInForce>>;
  readonly sources: readonly SourceInForce[];
  /** Null where no canary runs. In the snapshot, so that both plans are swapped by the same assignment. */
  readonly canary: CanaryInForce | null;
}

/** The one place where the data plane asks for the snapshot in force. */
export interface SnapshotHolder {
  current(): Snapshot;
  publish(next: Snapshot): void;
}

export function createSnapshotHolder(first: Snapshot): SnapshotHolder {
  let inForce = first;
  return {
    current: () => inForce,
    publish: (next) => {
      inForce = next;
    },
  };
}
