/**
 * A ruleset for GitHub: `POST /repos/{owner}/{repo}/rulesets` (REST API version 2022-11-28, `repository-rule-pull-request` of
 * @octokit/openapi-types 29.0.1, where `required_reviewers` is marked beta). Unlike CODEOWNERS it asks every team whose
 * patterns fit; patterns are those of fnmatch.
 */
import type { Role } from '../diff/change.ts';
import type { Reviewers, Team } from '../lock/reviewers.ts';
import { ROLES_OF_PATHS, ownedFiles, rolePaths, teamsOf } from './path-owners.ts';
import type { PathGroup, PlanPlaces } from './path-owners.ts';
import type { Rendered } from './rendered.ts';

/** Every change writes these anew, so to ask for them by path would ask everyone always. */
const ASKED: ReadonlySet<PathGroup> = new Set(['plan', 'events', 'reviewers']);
/** Characters that fnmatch reads as a pattern. */
const SPECIAL = /[[\]*?\\{}!]/g;

interface RequiredReviewer {
  readonly minimum_approvals: number;
  readonly file_patterns: readonly string[];
  readonly reviewer: { readonly id: number; readonly type: 'Team' };
}

export function renderRuleset(places: PlanPlaces): Rendered {
  const { reviewers } = places;
  const paths = rolePaths(places).filter(({ group }) => ASKED.has(group));
  const asked = [...new Set(paths.flatMap(({ group }): readonly Role[] => ROLES_OF_PATHS[group]))];
  const { found, missing } = teamsOf(asked, reviewers);
  if (missing.length > 0) return { kind: 'no-team', roles: missing };
  const { owned, unmapped } = ownedFiles(places);
  const unnumbered = [...found, ...[...owned.values()].map(({ team }) => team)].filter(
    ({ id }) => id === undefined,
  );
  if (unnumbered.length > 0)
    return { kind: 'no-id', teams: [...new Set(unnumbered.map(({ name }) => name))] };
  const roles = asked.flatMap((role) => {
    const own = paths.filter(({ group }) => ROLES_OF_PATHS[group].some((each) => each === role));
    return requiredOf(
      reviewers.teams?.[role],
      own.map(({ path }) => patternOf(path)),
      minimumOf(role, reviewers),
    );
  });
  const owners = [...owned.values()].flatMap(({ team, files }) =>
    requiredOf(team, files.map(patternOf).toSorted(), 1),
  );
  return {
    kind: 'rendered',
    text: `${JSON.stringify(rulesetOf(merge([...roles, ...owners])), null, 2)}\n`,
    unmapped,
  };
}

function requiredOf(
  team: Team | undefined,
  patterns: readonly string[],
  minimum: number,
): RequiredReviewer[] {
  if (team?.id === undefined) return [];
  return [{ minimum_approvals: minimum, file_patterns: patterns, reviewer: { id: team.id, type: 'Team' } }];
}

/** One entry for a team that has several parts and as many approvals to give in each. */
function merge(all: readonly RequiredReviewer[]): RequiredReviewer[] {
  const merged = new Map<string, RequiredReviewer>();
  for (const each of all) {
    const key = `${each.reviewer.id} ${each.minimum_approvals}`;
    const patterns = [...(merged.get(key)?.file_patterns ?? []), ...each.file_patterns];
    merged.set(key, { ...each, file_patterns: [...new Set(patterns)] });
  }
  return [...merged.values()];
}

function minimumOf(role: Role, { min }: Reviewers): number {
  return min[role] ?? 1;
}

function patternOf(path: string): string {
  const escaped = path.replaceAll(SPECIAL, String.raw`\$&`);
  return path.endsWith('/') ? `${escaped}**/*` : escaped;
}

/** Of other files it asks nothing but a request to merge; approvals of an earlier push lapse everywhere. */
function rulesetOf(reviewers: readonly RequiredReviewer[]): object {
  return {
    name: 'headgate plan',
    target: 'branch',
    enforcement: 'active',
    conditions: { ref_name: { include: ['~DEFAULT_BRANCH'], exclude: [] } },
    rules: [
      {
        type: 'pull_request',
        parameters: {
          dismiss_stale_reviews_on_push: true,
          require_code_owner_review: false,
          require_last_push_approval: true,
          required_approving_review_count: 0,
          required_review_thread_resolution: false,
          required_reviewers: reviewers,
        },
      },
    ],
  };
}
