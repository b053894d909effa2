import { z } from 'zod';
import { defineTransform, oneTierLower } from '../transform.ts';

const UNITS_MS = { second: 1000, minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

/** Rounds a time down. ISO 8601 stays ISO 8601 in UTC; numbers below 10^11 are seconds, others milliseconds. */
export const roundTime = defineTransform({
  name: 'round-time',
  params: z.strictObject({ to: z.enum(['second', 'minute', 'hour', 'day']) }),
  form: 'coarse',
  takes: ['string', 'number', 'integer'],
  tierAfter: oneTierLower,
  make: ({ to }) => {
    const unitMs = UNITS_MS[to];
    return (value) => {
      if (typeof value === 'number') {
        const unit = Math.abs(value) < 1e11 ? unitMs / 1000 : unitMs;
        return Number.isFinite(value) ? Math.floor(value / unit) * unit : undefined;
      }
      if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d/.test(value)) return undefined;
      const time = Date.parse(value);
      return Number.isNaN(time) ? undefined : new Date(Math.floor(time / unitMs) * unitMs).toISOString();
    };
  },
});
