/** Decides the events of one request and adds up what the ledger has to know about them. */
import { QUARANTINE_CAUSES, VIOLATIONS } from '@headgate/core';
import type {
  CleanEvent,
  Decision,
  Outcome,
  QuarantineCause,
  ReceivedEvent,
  SealedEvent,
  Source,
} from '@headgate/core';
import { dayOf } from '../ledger/entry.ts';
import type { LedgerEntry } from '../ledger/entry.ts';
import type { QuarantinedEvent } from '../queue/quarantined.ts';
import type { UsageCount } from '../snapshot/plan-usage.ts';
import type { CanaryInForce, PlanInForce } from '../snapshot/snapshot.ts';

/** Whoever looks on as events are decided, such as `headgate tap`. Must not throw, and masks what it shows itself. */
export interface Tap {
  /** Whether anybody listens; while false nothing is called. */
  readonly active: boolean;
  /** `plan` is the one that decided. */
  seen(event: ReceivedEvent, decision: Decision, plan: PlanInForce): void;
}

/** Seals an event for review; null when there is no key to seal it with. Must not throw. */
export type Hold = (event: ReceivedEvent, why: HoldReason) => QuarantinedEvent | null;

export interface HoldReason {
  readonly cause: QuarantineCause;
  /** Id of the planned event, or null. */
  readonly planned: string | null;
  /** The recipient group. */
  readonly group: string;
}

export interface CollectParts {
  readonly isCut: (vendor: string) => boolean;
  readonly tap: Tap;
  readonly hold: Hold;
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
  readonly quarantined: readonly QuarantinedEvent[];
  readonly entries: readonly LedgerEntry[];
  /** How many messages it stands for. */
  readonly accepted: number;
  readonly ended: readonly EndedEntry[];
  /** What was sealed of the events; to be durable first. */
  readonly sealed: readonly SealedEvent[];
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
  const collection = startCollection(batch, parts);
  const quarantined: QuarantinedEvent[] = [];
  for (const event of batch.events) {
    const side = collection.sideOf(event);
    const decision = side.plan.decide(event);
    const held = holdIf(event, decision, side.plan, parts.hold);
    if (held !== null) quarantined.push(held);
    const isDropped = decision.quarantine !== null && held === null;
    collection.take(event, isDropped ? withoutHold(decision) : decision, side);
  }
  collection.endAll('malformed', batch.malformed);
  collection.endAll('opaque-content', batch.opaque);
  return { ...collection.finish(countOf(batch)), quarantined };
}

/** What became of an event on its way out of quarantine: accepted anew, or still refused, with the outcome that it would have. */
export type Reviewed =
  { readonly kind: 'accepted' } | { readonly kind: 'refused'; readonly outcome: Outcome };

/** Sends events out of quarantine through the plan. Those that the plan still refuses leave no trace in what is collected. */
export function collectReviewed(
  batch: Batch,
  parts: CollectParts,
): { readonly collected: Collected; readonly reviewed: readonly Reviewed[] } {
  const collection = startCollection(batch, parts);
  const reviewed = batch.events.map((event): Reviewed => {
    const side = collection.sideOf(event);
    const decision = side.plan.decide(event);
    const outcome = refusalOf(decision);
    if (outcome !== null) return { kind: 'refused', outcome };
    collection.take(event, decision, side);
    return { kind: 'accepted' };
  });
  const accepted = reviewed.filter(({ kind }) => kind === 'accepted').length;
  return { collected: { ...collection.finish(accepted), quarantined: [] }, reviewed };
}

function holdIf(
  event: ReceivedEvent,
  decision: Decision,
  plan: PlanInForce,
  hold: Hold,
): QuarantinedEvent | null {
  const { quarantine: cause, planned } = decision;
  const group = plan.quarantineTo;
  return cause === null || group === null ? null : hold(event, { cause, planned, group });
}

/** The same decision where there is nobody to keep the event for: it is dropped. */
function withoutHold(decision: Decision): Decision {
  const outcome = decision.quarantine ?? 'internal';
  const vendors = decision.vendors.map(({ vendor }) => ({ kind: 'ended', vendor, outcome }) as const);
  return { ...decision, vendors, quarantine: null };
}

const REFUSING: readonly Outcome[] = [...QUARANTINE_CAUSES, 'internal'];

/** Why the plan refuses an event altogether; null where at least one vendor gets it, or ends it for a reason of its own. */
function refusalOf({ quarantine, vendors }: Decision): Outcome | null {
  if (quarantine !== null) return quarantine;
  const [first] = vendors;
  // Without a vendor there is nobody to let it out to.
  if (first === undefined) return 'not-for-vendor';
  if (first.kind === 'routed' || !REFUSING.includes(first.outcome)) return null;
  return vendors.every((each) => each.kind === 'ended' && each.outcome === first.outcome)
    ? first.outcome
    : null;
}

interface Collection {
  /** The plan that decides an event. */
  readonly sideOf: (event: ReceivedEvent) => Side;
  /** `side` is the one that decided. */
  readonly take: (event: ReceivedEvent, decision: Decision, side: Side) => void;
  /** Messages that never became events end alike for every vendor. */
  readonly endAll: (outcome: Outcome, count: number) => void;
  readonly finish: (accepted: number) => Omit<Collected, 'quarantined'>;
}

function startCollection(batch: Batch, parts: CollectParts): Collection {
  const { source } = batch;
  const { all, most, of } = sidesOf(batch);
  const day = dayOf(batch.receivedAt);
  const routed: CleanEvent[] = [];
  const sealed: SealedEvent[] = [];
  const tally = createTally();
  const definitions = new Map<string, LedgerEntry>();
  let failedCount = 0;
  let cause: unknown;
  return {
    sideOf: of,
    take: (event, decision, { plan, usage }) => {
      usage.add(decision.planned, 1, breaksPlan(decision) ? 1 : 0);
      if (parts.tap.active) parts.tap.seen(event, decision, plan);
      if (decision.cause !== undefined && decision.cause !== null) {
        failedCount += 1;
        cause ??= decision.cause;
      }
      if (decision.sealed !== null) sealed.push(decision.sealed);
      for (const verdict of decision.vendors) {
        if (verdict.kind === 'ended') tally.add(verdict.vendor, verdict.outcome, 1);
        else if (parts.isCut(verdict.vendor)) tally.add(verdict.vendor, 'vendor-cut', 1);
        else if (define(verdict.event.fields, plan, parts.fieldSets, definitions)) routed.push(verdict.event);
        else tally.add(verdict.vendor, 'internal', 1);
      }
    },
    endAll: (outcome, count) => {
      most.usage.add(null, count, outcome === 'malformed' ? count : 0);
      if (count > 0) for (const vendor of most.plan.vendors) tally.add(vendor, outcome, count);
    },
    finish: (accepted) => {
      const ended = tally.entries(source.environment, day);
      const { id, environment } = source;
      return {
        routed,
        accepted,
        ended,
        sealed,
        entries: [
          { kind: 'accepted', source: id, environment, day, count: accepted },
          ...ended,
          ...definitions.values(),
        ],
        fieldSets: [...definitions.keys()],
        usage: all.map(({ plan, usage }) => ({ plan, byEvent: usage.byEvent })),
        failed: { count: failedCount, cause },
      };
    },
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
function breaksPlan({ planned, cause, quarantine, vendors }: Decision): boolean {
  if (quarantine !== null) return true;
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
