/** Which approvals of a forge are approvals by reviewers of the plan, and why the others are not. */
import type { Role } from '../../diff/change.ts';
import type { ForgeApproval, SigningRole } from '../review.ts';
import { isSameLogin, whoOwns } from '../reviewers.ts';
import type { Reviewers } from '../reviewers.ts';
import type { ForgeRequest, ForgeState, ForgeVerdict } from './forge-request.ts';

export type NotTaken = Exclude<ForgeState, 'approved'> | 'by-author' | 'unknown-login' | 'no-role-asked';

export interface TakenApprovals {
  /** The reviewer whose account made the request, else the account, else nobody known. */
  readonly author: string;
  /** One for each role that is asked and that the person has; a person still counts for one role alone. */
  readonly taken: readonly ForgeApproval[];
  readonly refused: readonly { readonly login: string | null; readonly reason: NotTaken }[];
}

export interface TakeParts {
  readonly required: readonly Role[];
  /** Teams that are asked as owners. */
  readonly owners: readonly string[];
  /** Those of the plan in force. */
  readonly reviewers: Reviewers;
  /** For how long an approval lasts, in milliseconds. */
  readonly lastsMs: number;
}

export function takeApprovals(request: ForgeRequest, parts: TakeParts): TakenApprovals {
  const author = authorOf(request, parts.reviewers);
  const taken: ForgeApproval[] = [];
  const refused: { login: string | null; reason: NotTaken }[] = [];
  for (const verdict of request.verdicts) {
    const found = approvalsOf(verdict, request, parts);
    if (typeof found === 'string') refused.push({ login: verdict.login, reason: found });
    else taken.push(...found);
  }
  return { author, taken, refused };
}

function approvalsOf(
  { login, state, at }: ForgeVerdict,
  { forge, request, commit, author }: ForgeRequest,
  { required, owners, reviewers, lastsMs }: TakeParts,
): readonly ForgeApproval[] | NotTaken {
  if (state !== 'approved') return state;
  if (at === null) return 'undated';
  // Who is not known may be anybody, the author too.
  if (login === null || author === null) return 'unknown-login';
  if (isSameLogin(login, author)) return 'by-author';
  const person = reviewers.reviewers.find((each) => isSameLogin(each.forge?.[forge] ?? '', login));
  if (person === undefined) return 'unknown-login';
  const until = new Date(Date.parse(at) + lastsMs).toISOString();
  const isOwner = owners.some((team) => whoOwns(reviewers, team).includes(person.by));
  const roles: readonly SigningRole[] = [
    ...required.filter((role) => person.roles.includes(role)),
    ...(isOwner ? (['owner'] as const) : []),
  ];
  if (roles.length === 0) return 'no-role-asked';
  return roles.map((role) => ({ forge, request, commit, login, role, by: person.by, at, until }));
}

function authorOf({ forge, author }: ForgeRequest, { reviewers }: Reviewers): string {
  if (author === null) return `unknown at ${forge}`;
  const person = reviewers.find((each) => isSameLogin(each.forge?.[forge] ?? '', author));
  return person?.by ?? `${author} at ${forge}`;
}
