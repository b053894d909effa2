/** Whether a change has the approvals that it needs: bound to this very change, signed, in time, by different people. */
import type { Role, RoleCounts } from '../diff/change.ts';
import type { Digest } from './digest-plan.ts';
import { BREAK_GLASS_HOURS, reviewPayload } from './review.ts';
import type { Decision, ForgeApproval, Review, SigningRole } from './review.ts';
import { isSameLogin, whoMaySign, whoOwns } from './reviewers.ts';
import type { Forge, Reviewers } from './reviewers.ts';

/** Who must agree to a change. */
export interface Asked {
  /** The union over all differences, of the plan and of its reviewers. */
  readonly roles: readonly Role[];
  /** Teams of which one must sign as owner; none where the reviewers in force do not ask owners. */
  readonly owners: readonly string[];
  /** Of roles that this change asks more than one person of. */
  readonly min: RoleCounts;
  /** Whether a review has to name who watches an event that is not to end (J03). */
  readonly needsMonitor: boolean;
}

export interface ReviewQuestion extends Omit<Asked, 'roles'> {
  readonly base: Digest | null;
  readonly head: Digest;
  readonly required: readonly Role[];
  readonly reviews: readonly Review[];
  /** Those of the base: nobody lets himself in. */
  readonly reviewers: Reviewers;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly verify: Verify;
}

/** Whether the signature over the text is by this public key. */
export type Verify = (text: string, signature: string, publicKey: string) => boolean;

/** Why a decision does not count. */
export type Fault =
  | 'other-change'
  | 'by-author'
  | 'not-in-role'
  | 'bad-signature'
  | 'expired'
  | 'from-the-future'
  | 'too-long'
  | 'forge-not-counted'
  | 'other-login'
  | 'no-monitor';

/** An approval that counts: signed with a key of the person, or given in a forge. */
export interface Approval {
  readonly role: SigningRole;
  readonly by: string;
  readonly until: string;
  readonly via: 'key' | Forge;
}

/** One decision or approval of a review, by itself. */
export interface JudgedDecision {
  readonly role: SigningRole;
  readonly by: string;
  readonly verdict: Decision['verdict'];
  readonly until: string;
  readonly via: Approval['via'];
  /** Null where it counts. */
  readonly fault: Fault | null;
}

export interface Judgement {
  /** Approvals that count, each for one role. */
  readonly approvals: readonly Approval[];
  /** Roles that still lack approvals, with those who could give them. */
  readonly missing: readonly {
    readonly role: Role;
    readonly lacking: number;
    readonly who: readonly string[];
  }[];
  /** Teams of owners that still have to agree, with those who could. */
  readonly missingOwners: readonly { readonly team: string; readonly who: readonly string[] }[];
  readonly rejections: readonly { readonly role: SigningRole; readonly by: string }[];
  readonly faults: readonly { readonly role: SigningRole; readonly by: string; readonly fault: Fault }[];
  /** Set where somebody broke the glass: the plan may run until then although approvals are missing. */
  readonly brokenGlass: { readonly by: string; readonly until: number } | null;
  /** When the first approval that counts runs out; null where there is none. Milliseconds since 1970. */
  readonly validUntil: number | null;
  /** Nothing is missing and nobody rejected. */
  readonly isApproved: boolean;
}

/** Breaking the glass is for those who answer for the damage. */
const MAY_BREAK_GLASS: ReadonlySet<Role> = new Set(['security', 'privacy']);
const HOUR_MS = 3_600_000;

/** Judges all reviews of one change. */
export function judgeReviews(question: ReviewQuestion): Judgement {
  const { reviews, required, reviewers } = question;
  const judged = reviews.flatMap((review) => judgeDecisions(review, question));
  const sound = judged.filter(({ fault }) => fault === null);
  const faults = judged.flatMap(({ role, by, fault }) => (fault === null ? [] : [{ role, by, fault }]));
  const rejections = sound
    .filter(({ verdict }) => verdict === 'reject')
    .map(({ role, by }) => ({ role, by }));
  const approving = sound
    .filter(({ verdict }) => verdict === 'approve')
    .map(({ role, by, until, via }): Approval => ({ role, by, until, via }));
  const seats = required.flatMap((role) => Array.from({ length: seatsOf(role, question) }, () => role));
  const seated = seat(seats, approving);
  const owned = ownersAmong(approving, question);
  const approvals = [...seated.filter((each) => each !== null), ...owned.approvals];
  const missing = [...new Set(required)].flatMap((role) => {
    const lacking = seats.filter((each, at) => each === role && seated[at] === null).length;
    return lacking === 0 ? [] : [{ role, lacking, who: whoMaySign(reviewers, role) }];
  });
  const untils = approvals.map(({ until }) => Date.parse(until));
  return {
    approvals,
    missing,
    missingOwners: owned.missing,
    rejections,
    faults,
    brokenGlass: lastBroken(sound),
    validUntil: untils.length === 0 ? null : Math.min(...untils),
    isApproved: missing.length === 0 && owned.missing.length === 0 && rejections.length === 0,
  };
}

