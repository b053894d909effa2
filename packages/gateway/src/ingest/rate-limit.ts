/**
 * The rate limit of one source: a token bucket counted in events, as a pure state machine.
 *
 * A request is taken whole. It needs as many tokens as it has events, or a full bucket if it is larger than the
 * bucket, and may leave the bucket in debt: so the mean rate holds, and no request is too large to ever pass.
 */

export interface Bucket {
  /** May be negative: a debt that time pays off. */
  readonly tokens: number;
  /** When `tokens` was right; milliseconds since 1970. */
  readonly at: number;
}

export interface RateLimit {
  /** Tokens gained per second; `Infinity` for no limit, 0 to take nothing. */
  readonly eventsPerSecond: number;
  /** Seconds of the rate that the bucket holds; it always holds one event. */
  readonly burstSeconds: number;
}

export type Taking =
  | { readonly kind: 'taken'; readonly bucket: Bucket }
  /** `waitMs` is `Infinity` when no waiting helps. */
  | { readonly kind: 'wait'; readonly waitMs: number };

/** A full bucket. */
export function fillBucket(limit: RateLimit, now: number): Bucket {
  return { tokens: capacityOf(limit), at: now };
}

/** Takes `count` events out of the bucket, or says how long to wait until they fit. A clock that steps back gains nothing. */
export function takeEvents(bucket: Bucket, limit: RateLimit, count: number, now: number): Taking {
  if (limit.eventsPerSecond === Infinity) return { kind: 'taken', bucket };
  if (limit.eventsPerSecond <= 0) return { kind: 'wait', waitMs: Infinity };

  const capacity = capacityOf(limit);
  const elapsedMs = Math.max(0, now - bucket.at);
  const tokens = Math.min(capacity, bucket.tokens + (elapsedMs / 1000) * limit.eventsPerSecond);
  const needed = Math.min(count, capacity);
  if (tokens >= needed) return { kind: 'taken', bucket: { tokens: tokens - count, at: now } };
  return { kind: 'wait', waitMs: Math.ceil(((needed - tokens) / limit.eventsPerSecond) * 1000) };
}

function capacityOf(limit: RateLimit): number {
  return Math.max(1, limit.eventsPerSecond * limit.burstSeconds);
}
