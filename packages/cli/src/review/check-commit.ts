/** Whether a commit holds the plan that is reviewed, by the objects of the repository on this machine. */
import {
  NO_REVIEWERS,
  digestPlan,
  readPlanDocument,
  readYaml,
  writtenLock,
  writtenReviewers,
} from '@headgate/core';
import { sha256 } from '@headgate/gateway';
import { Failure } from '../exit.ts';
import { readCommit } from '../plan-diff/read-commit.ts';
import type { CommittedPlan } from '../plan-diff/read-commit.ts';
import type { Governed } from './read-governed.ts';

/** Throws a `Failure` where the commit is not there, or its plan or its lock is another than the governed one. */
export function checkCommit(commit: string, { planFile, digests, base }: Governed): void {
  const short = commit.slice(0, 12);
  const files = readCommit(commit, planFile);
  if (files === null) throw other(`commit ${short} has no plan`);
  if (rootIn(files) !== digests.root)
    throw other(`the plan of commit ${short} is another one than is locked here`);
  const lock = files.lock === null ? null : readYaml(files.lock.text, files.lock.path, writtenLock).value;
  if (lock?.root !== digests.root) throw other(`commit ${short} has no lock of its plan`);
  if (lock.base !== (base?.root ?? null)) throw other(`the lock of commit ${short} changes another plan`);
}

function rootIn({ plan, events, reviewers }: CommittedPlan): string | null {
  const document = readPlanDocument(plan, events).value;
  const read =
    reviewers === null ? NO_REVIEWERS : readYaml(reviewers.text, reviewers.path, writtenReviewers).value;
  return document === null || read === null ? null : digestPlan(document, read, sha256).root;
}

function other(message: string): Failure {
  return new Failure(
    'usage',
    message,
    'Approvals are bound to the commit that was looked at: have that plan reviewed.',
  );
}
