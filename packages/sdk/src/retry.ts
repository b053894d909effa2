/** What an answer means, and how long to wait. Pure. */
import type { Limits } from './limits.ts';

export interface Answer {
  /** 0 where none came. */
  readonly status: number;
  /** `Retry-After` as it came. */
  readonly retryAfter: string | null;
}

export type Verdict = 'sent' | 'refused' | 'again';

/** 408, 429, 5xx and silence are tried again; every other refusal would be the same the next time. */
export function judge(status: number): Verdict {
  if (status >= 200 && status < 300) return 'sent';
  return status === 0 || status === 408 || status === 429 || status >= 500 ? 'again' : 'refused';
}

/**
 * Milliseconds to wait after the `failures`-th failure in a row, counted from 1: what `Retry-After` says (seconds or a
 * date, RFC 9110 §10.2.3), and never less than the backoff, of which half is by chance. `random` is in [0, 1).
 */
export function waitMs(
  failures: number,
  retryAfter: string | null,
  limits: Pick<Limits, 'retryMs' | 'retryMaxMs' | 'retryAfterMaxMs'>,
  { now, random }: { readonly now: number; readonly random: number },
): number {
  const backoff = Math.min(limits.retryMaxMs, limits.retryMs * 2 ** (failures - 1)) * (0.5 + random / 2);
  const asked = retryAfter ? +retryAfter * 1e3 || Date.parse(retryAfter) - now || 0 : 0;
  return Math.max(backoff, Math.min(asked, limits.retryAfterMaxMs));
}
