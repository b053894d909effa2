/**
 * How long one person keeps one pseudonym at a vendor, and which key an event is under.
 *
 * `contract`: the same until the vendor's epoch is burnt. `daily`: the same for one UTC day. `session`: the same for one session
 * within one UTC day. The keys of `daily` and `session` are random for each day and are deleted, so which day an event belongs
 * to is decided here, from the event alone: its own day where that is the day it was received or the day before, else none.
 * An event that is older has no key any more: it goes without the identifier. One whose clock is ahead counts as today's.
 */
import type { ReceivedEvent } from '../event.ts';

/** Narrow to wide: how long a pseudonym lives. */
export const EPOCHS = ['session', 'daily', 'contract'] as const;
export type Epoch = (typeof EPOCHS)[number];

/** Names a kind of identifier: equal values of one domain get equal pseudonyms. */
export const DOMAIN_PATTERN = /^[a-z][a-z0-9_]{0,31}$/;

export interface EpochPolicy {
  readonly epoch: Epoch;
  /** Pseudonym domain → its own epoch. */
  readonly domains: ReadonlyMap<string, Epoch>;
}

/** What the key of an event depends on. */
export interface Moment {
  /** Days since 1970, UTC; null where no key may be used. */
  readonly day: number | null;
  /** The sender's own session id, `context.sessionId`; null where there is none. Raw: only for deriving keys. */
  readonly session: string | null;
}

/** Gives the token, or null where there is no key for it. */
export type MomentToken = (value: string, moment: Moment) => string | null;

export const NO_MOMENT: Moment = Object.freeze({ day: null, session: null });
const DAY_MS = 86_400_000;

export function epochFor(policy: EpochPolicy, domain: string): Epoch {
  return policy.domains.get(domain) ?? policy.epoch;
}

/** Whether every pseudonym of the policy is stable, so that tokens may be remembered. */
export function isStable(policy: EpochPolicy): boolean {
  return policy.epoch === 'contract' && [...policy.domains.values()].every((each) => each === 'contract');
}

export function momentOf(event: Pick<ReceivedEvent, 'time' | 'receivedAt' | 'context'>): Moment {
  const received = Math.floor(event.receivedAt / DAY_MS);
  const own = Math.min(Math.floor(event.time / DAY_MS), received);
  return { day: own >= received - 1 ? own : null, session: sessionOf(event.context['sessionId']) };
}

/** Some SDKs number their sessions by the moment of their start. */
function sessionOf(value: unknown): string | null {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  return typeof value === 'string' && value !== '' ? value : null;
}
