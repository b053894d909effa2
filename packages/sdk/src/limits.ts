/** Limits of the queue and of sending; each an option under the same name. */
export interface Limits {
  /** Events that make the queue be sent without waiting. Default 20. */
  readonly flushCount: number;
  /** How long an event waits for company. Default 5,000. */
  readonly flushMs: number;
  /** Events that may wait; of more, the oldest are dropped. Default 500. */
  readonly queueCountMax: number;
  /** Bytes of JSON that may wait. Default 200,000. */
  readonly queueBytesMax: number;
  /** Of one event, in bytes of JSON. Default 16,000; at most `batchBytesMax`. */
  readonly eventBytesMax: number;
  /** Of one request. Default 28,000: two fit into the 64 KiB that a page may leave behind (https://fetch.spec.whatwg.org/#http-network-or-cache-fetch). */
  readonly batchBytesMax: number;
  /** How long an event may wait in all. Default one day. */
  readonly ageMaxMs: number;
  /** Answers of 408, 429 or 5xx after which a batch is dropped. No answer at all is not counted. Default 10. */
  readonly attemptsMax: number;
  /** First wait after a failure, doubled by each further one. Default 1,000. */
  readonly retryMs: number;
  /** The longest such wait. Default five minutes. */
  readonly retryMaxMs: number;
  /** The longest wait that `Retry-After` can ask for. Default one hour. */
  readonly retryAfterMaxMs: number;
  /** How long an answer may take. Default 10,000. */
  readonly timeoutMs: number;
}

export const LIMITS: Limits = {
  flushCount: 20,
  flushMs: 5e3,
  queueCountMax: 500,
  queueBytesMax: 2e5,
  eventBytesMax: 16e3,
  batchBytesMax: 28e3,
  ageMaxMs: 864e5,
  attemptsMax: 10,
  retryMs: 1e3,
  retryMaxMs: 3e5,
  retryAfterMaxMs: 36e5,
  timeoutMs: 1e4,
};
