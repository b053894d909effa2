/**
 * What came since a plan was put in force, by planned event: counts and times, no values. It belongs to the plan in force and
 * goes with it, so a restart and another plan begin anew. No larger than the plan has events.
 */

/** Times are milliseconds since 1970. */
export interface EventUsage {
  readonly events: number;
  /** Of those, how many broke the plan. */
  readonly violations: number;
  readonly first: number;
  readonly last: number;
}

export interface UsageCount {
  readonly events: number;
  readonly violations: number;
}

export interface PlanUsage {
  /** `null` stands for what is no planned event. */
  add(event: string | null, count: UsageCount, at: number): void;
  read(): ReadonlyMap<string | null, EventUsage>;
}

export function createPlanUsage(): PlanUsage {
  const byEvent = new Map<string | null, EventUsage>();
  return {
    add: (event, { events, violations }, at) => {
      const was = byEvent.get(event) ?? { events: 0, violations: 0, first: at, last: at };
      byEvent.set(event, {
        events: was.events + events,
        violations: was.violations + violations,
        first: Math.min(was.first, at),
        last: Math.max(was.last, at),
      });
    },
    read: () => byEvent,
  };
}
