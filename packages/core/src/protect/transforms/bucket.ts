import { z } from 'zod';
import type { Json } from '../../event.ts';
import type { CompiledTransform } from '../transform.ts';
import { defineTransform, oneTierLower } from '../transform.ts';

const SPANS = ['day', 'week', 'month', 'quarter', 'year'] as const;
type Span = (typeof SPANS)[number];

const numeric = z.strictObject({
  bounds: z
    .array(z.number())
    .min(1)
    .max(100)
    .refine((bounds) => bounds.every((bound, at) => at === 0 || bound > (bounds[at - 1] ?? bound)), {
      message: 'bounds must rise',
    }),
});
const date = z.strictObject({ date: z.enum(SPANS) });

/**
 * Numbers become the band they fall in: bounds 0, 20, 50 give `<0`, `0-20`, `20-50` and `50+`; a band holds its lower
 * bound. Dates (ISO 8601 or milliseconds) become the UTC day, ISO week, month, quarter or year.
 */
export const bucket = defineTransform({
  name: 'bucket',
  params: z.union([numeric, date]),
  form: 'coarse',
  takes: ['string', 'number', 'integer'],
  tierAfter: oneTierLower,
  make: (params) => ('bounds' in params ? bands(params.bounds) : spans(params.date)),
});

function bands(bounds: readonly number[]): CompiledTransform {
  const labels = bounds.map((bound, at) => {
    const next = bounds[at + 1];
    return next === undefined ? `${bound}+` : `${bound}-${next}`;
  });
  return (value) => {
    if (typeof value !== 'number' || !Number.isFinite(value)) return undefined;
    let at = -1;
    while (at + 1 < bounds.length && value >= (bounds[at + 1] ?? Infinity)) at += 1;
    return at < 0 ? `<${bounds[0]}` : labels[at];
  };
}

function spans(span: Span): CompiledTransform {
  return (value) => {
    const time = readTime(value);
    return time === null ? undefined : spanOf(new Date(time), span);
  };
}

function spanOf(time: Date, span: Span): string {
  const iso = time.toISOString();
  switch (span) {
    case 'day':
      return iso.slice(0, 10);
    case 'week':
      return isoWeek(time);
    case 'month':
      return iso.slice(0, 7);
    case 'quarter':
      return `${iso.slice(0, 4)}-Q${Math.floor(time.getUTCMonth() / 3) + 1}`;
    case 'year':
      return iso.slice(0, 4);
  }
}

/** ISO 8601 week date: the week belongs to the year of its Thursday. */
function isoWeek(time: Date): string {
  const dayMs = 86_400_000;
  const weekday = (time.getUTCDay() + 6) % 7;
  const thursday = new Date(Math.floor(time.getTime() / dayMs) * dayMs + (3 - weekday) * dayMs);
  const year = thursday.getUTCFullYear();
  const week = Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * dayMs)) + 1;
  return `${year}-W${String(week).padStart(2, '0')}`;
}

const TIME_MAX_MS = 8.64e15;

/** Milliseconds since 1970 of an ISO 8601 date or a number of milliseconds; null for anything else. */
function readTime(value: Json): number | null {
  if (typeof value === 'number') return Math.abs(value) <= TIME_MAX_MS ? value : null;
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d/.test(value)) return null;
  const time = Date.parse(value);
  return Number.isNaN(time) ? null : time;
}
