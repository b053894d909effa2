/** Who may sign which reviews: `reviewers.yaml` beside the plan. It is part of the plan's digest, so changing it is reviewed too. */
import { z } from 'zod';
import { ROLES } from '../diff/change.ts';
import type { Role } from '../diff/change.ts';

const SSH_KEY = /^ssh-ed25519 [A-Za-z0-9+/]+={0,2}(?: .*)?$/;
const TEAM = /^@[A-Za-z0-9_.-]+(?:\/[A-Za-z0-9_.-]+)*$/;
const LOGIN = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,254}$/;

/** Forges whose approvals can be read. */
export const FORGES = ['github', 'gitlab'] as const;
export type Forge = (typeof FORGES)[number];

const login = z.string().regex(LOGIN, 'must be the name of an account').exactOptional();

const reviewer = z
  .strictObject({
    /** The name that stands in reviews, mostly an address of e-mail. */
    by: z.string().min(1).max(200),
    /** None for who only answers for events as their owner. */
    roles: z.array(z.enum(ROLES)),
    /** Public keys as `ssh-keygen` writes them, type ssh-ed25519 (RFC 8709 §4). */
    keys: z.array(z.string().regex(SSH_KEY, 'must be a public key of type ssh-ed25519')).default([]),
    /** Accounts by which the person is known in forges. */
    forge: z.strictObject({ github: login, gitlab: login }).exactOptional(),
  })
  .refine(
    ({ keys, forge }) => keys.length > 0 || forge !== undefined,
    'needs a key or an account of a forge',
  );

/** A group of people as a forge knows it. */
const team = z.strictObject({
  /** As it stands in CODEOWNERS. */
  name: z.string().regex(TEAM, 'must be the name of a team such as @org/privacy'),
  /** Its number at GitHub (`gh api orgs/ORG/teams/SLUG --jq .id`); rulesets take nothing else. */
  id: z.int().positive().exactOptional(),
});
export type Team = z.infer<typeof team>;

/** A team that owns events: as a forge knows it, and who signs for it. */
const ownerTeam = team.partial({ name: true }).extend({
  /** Names of reviewers (`by`), any one of whom signs as owner. */
  people: z.array(z.string().min(1).max(200)).max(100).exactOptional(),
});

/** The file as written. A word that may be missing has no default, so that files from before it keep their digest. */
export const writtenReviewers = z.strictObject({
  apiVersion: z.literal('headgate/v1'),
  kind: z.literal('reviewers'),
  /** Approvals that a role needs. Default 1 each. */
  min: z.partialRecord(z.enum(ROLES), z.int().min(1).max(10)).default({}),
  /** Whether approvals that were given in a forge count as well as signatures do. Default false. */
  forge_approvals: z.boolean().exactOptional(),
  /** Whether what only the owner of an event has to agree to needs the owner's signature. Default false: nobody signs for it. */
  owner_approvals: z.boolean().exactOptional(),
  /** Who is asked in a forge for a role, by the paths that change. */
  teams: z.partialRecord(z.enum(ROLES), team).exactOptional(),
  /** Team that owns events (`owners.team`) → who it is. */
  owners: z.record(z.string().min(1).max(1000), ownerTeam).exactOptional(),
  reviewers: z
    .array(reviewer)
    .max(1000)
    .refine((all) => hasOwnLogins(all), 'an account of a forge belongs to one person')
    .refine((all) => hasOwnKeys(all), 'a key belongs to one person'),
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

/** The names of those who may sign as owner of a team's events. */
export function whoOwns({ owners = {}, reviewers }: Reviewers, teamName: string): readonly string[] {
  const people = Object.hasOwn(owners, teamName) ? (owners[teamName]?.people ?? []) : [];
  return reviewers.filter(({ by }) => people.includes(by)).map(({ by }) => by);
}

/** Whether two names are of one account: forges take no notice of case. */
export function isSameLogin(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}

/** One person counts for one role, so two names must not be one key. What follows the key is a comment, and padding says nothing. */
function hasOwnKeys(all: readonly z.infer<typeof reviewer>[]): boolean {
  const keys = all.flatMap((each) => [
    ...new Set(each.keys.map((key) => (key.split(' ')[1] ?? '').replace(/=+$/, ''))),
  ]);
  return new Set(keys).size === keys.length;
}

function hasOwnLogins(all: readonly z.infer<typeof reviewer>[]): boolean {
  return FORGES.every((forge) => {
    const names = all.flatMap((each) => each.forge?.[forge]?.toLowerCase() ?? []);
    return new Set(names).size === names.length;
  });
}
