/** Decides the events of one request and adds up what the ledger has to know about them. */
import { VIOLATIONS } from '@headgate/core';
import type { CleanEvent, Decision, Outcome, ReceivedEvent, Source } from '@headgate/core';
import { dayOf } from '../ledger/entry.ts';
import type { LedgerEntry } from '../ledger/entry.ts';
import type { UsageCount } from '../snapshot/plan-usage.ts';
import type { CanaryInForce, PlanInForce } from '../snapshot/snapshot.ts';

/** Whoever looks on as events are decided, such as `headgate tap`. Must not throw, and masks what it shows itself. */
export interface Tap {
  /** Whether anybody listens; while false nothing is called. */
  readonly active: boolean;
  /** `plan` is the one that decided. */
  seen(event: ReceivedEvent, decision: Decision, plan: PlanInForce): void;
}

export interface CollectParts {
  readonly isCut: (vendor: string) => boolean;
  readonly tap: Tap;
  /** Field sets that the journal already defines. */
  readonly fieldSets: ReadonlySet<string>;
}

export interface Batch {
  readonly source: Source;
  readonly plan: PlanInForce;
  /** Null where no canary runs: every event then meets `plan`. */
  readonly canary: CanaryInForce | null;
  readonly events: readonly ReceivedEvent[];
  /** Messages that were no events; each ends as `malformed` for every vendor. */
  readonly malformed: number;
  /** Messages of content that no plan can describe; each ends as `opaque-content` for every vendor. */
  readonly opaque: number;
  /** Milliseconds since 1970; its UTC day is that of all entries. */
  readonly receivedAt: number;
}

export type EndedEntry = Extract<LedgerEntry, { kind: 'ended' }>;

/** What one request leaves behind: stored together or not at all. */
export interface Collected {
  readonly routed: readonly CleanEvent[];
  readonly entries: readonly LedgerEntry[];
  readonly ended: readonly EndedEntry[];
  /** Ids of the field sets that `entries` defines. */
  readonly fieldSets: readonly string[];
  /** For each plan that decided: by id of the planned event; null for what is none. */
  readonly usage: readonly {
    readonly plan: PlanInForce;
    readonly byEvent: ReadonlyMap<string | null, UsageCount>;
  }[];
  /** How many events a stage failed on, and the first thing thrown. */
  readonly failed: { readonly count: number; readonly cause: unknown };
}

/** Sends every event through the plan. Every message is accounted for once per vendor: as routed or as ended. */
export function collect(batch: Batch, parts: CollectParts): Collected {
  const { source } = batch;
  const { all, most, of } = sidesOf(batch);
  const day = dayOf(batch.receivedAt);
  const routed: CleanEvent[] = [];
  const tally = createTally();
  const definitions = new Map<string, LedgerEntry>();
  let failedCount = 0;
  let cause: unknown;

  for (const event of batch.events) {
    const { plan, usage } = of(event);
    const decision = plan.decide(event);
    usage.add(decision.planned, 1, breaksPlan(decision) ? 1 : 0);
    if (parts.tap.active) parts.tap.seen(event, decision, plan);
    if (decision.cause !== undefined && decision.cause !== null) {
      failedCount += 1;
      cause ??= decision.cause;
    }
    for (const verdict of decision.vendors) {
      if (verdict.kind === 'ended') tally.add(verdict.vendor, verdict.outcome, 1);
      else if (parts.isCut(verdict.vendor)) tally.add(verdict.vendor, 'vendor-cut', 1);
      else if (define(verdict.event.fields, plan, parts.fieldSets, definitions)) routed.push(verdict.event);
      else tally.add(verdict.vendor, 'internal', 1);
    }
  }
  endAll(tally, batch.plan.vendors, 'malformed', batch.malformed);
  endAll(tally, batch.plan.vendors, 'opaque-content', batch.opaque);
  most.usage.add(null, batch.malformed, batch.malformed);
  most.usage.add(null, batch.opaque, 0);

  const accepted = countOf(batch);
  const ended = tally.entries(source.environment, day);
  return {
    routed,
    ended,
    entries: [
      { kind: 'accepted', source: source.id, environment: source.environment, day, count: accepted },
      ...ended,
      ...definitions.values(),
    ],
    fieldSets: [...definitions.keys()],
    usage: all.map(({ plan, usage }) => ({ plan, byEvent: usage.byEvent })),
    failed: { count: failedCount, cause },
  };
}

