/** The state of the whole gateway as one answer. Pure. */
import type { CanaryAnswer, CanaryEndAnswer, StatusAnswer } from '@headgate/api';
import type { Environment, Issue } from '@headgate/core';
import type { LaneDepth } from '../../queue/queue.ts';

/** The plan in force, and the reload that failed since, if any. */
interface PlanStatus {
  readonly id: string;
  readonly publishedAt: number;
  readonly refused: { readonly at: number; readonly issues: readonly Issue[] } | null;
  readonly canary: CanaryAnswer | null;
  readonly canaryEnded: CanaryEndAnswer | null;
}

/** How the delivery of a lane stands. */
export interface LaneHold {
  readonly vendor: string;
  readonly environment: Environment;
  readonly held: 'cut' | 'failing' | 'unauthorised' | 'asked' | null;
  readonly cause: string | null;
  readonly lastDeliveredAt: number | null;
}

export interface StatusGrounds {
  readonly version: string;
  readonly startedAt: number;
  readonly plan: PlanStatus;
  readonly sources: readonly { readonly id: string; readonly environment: Environment }[];
  readonly bytesMax: number;
  readonly sealed: StatusAnswer['sealed'];
  /** Of lanes that were ever used. */
  readonly depths: readonly LaneDepth[];
  /** Of lanes that are connected. */
  readonly holds: readonly LaneHold[];
  readonly isCut: (vendor: string) => boolean;
}

/** Connected lanes, and those that are no longer but still hold events. */
export function describeStatus(grounds: StatusGrounds): StatusAnswer {
  const { depths, holds, plan } = grounds;
  const orphans = depths.filter(
    ({ lane, events, dead }) => events + dead > 0 && holds.every((hold) => !isLane(hold, lane)),
  );
  const lanes = [
    ...holds,
    ...orphans.map(({ lane }): LaneHold => ({ ...lane, held: null, cause: null, lastDeliveredAt: null })),
  ];
  return {
    version: grounds.version,
    startedAt: grounds.startedAt,
    plan: {
      id: plan.id,
      publishedAt: plan.publishedAt,
      refused: plan.refused === null ? null : { at: plan.refused.at, issues: [...plan.refused.issues] },
      canary: plan.canary,
      canaryEnded: plan.canaryEnded,
    },
    sources: grounds.sources.map(({ id, environment }) => ({ source: id, environment })),
    queue: {
      events: sum(depths.map(({ events }) => events)),
      bytes: sum(depths.map(({ bytes }) => bytes)),
      bytesMax: grounds.bytesMax,
    },
    sealed: grounds.sealed,
    lanes: lanes.map((lane) => describeLane(lane, grounds)),
  };
}

function describeLane(hold: LaneHold, { depths, isCut }: StatusGrounds): StatusAnswer['lanes'][number] {
  const depth = depths.find(({ lane }) => isLane(hold, lane));
  return {
    vendor: hold.vendor,
    environment: hold.environment,
    state: isCut(hold.vendor) ? 'cut' : 'flowing',
    waiting: depth?.events ?? 0,
    bytes: depth?.bytes ?? 0,
    oldestAt: depth?.oldestAt ?? null,
    dead: depth?.dead ?? 0,
    deadForgotten: depth?.deadForgotten ?? 0,
    held: hold.held,
    cause: hold.cause,
    lastDeliveredAt: hold.lastDeliveredAt,
  };
}

function isLane(hold: LaneHold, lane: LaneDepth['lane']): boolean {
  return hold.vendor === lane.vendor && hold.environment === lane.environment;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
