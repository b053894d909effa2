/** The lock of a plan: its digests, the plan it changes, and what the change is. `plan.lock.json` beside the plan. */
import { z } from 'zod';
import { ROLES, SEMVER_EFFECTS } from '../diff/change.ts';
import type { Role, SemverEffect } from '../diff/change.ts';
import type { Digest, PlanDigests } from './digest-plan.ts';

/** Name of the file. */
export const LOCK_FILE = 'plan.lock.json';

const digest = z.custom<Digest>(
  (value) => typeof value === 'string' && /^sha256:[0-9a-f]{64}$/.test(value),
  'must be sha256: and 64 hexadecimal digits',
);

/** The file as written. */
export const writtenLock = z.strictObject({
  apiVersion: z.literal('headgate/v1'),
  kind: z.literal('lock'),
  plan: z.string(),
  /** Over plan, reviewers and events: what reviews are bound to. */
  root: digest,
  /** Root of the plan that is changed, as it is in production; null for a first plan. */
  base: digest.nullable(),
  /** Computed when the lock was written; the gateway computes them again. */
  change: z.strictObject({
    semver: z.enum(SEMVER_EFFECTS),
    direction: z.enum(['widening', 'narrowing', 'neutral']),
    kinds: z.array(z.string()),
    roles: z.array(z.enum(ROLES)),
  }),
  digests: z.strictObject({ plan: digest, reviewers: digest, events: z.record(z.string(), digest) }),
});
export type Lock = z.infer<typeof writtenLock>;

/** What a change amounts to. */
export interface ChangeSummary {
  readonly semver: SemverEffect;
  readonly direction: Lock['change']['direction'];
  /** Ids of the kinds of change. */
  readonly kinds: readonly string[];
  readonly roles: readonly Role[];
}

/** The lock of a plan with these digests. */
export function makeLock(
  plan: string,
  digests: PlanDigests,
  base: Digest | null,
  { semver, direction, kinds, roles }: ChangeSummary,
): Lock {
  const { root, ...parts } = digests;
  return {
    apiVersion: 'headgate/v1',
    kind: 'lock',
    plan,
    root,
    base,
    change: { semver, direction, kinds: [...new Set(kinds)].toSorted(), roles: [...roles] },
    digests: { ...parts, events: { ...parts.events } },
  };
}
