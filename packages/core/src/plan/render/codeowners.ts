/** A block of CODEOWNERS, as GitHub and GitLab read it: the last line that fits a file names its owners, any of whom will do. */
import { ROLES_OF_PATHS, ownedFiles, rolePaths, teamsOf } from './path-owners.ts';
import type { PlanPlaces } from './path-owners.ts';
import type { Rendered } from './rendered.ts';

const BEGIN = '# headgate: begin';
const END = '# headgate: end';
/** What CODEOWNERS cannot write, or reads as a pattern (https://docs.github.com/articles/about-code-owners). */
const UNWRITABLE = /[[\]!#*?\\\n\r\t]/;

export function renderCodeowners(places: PlanPlaces): Rendered {
  const lines = [BEGIN, '# Written by headgate render codeowners; change reviewers.yaml instead.'];
  for (const { group, path } of rolePaths(places)) {
    const { found, missing } = teamsOf(ROLES_OF_PATHS[group], places.reviewers);
    if (missing.length > 0) return { kind: 'no-team', roles: missing };
    lines.push(lineOf(path, unique(found.map(({ name }) => name))));
  }
  const { owned, unmapped } = ownedFiles(places);
  const events = [...owned.values()].flatMap(({ team, files }) => files.map((path) => ({ path, team })));
  const bad = [...places.eventFiles, places.directory].find((path) => UNWRITABLE.test(path));
  if (bad !== undefined) return { kind: 'unwritable', path: bad };
  for (const { path, team } of events.toSorted(byPath)) lines.push(lineOf(path, [team.name]));
  lines.push(END);
  return { kind: 'rendered', text: `${lines.join('\n')}\n`, unmapped };
}

/** A file of CODEOWNERS with the block in the place of the one that is there, or else at its end, where it wins. */
export function placeBlock(file: string, block: string): string {
  const from = file.indexOf(`${BEGIN}\n`);
  const to = file.indexOf(`${END}\n`, from);
  if (from >= 0 && to >= 0) return file.slice(0, from) + block + file.slice(to + END.length + 1);
  const gap = file === '' ? '' : file.endsWith('\n') ? '\n' : '\n\n';
  return `${file}${gap}${block}`;
}

function lineOf(path: string, owners: readonly string[]): string {
  return `/${path.replaceAll(' ', String.raw`\ `)} ${owners.join(' ')}`;
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)];
}

function byPath(left: { readonly path: string }, right: { readonly path: string }): number {
  return left.path < right.path ? -1 : 1;
}
