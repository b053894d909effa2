/** A plan with what lies beside it, and the plan that it changes: what locking and reviewing ask. */
import { LOCK_FILE, NO_REVIEWERS, digestPlan, hasErrors, readPlanDocument } from '@headgate/core';
import type { Digest, Issue, Lock, PlanDocument, PlanDigests, Review, Reviewers } from '@headgate/core';
import {
  REVIEWERS_FILE,
  dataFilesIn,
  readAccepted,
  readReviewFiles,
  readReviewers,
  sha256,
} from '@headgate/gateway';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Context, Given } from '../command.ts';
import { textOption } from '../command.ts';
import { hasConfigFile } from '../config-file.ts';
import { Failure } from '../exit.ts';
import { findPlan, readPlanFiles } from '../plan-files.ts';

export interface Governed {
  readonly planFile: string;
  readonly directory: string;
  readonly document: PlanDocument;
  readonly digests: PlanDigests;
  readonly lock: Lock | null;
  readonly reviewers: Reviewers;
  readonly reviews: readonly Review[];
  /** The plan that this one changes; null for a first plan. */
  readonly base: Base | null;
}

export interface Base {
  readonly root: Digest;
  readonly document: PlanDocument;
  readonly reviewers: Reviewers;
}

/**
 * Reads the plan that `--plan` names, else the `usual` one, else that of the configuration, else the one where plans lie. The base is
 * that of `--base`, else what the gateway of the configuration admitted last. Rejects with a `Failure` where a file is wrong.
 */
export async function readGoverned(
  context: Context,
  given: Given,
  { usual }: { readonly usual?: string } = {},
): Promise<Governed> {
  const places = hasConfigFile(context, given) ? await readPlacesOf(context, given) : null;
  const named = textOption(given, 'plan') ?? usual ?? places?.planFile;
  const planFile = findPlan(context.directory, named);
  if (planFile === null) {
    throw new Failure('usage', 'there is no plan.yaml', 'Name its directory with --plan.');
  }
  const files = readPlanFiles(planFile, context.directory);
  const beside = await readReviewFiles(planFile);
  const document = settle(readPlanDocument(files.plan, files.events));
  const { lock, reviewers, reviews } = settle(beside);
  return {
    planFile,
    directory: dirname(planFile),
    document,
    digests: digestPlan(document, reviewers, sha256),
    lock,
    reviewers,
    reviews,
    base: await readBase(context, given, places?.dataDirectory ?? null),
  };
}

/** The lock, where it is that of the plan as it is. Throws a `Failure` otherwise. */
export function currentLock({ lock, digests }: Governed): Lock {
  if (lock === null) throw new Failure('usage', `there is no ${LOCK_FILE}`, 'Write it: headgate plan lock.');
  if (lock.root === digests.root) return lock;
  throw new Failure('usage', 'the plan is not the one that was locked', 'Lock it again: headgate plan lock.');
}

async function readPlacesOf(
  context: Context,
  given: Given,
): Promise<{ readonly planFile: string; readonly dataDirectory: string }> {
  const { readPlaces } = await import('../read-config.ts');
  return readPlaces(context, given);
}

async function readBase(context: Context, given: Given, dataDirectory: string | null): Promise<Base | null> {
  const named = textOption(given, 'base');
  if (named !== undefined) return readNamedBase(context, named);
  return dataDirectory === null ? null : readAcceptedBase(dataFilesIn(dataDirectory).acceptedPlan);
}

async function readNamedBase(context: Context, named: string): Promise<Base> {
  const path = resolve(context.directory, named);
  if (statSync(path, { throwIfNoEntry: false })?.isFile() === true && path.endsWith('.json')) {
    const accepted = await readAcceptedBase(path);
    if (accepted !== null) return accepted;
  }
  const planFile = findPlan(context.directory, named);
  if (planFile === null) {
    const mend = 'Name a directory with a plan.yaml, or the accepted-plan.json of a gateway.';
    throw new Failure('usage', 'the base is no plan', mend);
  }
  const files = readPlanFiles(planFile, context.directory);
  const reviewersFile = join(dirname(planFile), REVIEWERS_FILE);
  const reviewers = existsSync(reviewersFile) ? readFileSync(reviewersFile, 'utf8') : null;
  return toBase(files, reviewers);
}

async function readAcceptedBase(path: string): Promise<Base | null> {
  const accepted = await readAccepted(path).catch(() => {
    throw new Failure(
      'usage',
      `${path} is not what the gateway writes`,
      'Name the accepted-plan.json of a gateway.',
    );
  });
  return accepted === null ? null : toBase(accepted, accepted.reviewers);
}

function toBase(files: Parameters<typeof toDocument>[0], reviewersText: string | null): Base {
  const document = toDocument(files);
  const issues: Issue[] = [];
  const read =
    reviewersText === null
      ? NO_REVIEWERS
      : readReviewers({ path: REVIEWERS_FILE, text: reviewersText }, issues);
  const reviewers = settle({ value: read, issues });
  return { root: digestPlan(document, reviewers, sha256).root, document, reviewers };
}

function toDocument(files: {
  readonly plan: Parameters<typeof readPlanDocument>[0];
  readonly events: Parameters<typeof readPlanDocument>[1];
}): PlanDocument {
  return settle(readPlanDocument(files.plan, files.events));
}

function settle<T>({ value, issues }: { readonly value: T | null; readonly issues: readonly Issue[] }): T {
  if (value !== null && !hasErrors(issues)) return value;
  const [first] = issues.filter(({ level }) => level === 'error');
  const place = first === undefined ? 'a file' : `${first.file}:${first.line}`;
  throw new Failure(
    'usage',
    `${place} is wrong: ${first?.message ?? 'it cannot be read.'}`,
    first?.mend ?? 'Mend it.',
  );
}
