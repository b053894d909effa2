import { z } from 'zod';
import { defineTransform, oneTierLower } from '../transform.ts';

/** Covers the middle of a string. A string too short to keep anything hidden is covered whole. */
export const mask = defineTransform({
  name: 'mask',
  params: z.strictObject({
    keep_first: z.int().min(0).max(64).default(0),
    keep_last: z.int().min(0).max(64).default(0),
    with: z.string().length(1).default('*'),
  }),
  form: 'coarse',
  takes: ['string'],
  tierAfter: oneTierLower,
  make: (params) => (value) => {
    if (typeof value !== 'string') return undefined;
    const points = Array.from(value);
    const kept = params.keep_first + params.keep_last;
    // At least half stays covered: keeping 4 of 5 characters would be no mask.
    if (kept * 2 > points.length) return params.with.repeat(points.length);
    const first = points.slice(0, params.keep_first).join('');
    const last = params.keep_last === 0 ? '' : points.slice(-params.keep_last).join('');
    return first + params.with.repeat(points.length - kept) + last;
  },
});
