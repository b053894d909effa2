/** What HTTP itself says about an answer, shared by the vendors that speak plain status codes (RFC 9110 §15). */
import type { VendorAnswer, VendorReading } from './vendor.ts';

/**
 * The meaning of the status alone: success is delivered; 401 and 403 are about our credentials; 413 asks for less at a
 * time; 408, 425, 429 and the server's own failures pass; every other answer is a refusal for good.
 */
export function readStatus(answer: VendorAnswer, now: number): VendorReading {
  const { status } = answer;
  if (status >= 200 && status < 300) return { kind: 'delivered' };
  if (status === 401 || status === 403) return { kind: 'unauthorised' };
  if (status === 413) return { kind: 'split' };
  if (status === 408 || status === 425 || status === 429 || status >= 500) {
    return { kind: 'later', waitMs: readRetryAfter(answer.headers['retry-after'], now) };
  }
  return { kind: 'refused' };
}

/** Milliseconds that Retry-After asks for, given as seconds or as a date (RFC 9110 §10.2.3); null when it says nothing. */
function readRetryAfter(header: string | undefined, now: number): number | null {
  if (header === undefined) return null;
  const written = header.trim();
  if (/^\d{1,9}$/.test(written)) return Number(written) * 1000;
  // Every form of HTTP date names the month by letters; without this test `Date.parse` would read bare numbers as years.
  const time = /[a-z]{3}/i.test(written) ? Date.parse(written) : Number.NaN;
  return Number.isNaN(time) ? null : Math.max(0, time - now);
}

/** Basic credentials (RFC 7617) of UTF-8 text. */
export function basicCredentials(user: string, password: string): string {
  const bytes = new TextEncoder().encode(`${user}:${password}`);
  return `Basic ${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))}`;
}
