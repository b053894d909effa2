/** The record of a review: what was decided about one change of a plan, by whom, in which role. One YAML file each. */
import { z } from 'zod';
import { ROLES } from '../diff/change.ts';
import { canonicalJson } from './canonical-json.ts';
import { commitName } from './forge/forge-request.ts';
import { FORGES } from './reviewers.ts';

/** The namespace of the signatures (OpenSSH, PROTOCOL.sshsig): `ssh-keygen -Y sign -n headgate-review`. */
export const SIGNATURE_NAMESPACE = 'headgate-review';
/** Form of what is signed. */
const PAYLOAD_KIND = 'headgate/v2 review';
/** For how long the gate may be broken open, in hours (governance: A21, 72 h). */
export const BREAK_GLASS_HOURS = 72;

const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/, 'must be sha256: and 64 hexadecimal digits');
const text = z.string().min(1).max(4000);
const person = z.string().min(1).max(200);

/** A role, or the owner of an event, who is asked where no role is. */
export const SIGNING_ROLES = [...ROLES, 'owner'] as const;
export type SigningRole = (typeof SIGNING_ROLES)[number];

const decision = z.strictObject({
  role: z.enum(SIGNING_ROLES),
  by: person,
  /** `break-glass` lets the plan through at once, for at most 72 hours, without the other roles. */
  verdict: z.enum(['approve', 'reject', 'break-glass']),
  /** Moment from which on it counts for nothing. */
  until: z.iso.datetime(),
  /** When it was made. */
  at: z.iso.datetime(),
  conditions: z.array(text).default([]),
  /** Armoured SSH signature over `reviewPayload`. */
  signature: z.string().max(10_000),
});
export type Decision = z.infer<typeof decision>;

/** An approval that was given in a forge, as `review import` wrote it down. Nobody signed it: it is worth what its origin is. */
const forgeApproval = z.strictObject({
  forge: z.enum(FORGES),
  /** The request: `org/repo#12`, `org/repo!12`. */
  request: z.string().min(1).max(400),
  /** The commit that was approved, whose plan is the one of the head. */
  commit: commitName,
  /** The account that approved, and the reviewer whose it is. */
  login: z.string().min(1).max(255),
  role: z.enum(SIGNING_ROLES),
  by: person,
  at: z.iso.datetime({ offset: true }),
  /** Moment from which on it counts for nothing. */
  until: z.iso.datetime(),
});
export type ForgeApproval = z.infer<typeof forgeApproval>;

/** One file below `reviews/`. */
export const writtenReview = z.strictObject({
  apiVersion: z.literal('headgate/v1'),
  kind: z.literal('review'),
  change: z.strictObject({
    /** Root of the lock that is in production; null where there is none yet. */
    base: digest.nullable(),
    /** Root of the lock that is reviewed. */
    head: digest,
    /** Who made the change, and so may not approve it. */
    author: person,
  }),
  /** Mozilla's data review request, questions 1 to 4 and 7 (https://wiki.mozilla.org/Data_Collection). */
  answers: z
    .strictObject({
      why: text.optional(),
      alternatives: text.optional(),
      existing_data: text.optional(),
      monitor: text.optional(),
    })
    .default({}),
  decisions: z.array(decision).max(100).default([]),
  /** Counts only where the reviewers in force say so (`forge_approvals`). */
  forge: z.array(forgeApproval).max(500).exactOptional(),
});
export type Review = z.infer<typeof writtenReview>;

/** What a decision is about: the change, and what its author answered for it. */
export type ReviewSubject = Pick<Review, 'change' | 'answers'>;

/**
 * The text that a decision signs, one line: everything that it says, of which change, and what the reviewer was told about it.
 * Its `kind` names the form; a signature over an earlier form, which left the answers out, is one over another text.
 */
export function reviewPayload({ change, answers }: ReviewSubject, made: Omit<Decision, 'signature'>): string {
  const { role, by, verdict, until, at, conditions } = made;
  const said = { ...change, answers, role, by, verdict, until, at, conditions, kind: PAYLOAD_KIND };
  return `${canonicalJson(said)}\n`;
}
