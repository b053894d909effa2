/**
 * Which teams are asked for which files of a plan. By paths alone a forge can only ask coarsely: what a change really needs
 * follows from the comparison, and reviews and the gateway hold to that.
 */
import type { PlanDocument, Role } from '../diff/change.ts';
import { ROLES } from '../diff/change.ts';
import { LOCK_FILE } from '../lock/lock.ts';
import type { Reviewers, Team } from '../lock/reviewers.ts';

/** The plan, and the file of each event in the order of `document.events`; paths begin at the root of the repository. */
export interface PlanPlaces {
  readonly document: PlanDocument;
  readonly reviewers: Reviewers;
  /** Directory of the plan, `telemetry`; empty for the root. */
  readonly directory: string;
  /** Name of the plan's file in it. */
  readonly planFile: string;
  readonly eventFiles: readonly string[];
}

/** The files that roles are asked for. Everything changes the lock and the reviews, so there whoever reviews anything will do. */
export const ROLES_OF_PATHS = {
  plan: ['privacy', 'security', 'analytics'],
  events: ['privacy', 'analytics'],
  reviewers: ['privacy', 'security'],
  lock: ROLES,
  reviews: ROLES,
} as const satisfies Readonly<Record<string, readonly Role[]>>;
export type PathGroup = keyof typeof ROLES_OF_PATHS;

export interface RolePath {
  readonly group: PathGroup;
  /** From the root of the repository, without a slash before it; directories end in one. */
  readonly path: string;
}

export function rolePaths({ directory, planFile }: PlanPlaces): readonly RolePath[] {
  const at = (name: string): string => (directory === '' ? name : `${directory}/${name}`);
  return [
    { group: 'plan', path: at(planFile) },
    { group: 'events', path: at('events/') },
    { group: 'reviewers', path: at('reviewers.yaml') },
    { group: 'lock', path: at(LOCK_FILE) },
    { group: 'reviews', path: at('reviews/') },
  ];
}

/** The teams of roles, or the first role that has none. */
export function teamsOf(
  roles: readonly Role[],
  { teams = {} }: Reviewers,
): { readonly found: readonly Team[]; readonly missing: readonly Role[] } {
  return {
    found: roles.flatMap((role) => teams[role] ?? []),
    missing: roles.filter((role) => teams[role] === undefined),
  };
}

/** Each owning team that the forge knows, with the files of its events; and the owners that nobody mapped. */
export function ownedFiles({ document, reviewers, eventFiles }: PlanPlaces): {
  readonly owned: ReadonlyMap<string, { readonly team: Team; readonly files: readonly string[] }>;
  readonly unmapped: readonly string[];
} {
  const owned = new Map<string, { readonly team: Team; readonly files: string[] }>();
  const unmapped = new Set<string>();
  for (const [at, { owners }] of document.events.entries()) {
    const file = eventFiles[at];
    if (owners === undefined || file === undefined) continue;
    const team = Object.hasOwn(reviewers.owners ?? {}, owners.team)
      ? reviewers.owners?.[owners.team]
      : undefined;
    if (team?.name === undefined) unmapped.add(owners.team);
    else {
      const { name, id } = team;
      const known: Team = id === undefined ? { name } : { name, id };
      const entry = owned.get(owners.team) ?? { team: known, files: [] };
      entry.files.push(file);
      owned.set(owners.team, entry);
    }
  }
  return { owned, unmapped: [...unmapped].toSorted() };
}
