/** Who may sign which reviews: `reviewers.yaml` beside the plan. It is part of the plan's digest, so changing it is reviewed too. */
import { z } from 'zod';
import { ROLES } from '../diff/change.ts';
import type { Role } from '../diff/change.ts';

const SSH_KEY = /^ssh-ed25519 [A-Za-z0-9+/]+={0,2}(?: .*)?$/;

/** The file as written. */
export const writtenReviewers = z.strictObject({
  apiVersion: z.literal('headgate/v1'),
  kind: z.literal('reviewers'),
  /** Approvals that a role needs. Default 1 each. */
  min: z.partialRecord(z.enum(ROLES), z.int().min(1).max(10)).default({}),
  reviewers: z
    .array(
      z.strictObject({
        /** The name that stands in reviews, mostly an address of e-mail. */
        by: z.string().min(1).max(200),
        roles: z.array(z.enum(ROLES)).min(1),
        /** Public keys as `ssh-keygen` writes them, type ssh-ed25519 (RFC 8709 §4). */
        keys: z.array(z.string().regex(SSH_KEY, 'must be a public key of type ssh-ed25519')).min(1),
      }),
    )
    .max(1000),
});
export type Reviewers = z.infer<typeof writtenReviewers>;

/** Nobody may review: what stands where there is no file. */
export const NO_REVIEWERS: Reviewers = Object.freeze({
  apiVersion: 'headgate/v1',
  kind: 'reviewers',
  min: {},
  reviewers: [],
});

/** The names of those who may sign for a role. */
export function whoMaySign({ reviewers }: Reviewers, role: Role): readonly string[] {
  return reviewers.filter(({ roles }) => roles.includes(role)).map(({ by }) => by);
}
