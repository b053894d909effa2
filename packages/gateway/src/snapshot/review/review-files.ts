/** What lies beside a plan and says that it may be in force: its lock, its reviewers, and the reviews. */
import {
  LOCK_FILE,
  NO_REVIEWERS,
  hasErrors,
  readYaml,
  writtenLock,
  writtenReview,
  writtenReviewers,
} from '@headgate/core';
import type { Checked, Issue, Lock, PlanFile, Review, Reviewers } from '@headgate/core';
import { readFile, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export const REVIEWERS_FILE = 'reviewers.yaml';
export const REVIEWS_DIRECTORY = 'reviews';
/** Files of reviews that are read; the newest by name, since old ones are of plans long in force. */
const REVIEWS_MAX = 1000;

export interface ReviewFiles {
  /** Null where there is none. */
  readonly lock: Lock | null;
  readonly reviewers: Reviewers;
  /** The text of the reviewers' file; null where there is none. */
  readonly reviewersText: string | null;
  readonly reviews: readonly Review[];
}

/** Reads them from the directory of the plan. The value is null where one of them is not of its shape. */
export async function readReviewFiles(planFile: string): Promise<Checked<ReviewFiles>> {
  const directory = dirname(planFile);
  const issues: Issue[] = [];
  const lockFile = await readIfThere(join(directory, LOCK_FILE));
  const reviewersFile = await readIfThere(join(directory, REVIEWERS_FILE));
  const lock = lockFile === null ? null : keep(readYaml(lockFile.text, lockFile.path, writtenLock), issues);
  const reviewers = reviewersFile === null ? NO_REVIEWERS : readReviewers(reviewersFile, issues);
  const reviews = (await reviewFilesIn(join(directory, REVIEWS_DIRECTORY))).flatMap((file) => {
    const review = keep(readYaml(file.text, file.path, writtenReview), issues);
    return review === null ? [] : [review];
  });
  if (hasErrors(issues) || reviewers === null) return { value: null, issues };
  return { value: { lock, reviewers, reviewersText: reviewersFile?.text ?? null, reviews }, issues };
}

/** Null where the file is not of its shape. */
export function readReviewers(file: PlanFile, issues: Issue[]): Reviewers | null {
  return keep(readYaml(file.text, file.path, writtenReviewers), issues);
}

function keep<T>({ value, issues: found }: Checked<T>, issues: Issue[]): T | null {
  issues.push(...found);
  return value;
}

async function readIfThere(path: string): Promise<PlanFile | null> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (isMissing(error)) return null;
    throw error;
  });
  return text === null ? null : { path, text };
}

async function reviewFilesIn(directory: string): Promise<readonly PlanFile[]> {
  const names = await readdir(directory).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  const newest = names
    .filter((name) => /\.ya?ml$/.test(name))
    .toSorted()
    .slice(-REVIEWS_MAX);
  const files: PlanFile[] = [];
  for (const name of newest) {
    const file = await readIfThere(join(directory, name));
    if (file !== null) files.push(file);
  }
  return files;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
