/** The word `k_gate` of a vendor as people write it. */
import { z } from 'zod';
import { LADDERS } from '../aggregate/ladder.ts';
import { keysOf } from './governance.ts';

/** Fewer would hide nobody: the floor that statistical offices keep. */
const K_MIN = 10;
const K_MAX = 1000;
const L_MIN = 2;
const L_MAX = 100;
const WINDOW_DAYS_MAX = 366;
const FIELDS_MAX = 16;
const TERMS_MAX = 2000;

const path = z
  .string()
  .max(1000)
  .regex(/^(?:context|properties)\../, 'must be a path such as context.locale or properties.plan');

const ladder = z.union([
  z.enum(keysOf(LADDERS)),
  /** Term → the broader one above it. */
  z.record(z.string(), z.string()).refine((terms) => Object.keys(terms).length <= TERMS_MAX, {
    message: `may hold ${TERMS_MAX} terms at most`,
  }),
]);

export const kGate = z.strictObject({
  /** Distinct subjects that must have had a tuple. Default 20; 50 where a field is of tier 4, a special category or typed by people. */
  k: z.int().min(K_MIN).max(K_MAX).optional(),
  /** How long a subject counts. */
  window: z
    .string()
    .regex(/^P[1-9]\d{0,2}[DW]$/, 'must be days or weeks such as P30D')
    .refine((text) => windowDaysOf(text) <= WINDOW_DAYS_MAX, {
      message: `may be ${WINDOW_DAYS_MAX} days at most`,
    })
    .default('P30D'),
  /** Default: what is planned of country, device, plan, language, browser, referrer and region. */
  quasi_identifiers: z.array(path).min(1).max(FIELDS_MAX).optional(),
  ladders: z.record(path, ladder).default({}),
  /** Field whose values must differ among those who share a tuple. */
  sensitive: path.optional(),
  /** Distinct values of it. */
  l: z.int().min(L_MIN).max(L_MAX).default(L_MIN),
});
export type WrittenKGate = z.infer<typeof kGate>;

/** Days of a window such as P30D or P4W. */
export function windowDaysOf(window: string): number {
  return Number.parseInt(window.slice(1), 10) * (window.endsWith('W') ? 7 : 1);
}
