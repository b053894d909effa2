/**
 * Times inside a message. A vendor's time is coarsened, and it would be of no use if the times of breadcrumbs and spans told
 * it to the microsecond: they are read as distances from the event's own time, in milliseconds, and written back so.
 */
import type { Json } from '../../event.ts';
import { readTime } from '../read-value.ts';

/** Below this a number counts seconds, as all of Sentry's do. */
const SECONDS_MAX = 1e11;

/** Microseconds since 1970 of a number of seconds or an ISO 8601 text; null for all else. */
export function readMicroseconds(value: Json | undefined): number | null {
  if (typeof value === 'number' && value > 0 && value < SECONDS_MAX) return Math.round(value * 1e6);
  const milliseconds = readTime(value);
  return milliseconds === null ? null : milliseconds * 1000;
}

/** Milliseconds from one time to another, both in microseconds. */
export function millisecondsBetween(from: number, to: number): number {
  return (to - from) / 1000;
}

/** Seconds since 1970, to the microsecond, `offsetMs` after a time in milliseconds. */
export function secondsAfter(timeMs: number, offsetMs: number): number {
  return Math.round(timeMs * 1000 + offsetMs * 1000) / 1e6;
}
