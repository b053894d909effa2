/** What a plan is compared with: the plan of a directory, of a commit, or the digests of a lock. */
import { LOCK_FILE, NO_REVIEWERS, formatIssue, hasErrors, readPlanDocument, readYaml } from '@headgate/core';
import { writtenLock, writtenReviewers } from '@headgate/core';
import type { Lock, PlanDocument, PlanFile, Reviewers } from '@headgate/core';
import { readAccepted } from '@headgate/gateway';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Failure } from '../exit.ts';
import { findPlan, readPlanFiles } from '../plan-files.ts';
import type { PlanFiles } from '../plan-files.ts';
import { REVIEWERS_FILE, readCommit } from './read-commit.ts';

/** A plan and who may review it, as read. */
export interface ReadPlan {
  readonly document: PlanDocument;
  readonly reviewers: Reviewers;
  /** All text, to tell whether more than the meaning changed. */
  readonly text: string;
}

export type Against =
  | { readonly kind: 'plan'; readonly plan: ReadPlan }
  | { readonly kind: 'lock'; readonly lock: Lock }
  /** There was no plan yet. */
  | { readonly kind: 'nothing' };

/** The plan of these files, with the reviewers that lie beside `planFile`, an absolute path. */
export function readPlanOnDisk(planFile: string, { plan, events }: PlanFiles): ReadPlan {
  const path = join(dirname(planFile), REVIEWERS_FILE);
  const reviewers = existsSync(path) ? { path: REVIEWERS_FILE, text: readFileSync(path, 'utf8') } : null;
  return understand(plan, events, reviewers);
}

/** What `named` means: a lock or a plan where such a file or directory is there, else a commit that has the plan at the same place. */
export async function readAgainst(named: string, planFile: string, directory: string): Promise<Against> {
  const path = resolve(directory, named);
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isFile() === true && path.endsWith('.json')) return readJsonFile(path, named);
  if (found !== undefined) {
    const other = findPlan(directory, named);
    if (other !== null) return { kind: 'plan', plan: readPlanOnDisk(other, readPlanFiles(other, directory)) };
    throw new Failure('usage', `there is no plan.yaml in ${named}`, 'Name a directory that has one.');
  }
  const files = readCommit(named, planFile);
  if (files === null) return { kind: 'nothing' };
  return { kind: 'plan', plan: understand(files.plan, files.events, files.reviewers) };
}

function understand(plan: PlanFile, events: readonly PlanFile[], reviewers: PlanFile | null): ReadPlan {
  const document = readPlanDocument(plan, events);
  const read = reviewers === null ? null : readYaml(reviewers.text, reviewers.path, writtenReviewers);
  const [first] = [...document.issues, ...(read?.issues ?? [])].filter((issue) => hasErrors([issue]));
  if (document.value === null || first !== undefined) {
    const message = first === undefined ? 'the plan cannot be read' : formatIssue(first);
    throw new Failure('usage', message, 'Check both plans: headgate plan lint.');
  }
  const text = [plan, ...events, ...(reviewers === null ? [] : [reviewers])]
    .map((file) => file.text)
    .join('\0');
  return { document: document.value, reviewers: read?.value ?? NO_REVIEWERS, text };
}

/** A lock, or a plan as a gateway keeps the last one that it admitted. */
async function readJsonFile(path: string, named: string): Promise<Against> {
  const accepted = await readAccepted(path).catch(() => null);
  if (accepted === null) return { kind: 'lock', lock: readLock(path, named) };
  return { kind: 'plan', plan: readPlanFrom(accepted) };
}

/** A plan as a gateway gives it. Throws a `Failure` where this version does not read it. */
export function readPlanFrom(given: {
  readonly plan: PlanFile;
  readonly events: readonly PlanFile[];
  readonly reviewers: string | null;
}): ReadPlan {
  const { plan, events, reviewers } = given;
  return understand(plan, events, reviewers === null ? null : { path: REVIEWERS_FILE, text: reviewers });
}

function readLock(path: string, named: string): Lock {
  const read = readYaml(readFileSync(path, 'utf8'), named, writtenLock);
  if (read.value !== null) return read.value;
  throw new Failure(
    'usage',
    `${named} is not a lock`,
    `Name a ${LOCK_FILE} that this version of headgate wrote, or the accepted-plan.json of a gateway.`,
  );
}
