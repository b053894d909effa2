/** What delivers the events of one lane: to a vendor over HTTP, object storage, a Kafka topic, or the local warehouse. */
import type { BatchLimits, CleanEvent } from '@headgate/core';

/** What became of one event: taken, refused for good, or still ours because it was not taken yet. */
export type DeliveryResult = 'delivered' | 'refused' | 'kept';

/** Why events were kept. */
export type Hold =
  /** It may work at another time. `waitMs` is what Retry-After asked for. */
  | { readonly kind: 'later'; readonly waitMs: number | null; readonly cause: HoldCause }
  /** Our credentials, or the place that we were told to write to, are wrong. `status`: of HTTP, or the number of Kafka's error. */
  | { readonly kind: 'unauthorised'; readonly status: number }
  /** There was more to send than one delivery may: go on at once. */
  | { readonly kind: 'more' }
  /** The signal aborted before everything was sent. */
  | { readonly kind: 'stopped' };

/** Closed; goes into logs and status as it is. */
export const HOLD_CAUSES = {
  answer: 'The vendor answered that it cannot take events now.',
  network: 'The connection failed.',
  timeout: 'The vendor took longer than the limit.',
  redirect: 'The vendor answered with a redirect, which is never followed.',
  'unregistered-host': 'The request was for a host that is not registered.',
  'forbidden-address': 'The host resolves to an address that is not allowed.',
  'write-failed': 'The warehouse, or a file on its way to a store, could not be written.',
  internal: 'The sink itself failed. A bug: please report it.',
} as const;

export type HoldCause = keyof typeof HOLD_CAUSES;

export interface Delivery {
  /** One for each event given, by position. */
  readonly results: readonly DeliveryResult[];
  /** Null when nothing was kept. */
  readonly hold: Hold | null;
}

export interface Sink {
  /** How many events and bytes one delivery is given at most. */
  readonly batch: BatchLimits;
  /** How long a lane that was empty gathers events for this sink. Default: the limit of all lanes. */
  readonly lingerMs?: number;
  /**
   * Delivers in order. Once the signal aborts, no new request begins; one under way is waited for, because only its
   * answer tells what the vendor has. Never rejects for what a vendor does.
   */
  deliver(events: readonly CleanEvent[], signal: AbortSignal): Promise<Delivery>;
}
