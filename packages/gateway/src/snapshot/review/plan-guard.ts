/**
 * Lets a plan in force only when it is locked and signed for.
 *
 * State: the last plan admitted with all its signatures, in memory and in a file. It changes only when another one is admitted
 * in the same way; a plan that runs because somebody broke the glass leaves it as it is.
 */
import {
  NO_REVIEWERS,
  SIGNATURE_NAMESPACE,
  admitPlan,
  askedForChange,
  digestPlan,
  isFree,
  readPlanDocument,
} from '@headgate/core';
import type { Accepted, Admission, Checked, Issue, Refused, ReviewPolicy } from '@headgate/core';
import { createHash } from 'node:crypto';
import type { Clock } from '../../runtime.ts';
import type { PlanFiles } from '../read-plan-files.ts';
import { readAccepted, writeAccepted } from './accepted-plan.ts';
import type { AcceptedFiles } from './accepted-plan.ts';
import { readReviewers, readReviewFiles } from './review-files.ts';
import { verifyText } from './ssh-signature.ts';

export interface PlanGuard {
  /** Whether these files, which compile, may be put in force now; what is admitted is kept. */
  admit(files: PlanFiles): Promise<Checked<Admitted>>;
  /**
   * Whether a candidate may be in force beside the last admitted plan; nothing is kept. Its lock and reviews are read beside
   * `planFile`. Its end is that of its first approval; broken glass is not enough.
   */
  examine(files: PlanFiles, planFile: string): Promise<Checked<Admitted>>;
  /** The files of the last admitted plan; null where there is none. */
  accepted(): AcceptedFiles | null;
}

export interface Admitted {
  /** From when on it must not be in force any more, milliseconds since 1970; null where nothing ends it. */
  readonly until: number | null;
}

export interface PlanGuardOptions {
  /** Where the last admitted plan is kept. */
  readonly path: string;
  readonly planFile: string;
  readonly policy: ReviewPolicy;
  readonly clock: Pick<Clock, 'now'>;
}

/** Reads what was admitted last. Rejects where that cannot be read. */
export async function openPlanGuard(options: PlanGuardOptions): Promise<PlanGuard> {
  const { path, planFile, policy, clock } = options;
  let files = await readAccepted(path);
  let accepted = files === null ? null : understand(files);

  const keep = async (candidate: PlanFiles, reviewers: string | null, root: string): Promise<void> => {
    const { plan, events } = candidate;
    const kept: AcceptedFiles = { root, plan, events, reviewers, at: clock.now() };
    await writeAccepted(path, kept);
    files = kept;
    accepted = understand(kept);
  };
  const judge = async (candidate: PlanFiles, file: string): Promise<Checked<Judged>> => {
    const beside = await readReviewFiles(file);
    if (beside.value === null) return { value: null, issues: beside.issues };
    const { reviewersText, ...given } = beside.value;
    // Most plans are not governed, and large ones take seconds to read once more.
    if (isFree(policy, given.lock, accepted)) {
      return { value: { admission: { kind: 'free' }, reviewersText }, issues: beside.issues };
    }
    const document = readPlanDocument(candidate.plan, candidate.events);
    const issues = [...beside.issues, ...document.issues];
    if (document.value === null) return { value: null, issues };
    const admission = admitPlan({ ...given, document: document.value }, accepted, {
      policy,
      now: clock.now(),
      sha256,
      verify: (text, signature, key) => verifyText(text, SIGNATURE_NAMESPACE, signature, key),
      askedOf: askedForChange,
    });
    return { value: { admission, reviewersText }, issues };
  };
  const admit: PlanGuard['admit'] = async (candidate) => {
    const { value, issues } = await judge(candidate, planFile);
    if (value === null) return { value: null, issues };
    const { admission, reviewersText } = value;
    if (admission.kind === 'admitted' && admission.root !== accepted?.root) {
      await keep(candidate, reviewersText, admission.root);
    }
    return toChecked(admission, planFile, issues);
  };
  const examine: PlanGuard['examine'] = async (candidate, file) => {
    const { value, issues } = await judge(candidate, file);
    if (value === null) return { value: null, issues };
    const { admission } = value;
    if (admission.kind === 'glass-broken') {
      const lacking: Admission = { kind: 'refused', reason: 'unreviewed', judgement: null };
      return toChecked(lacking, file, issues);
    }
    const checked = toChecked(admission, file, issues);
    return admission.kind === 'admitted' ? { ...checked, value: { until: admission.validUntil } } : checked;
  };
  return { admit, examine, accepted: () => files };
}

interface Judged {
  readonly admission: Admission;
  /** Text of the reviewers' file beside the plan. */
  readonly reviewersText: string | null;
}

/** SHA-256 by OpenSSL. */
export function sha256(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest();
}

function understand({ plan, events, reviewers: text }: AcceptedFiles): Accepted {
  const document = readPlanDocument(plan, events).value;
  const reviewers = text === null ? NO_REVIEWERS : readReviewers({ path: 'reviewers.yaml', text }, []);
  // It was understood when it was admitted; a later Headgate that no longer does must not take it for another plan.
  if (document === null || reviewers === null) {
    throw new Error(
      'The plan that was admitted last is written in a language that this version does not read',
    );
  }
  return { root: digestPlan(document, reviewers, sha256).root, document, reviewers };
}

function toChecked(admission: Admission, file: string, issues: readonly Issue[]): Checked<Admitted> {
  switch (admission.kind) {
    case 'free':
    case 'admitted':
      return { value: { until: null }, issues };
    case 'glass-broken':
      return { value: { until: admission.until }, issues };
    case 'refused':
      return { value: null, issues: [...issues, refusal(admission, file)] };
  }
}

const REASONS: Readonly<Record<Refused, { readonly message: string; readonly mend: string }>> = {
  'no-lock': {
    message: 'The plan has no lock, and may not be in force without one.',
    mend: 'Write it: headgate plan lock.',
  },
  'stale-lock': {
    message: 'The plan is not the one that was locked.',
    mend: 'Lock it again (headgate plan lock) and have it reviewed.',
  },
  'other-base': {
    message: 'The lock changes another plan than the one in force.',
    mend: 'Lock it against the plan in force: headgate plan lock --base.',
  },
  unreviewed: {
    message: 'The plan lacks signatures.',
    mend: 'See which, and who can give them: headgate review status.',
  },
};

function refusal({ reason, judgement }: Extract<Admission, { kind: 'refused' }>, file: string): Issue {
  const { message, mend } = REASONS[reason];
  const missing = judgement?.missing.map(({ role, lacking }) => `${role} × ${lacking}`) ?? [];
  const rejected = judgement?.rejections.map(({ role }) => `rejected by ${role}`) ?? [];
  const owners = judgement?.missingOwners.map(({ team }) => `owner of ${team}`) ?? [];
  const which = [...missing, ...owners, ...rejected];
  return {
    rule: reason,
    level: 'error',
    message: which.length === 0 ? message : `${message.slice(0, -1)}: ${which.join(', ')}.`,
    mend,
    file,
    line: 0,
    column: 0,
  };
}