/** How many messages a batch brought, whatever they were. */
export function countOf({ events, malformed, opaque }: Batch): number {
  return events.length + malformed + opaque;
}

/** False when the plan does not know the field set: an event whose fields nobody can name later must not leave. */
function define(
  id: string,
  plan: PlanInForce,
  known: ReadonlySet<string>,
  definitions: Map<string, LedgerEntry>,
): boolean {
  if (known.has(id) || definitions.has(id)) return true;
  const set = plan.fieldSet(id);
  if (set === undefined) return false;
  definitions.set(id, { kind: 'field-set', set });
  return true;
}

/** An event that is not planned has no vendor to end for where none is connected. */
function breaksPlan({ planned, cause, vendors }: Decision): boolean {
  if (planned === null) return cause === undefined || cause === null;
  return vendors.some((each) => each.kind === 'ended' && VIOLATIONS.has(each.outcome));
}

/** A plan that decides, and what came under it. */
interface Side {
  readonly plan: PlanInForce;
  readonly usage: Usage;
}

interface Sides {
  readonly all: readonly Side[];
  /** What is no event of anybody counts here. */
  readonly most: Side;
  /** The one that decides an event. */
  readonly of: (event: ReceivedEvent) => Side;
}

function sidesOf({ plan, canary, source }: Batch): Sides {
  const most = { plan, usage: createUsage() };
  if (canary === null) return { all: [most], most, of: () => most };
  const some = { plan: canary.plans[source.environment], usage: createUsage() };
  return { all: [most, some], most, of: (event) => (canary.meets(event) ? some : most) };
}

interface Usage {
  readonly byEvent: ReadonlyMap<string | null, UsageCount>;
  readonly add: (event: string | null, events: number, violations: number) => void;
}

function createUsage(): Usage {
  const byEvent = new Map<string | null, { events: number; violations: number }>();
  return {
    byEvent,
    add: (event, events, violations) => {
      if (events === 0) return;
      const count = byEvent.get(event);
      if (count === undefined) byEvent.set(event, { events, violations });
      else {
        count.events += events;
        count.violations += violations;
      }
    },
  };
}

/** Messages that never became events end alike for every vendor. */
function endAll(tally: Tally, vendors: readonly string[], outcome: Outcome, count: number): void {
  if (count === 0) return;
  for (const vendor of vendors) tally.add(vendor, outcome, count);
}

interface Tally {
  readonly add: (vendor: string, outcome: Outcome, count: number) => void;
  readonly entries: (environment: Source['environment'], day: string) => readonly EndedEntry[];
}

/** Counts by vendor, then by outcome: two look-ups of strings that already have their hash, and no key is built. */
function createTally(): Tally {
  const byVendor = new Map<string, Map<Outcome, number>>();
  return {
    add: (vendor, outcome, count) => {
      let byOutcome = byVendor.get(vendor);
      if (byOutcome === undefined) {
        byOutcome = new Map();
        byVendor.set(vendor, byOutcome);
      }
      byOutcome.set(outcome, (byOutcome.get(outcome) ?? 0) + count);
    },
    entries: (environment, day) =>
      [...byVendor].flatMap(([vendor, byOutcome]) =>
        [...byOutcome].map(([outcome, count]): EndedEntry => ({
          kind: 'ended',
          vendor,
          environment,
          outcome,
          day,
          count,
        })),
      ),
  };
}