/** Every decision and approval of one record, each by itself: whether it counts does not depend on the others. */
export function judgeDecisions(review: Review, question: ReviewQuestion): readonly JudgedDecision[] {
  const signed = review.decisions.map((decision): JudgedDecision => {
    const { role, by, verdict, until } = decision;
    return { role, by, verdict, until, via: 'key', fault: faultOf(review, decision, question) };
  });
  const given = (review.forge ?? []).map((approval): JudgedDecision => {
    const { role, by, until, forge: via } = approval;
    const fault = forgeFaultOf(review, approval, question) ?? monitorFault(review, question);
    return { role, by, verdict: 'approve', until, via, fault };
  });
  return [...signed, ...given];
}

/**
 * As many as the reviewers ask of the role, or as the change does. Where fewer have the role than the change asks, all of them:
 * a plan with one person for security must be able to let in a second.
 */
function seatsOf(role: Role, { min, reviewers }: ReviewQuestion): number {
  const usual = reviewers.min[role] ?? 1;
  return Math.max(usual, Math.min(min[role] ?? 1, whoMaySign(reviewers, role).length));
}

function faultOf(review: Review, decision: Decision, question: ReviewQuestion): Fault | null {
  const { change } = review;
  if (change.base !== question.base || change.head !== question.head) return 'other-change';
  if (isBarredAuthor(decision, change)) return 'by-author';
  const signer = question.reviewers.reviewers.find(({ by }) => by === decision.by);
  if (signer === undefined || !mayAct(signer, decision.role, question)) return 'not-in-role';
  const payload = reviewPayload(review, decision);
  if (!signer.keys.some((key) => question.verify(payload, decision.signature, key))) return 'bad-signature';
  if (Date.parse(decision.until) <= question.now) return 'expired';
  if (Date.parse(decision.at) > question.now) return 'from-the-future';
  if (decision.verdict === 'break-glass') return glassFault(decision);
  return decision.verdict === 'approve' ? monitorFault(review, question) : null;
}

function monitorFault({ answers }: Review, { needsMonitor }: ReviewQuestion): Fault | null {
  return needsMonitor && answers.monitor === undefined ? 'no-monitor' : null;
}

/** Whose account approved is judged again here: the record is only a claim of who brought it. */
function forgeFaultOf({ change }: Review, given: ForgeApproval, question: ReviewQuestion): Fault | null {
  if (change.base !== question.base || change.head !== question.head) return 'other-change';
  if (question.reviewers.forge_approvals !== true) return 'forge-not-counted';
  if (given.by === change.author) return 'by-author';
  const person = question.reviewers.reviewers.find(({ by }) => by === given.by);
  if (person === undefined || !mayAct(person, given.role, question)) return 'not-in-role';
  if (!isSameLogin(person.forge?.[given.forge] ?? '', given.login)) return 'other-login';
  if (Date.parse(given.until) <= question.now) return 'expired';
  return Date.parse(given.at) > question.now ? 'from-the-future' : null;
}

/** An owner says yes to the own event and is no second pair of eyes, so whoever made the change may be the owner that signs. */
function isBarredAuthor({ by, role, verdict }: Decision, { author }: Review['change']): boolean {
  return by === author && role !== 'owner' && verdict !== 'break-glass';
}

function mayAct(
  person: Reviewers['reviewers'][number],
  role: SigningRole,
  { owners, reviewers }: ReviewQuestion,
): boolean {
  if (role !== 'owner') return person.roles.includes(role);
  return owners.some((team) => whoOwns(reviewers, team).includes(person.by));
}

/** One signature of each team; somebody who is of two teams signs for both. */
function ownersAmong(
  approving: readonly Approval[],
  { owners, reviewers }: ReviewQuestion,
): { readonly approvals: readonly Approval[]; readonly missing: Judgement['missingOwners'] } {
  const approvals = new Set<Approval>();
  const missing: { team: string; who: readonly string[] }[] = [];
  for (const team of owners) {
    const who = whoOwns(reviewers, team);
    const approval = approving.find(({ role, by }) => role === 'owner' && who.includes(by));
    if (approval === undefined) missing.push({ team, who });
    else approvals.add(approval);
  }
  return { approvals: [...approvals], missing };
}

function glassFault({ role, at, until }: Decision): Fault | null {
  if (role === 'owner' || !MAY_BREAK_GLASS.has(role)) return 'not-in-role';
  return Date.parse(until) - Date.parse(at) > BREAK_GLASS_HOURS * HOUR_MS ? 'too-long' : null;
}

function lastBroken(sound: readonly JudgedDecision[]): Judgement['brokenGlass'] {
  const broken = sound
    .filter(({ verdict }) => verdict === 'break-glass')
    .map(({ by, until }) => ({ by, until: Date.parse(until) }));
  return broken.toSorted((left, right) => right.until - left.until)[0] ?? null;
}

/**
 * Gives every seat a decision of its role, so that no person sits twice and as many seats as can be are taken: somebody who
 * signed for two roles counts for the one that nobody else can fill (augmenting paths in a bipartite graph).
 */
function seat(seats: readonly Role[], decisions: readonly Approval[]): readonly (Approval | null)[] {
  const taken: (Approval | null)[] = seats.map(() => null);
  const seatOf = new Map<string, number>();
  const place = (at: number, tried: Set<string>): boolean => {
    for (const decision of decisions) {
      if (decision.role !== seats[at] || tried.has(decision.by)) continue;
      tried.add(decision.by);
      const other = seatOf.get(decision.by);
      if (other !== undefined && !place(other, tried)) continue;
      taken[at] = decision;
      seatOf.set(decision.by, at);
      return true;
    }
    return false;
  };
  for (let at = 0; at < seats.length; at++) place(at, new Set());
  return taken;
}
