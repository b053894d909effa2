/** A plan and what lies beside it as a commit has them. */
import { LOCK_FILE } from '@headgate/core';
import type { PlanFile } from '@headgate/core';
import { basename, dirname } from 'node:path';
import { readGitFiles } from './git-files.ts';

export const REVIEWERS_FILE = 'reviewers.yaml';

export interface CommittedPlan {
  readonly plan: PlanFile;
  readonly events: readonly PlanFile[];
  readonly reviewers: PlanFile | null;
  readonly lock: PlanFile | null;
}

/** The plan at the place of `planFile`, an absolute path; null where the commit has none there. Throws as `readGitFiles` does. */
export function readCommit(reference: string, planFile: string): CommittedPlan | null {
  const name = basename(planFile);
  const beside: readonly string[] = [name, REVIEWERS_FILE, LOCK_FILE];
  const isWanted = (path: string): boolean => beside.includes(path) || /^events\/.*\.ya?ml$/.test(path);
  const files = readGitFiles(dirname(planFile), reference, isWanted);
  const at = (path: string): PlanFile | null =>
    files.find((file) => file.path === `${reference}:${path}`) ?? null;
  const plan = at(name);
  if (plan === null) return null;
  const events = files.filter(({ path }) => path.startsWith(`${reference}:events/`));
  return { plan, events, reviewers: at(REVIEWERS_FILE), lock: at(LOCK_FILE) };
}
