/** What ingest counts. All labels come from closed lists or from the operator's own configuration. */
import type { Outcome, Refusal } from '@headgate/core';

/** Why a request never reached a protocol. */
export const TURN_AWAYS = {
  'unknown-path': { status: 404, meaning: 'No protocol has an endpoint at this path.' },
  'wrong-method': { status: 405, meaning: 'The endpoint does not take this method.' },
  'wrong-host': { status: 421, meaning: 'The Host header names none of the configured hosts.' },
  'bad-request': { status: 400, meaning: 'The bytes are not HTTP.' },
  'headers-too-large': {
    status: 431,
    meaning: 'Request line and headers are larger, or the headers more, than the limit.',
  },
  'headers-too-slow': { status: 408, meaning: 'The headers took longer than the limit.' },
  failed: { status: 500, meaning: 'The gateway failed before a protocol could answer. A bug.' },
} as const satisfies Readonly<Record<string, { status: number; meaning: string }>>;

export type TurnAway = keyof typeof TURN_AWAYS;

export interface IngestMetrics {
  /** Messages stored or ended by policy; called once a request is durable. */
  accepted(protocol: string, count: number): void;
  /** Events that were sealed for review; called once they are durable. */
  quarantined(count: number): void;
  /** Events that ended before the queue, for one vendor. */
  ended(vendor: string, outcome: Outcome, count: number): void;
  /** A request that its protocol refused as a whole. */
  refused(protocol: string, refusal: Refusal): void;
  turnedAway(reason: TurnAway): void;
  /** The client left before its body was complete, or a connection was closed because there are too many. */
  lost(reason: 'aborted' | 'connections'): void;
}
