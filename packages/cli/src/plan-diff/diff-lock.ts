/** A lock holds digests: it tells which parts of a plan changed, and not what in them. */
import { digestPlan, makeChange } from '@headgate/core';
import type { Change, Lock } from '@headgate/core';
import { createHash } from 'node:crypto';
import type { ReadPlan } from './read-against.ts';

const MEND = 'Compare with a commit or a directory to see what changed.';

/** One change for every part whose digest is another. As nobody knows what changed in it, everyone is asked. */
export function diffLock(lock: Lock, { document, reviewers }: ReadPlan): Change[] {
  const now = digestPlan(document, reviewers, (bytes) => createHash('sha256').update(bytes).digest());
  const found: Change[] = [];
  const add = (event: string | null, pointer: string, message: string): void =>
    void found.push(makeChange('K06', { event, pointer }, `${message} ${MEND}`));
  if (now.plan !== lock.digests.plan) add(null, '', 'The plan changed since it was locked.');
  if (now.reviewers !== lock.digests.reviewers)
    add(null, '', 'The reviewers changed since the plan was locked.');
  for (const id of new Set([...Object.keys(lock.digests.events), ...Object.keys(now.events)])) {
    const [was, is] = [lock.digests.events[id], now.events[id]];
    if (was === is) continue;
    const what = was === undefined ? 'was added' : is === undefined ? 'is gone' : 'changed';
    add(id, '', `The event ${what} since the plan was locked.`);
  }
  return found;
}
