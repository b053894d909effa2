/**
 * The latest events, for `explain`: what was decided, without any value.
 *
 * State: a ring of `max` records and an index by the name of the event. Names are digests of the sender's message ids
 * under a secret of this run, so that a dump of this memory does not give the ids back. The same id again replaces the
 * earlier record in the index. A crash forgets everything.
 */
import type { TappedEvent } from '@headgate/api';
import type { Decision, FieldSet, ReceivedEvent } from '@headgate/core';
import { hash } from 'node:crypto';

/** Findings, and remarks, that are kept of one event: a single text may hold a million findings, and `max` events are kept. */
const DETAILS_MAX = 100;

export interface RecentEvent {
  readonly name: string;
  readonly event: Pick<TappedEvent, 'at' | 'call' | 'operation' | 'protocol' | 'source' | 'environment'>;
  /** Id of the snapshot that decided it. */
  readonly plan: string;
  readonly planned: string | null;
  readonly findings: Decision['findings'];
  readonly remarks: Decision['remarks'];
  readonly vendors: readonly {
    readonly vendor: string;
    readonly status: TappedEvent['vendors'][number]['status'];
    /** What the vendor gets; null where it gets nothing. */
    readonly set: FieldSet | null;
  }[];
}

/** The plan that decided an event. */
interface DecidingPlan {
  /** Id of its snapshot. */
  readonly id: string;
  readonly fieldSet: (id: string) => FieldSet | undefined;
}

export interface RecentEvents {
  add(event: ReceivedEvent, decision: Decision, plan: DecidingPlan): void;
  /** `id` is the sender's message id. */
  find(id: string): RecentEvent | null;
  /** When the oldest of them came, milliseconds since 1970; null when there is none. */
  oldest(): number | null;
  /** Forgets those that came before a time; gives back how many. */
  forget(before: number): number;
}

export interface RecentParts {
  readonly nameOf: (id: string) => string;
  readonly statusOf: (decided: Decision['vendors'][number]) => RecentEvent['vendors'][number]['status'];
  /** Events remembered. */
  readonly max: number;
}

export function createRecentEvents({ nameOf, statusOf, max }: RecentParts): RecentEvents {
  const ring: (RecentEvent | undefined)[] = [];
  const byName = new Map<string, RecentEvent>();
  let next = 0;
  return {
    add: (event, decision, plan) => {
      const record = recordOf(event, decision, { name: nameOf(event.id), plan, statusOf });
      const oldest = ring[next];
      if (oldest !== undefined && byName.get(oldest.name) === oldest) byName.delete(oldest.name);
      ring[next] = record;
      byName.set(record.name, record);
      next = (next + 1) % max;
    },
    find: (id) => byName.get(nameOf(id)) ?? byName.get(id) ?? null,
    oldest: () => {
      const times = ring.flatMap((record) => record?.event.at ?? []);
      return times.reduce<number | null>(
        (oldest, at) => (oldest === null || at < oldest ? at : oldest),
        null,
      );
    },
    forget: (before) => {
      let gone = 0;
      for (const [at, record] of ring.entries()) {
        if (record === undefined || record.event.at >= before) continue;
        if (byName.get(record.name) === record) byName.delete(record.name);
        ring[at] = undefined;
        gone += 1;
      }
      return gone;
    },
  };
}

/** Makes the names of events: 12 hex digits, the same for the same id as long as the secret is. */
export function createEventNames(secret: string): (id: string) => string {
  return (id) => hash('sha256', `${secret}${id}`, 'hex').slice(0, 12);
}

function recordOf(
  event: ReceivedEvent,
  decision: Decision,
  of: { readonly name: string; readonly plan: DecidingPlan; readonly statusOf: RecentParts['statusOf'] },
): RecentEvent {
  return {
    name: of.name,
    plan: of.plan.id,
    event: {
      at: event.receivedAt,
      call: event.call,
      operation: event.operation,
      protocol: event.protocol,
      source: event.source.id,
      environment: event.source.environment,
    },
    planned: decision.planned,
    findings: decision.findings.slice(0, DETAILS_MAX),
    remarks: decision.remarks.slice(0, DETAILS_MAX),
    vendors: decision.vendors.map((each) => {
      const status = of.statusOf(each);
      const isSent = each.kind === 'routed' && status === 'routed';
      return {
        vendor: each.vendor,
        status,
        set: isSent ? (of.plan.fieldSet(each.event.fields) ?? null) : null,
      };
    }),
  };
}
