import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { PlanDocument } from '../diff/change.ts';
import { writtenPlan } from '../written.ts';
import { admitPlan } from './admit-plan.ts';
import type { Accepted, AdmitParts, Candidate } from './admit-plan.ts';
import { digestPlan } from './digest-plan.ts';
import type { Digest } from './digest-plan.ts';
import { makeLock } from './lock.ts';
import { reviewPayload } from './review.ts';
import type { Decision, Review } from './review.ts';
import { NO_REVIEWERS } from './reviewers.ts';
import type { Reviewers } from './reviewers.ts';

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();
const NOW = Date.parse('2026-06-01T00:00:00Z');
const UNTIL = '2026-06-03T00:00:00Z';
const parts: AdmitParts = {
  policy: 'required',
  now: NOW,
  sha256,
  verify: (text, signature, key) => signature === `${key}|${text}`,
  askedOf: () => ({ roles: ['privacy'], owners: [], min: {}, needsMonitor: false }),
};
const reviewers: Reviewers = {
  ...NO_REVIEWERS,
  reviewers: [{ by: 'pia', roles: ['privacy'], keys: ['ssh-ed25519 PIA'] }],
};

function documentOf(description: string): PlanDocument {
  const plan = writtenPlan.parse({
    apiVersion: 'headgate/v1',
    kind: 'plan',
    id: 'shop',
    description,
    purposes: {},
    vendors: {},
  });
  return { plan, events: [] };
}

function rootOf(document: PlanDocument, by = reviewers): Digest {
  return digestPlan(document, by, sha256).root;
}

function lockOf(document: PlanDocument, base: Digest | null): Candidate['lock'] {
  const change = { semver: 'patch', direction: 'neutral', kinds: ['E15'], roles: ['privacy'] } as const;
  return makeLock('shop', digestPlan(document, reviewers, sha256), base, change);
}

function reviewOf(base: Digest | null, head: Digest, verdict: Decision['verdict'] = 'approve'): Review {
  const change = { base, head, author: 'dev' };
  const made = {
    role: 'privacy' as const,
    by: 'pia',
    verdict,
    until: UNTIL,
    at: '2026-05-31T00:00:00Z',
    conditions: [],
  };
  const signature = `ssh-ed25519 PIA|${reviewPayload({ change, answers: {} }, made)}`;
  return {
    apiVersion: 'headgate/v1',
    kind: 'review',
    change,
    answers: {},
    decisions: [{ ...made, signature }],
  };
}

const before = documentOf('Before.');
const after = documentOf('After.');
const accepted: Accepted = { root: rootOf(before), document: before, reviewers };
const signed: Candidate = {
  document: after,
  reviewers,
  lock: lockOf(after, accepted.root),
  reviews: [reviewOf(accepted.root, rootOf(after))],
};

function reasonOf(
  candidate: Candidate,
  other: Partial<AdmitParts> = {},
  base = accepted,
): string | undefined {
  const admission = admitPlan(candidate, base, { ...parts, ...other });
  return admission.kind === 'refused' ? admission.reason : undefined;
}

describe('a plan is admitted', () => {
  it('locked as it is, on top of what is in force, and signed', () => {
    expect(admitPlan(signed, accepted, parts)).toEqual({
      kind: 'admitted',
      root: rootOf(after),
      validUntil: Date.parse(UNTIL),
    });
  });

  it('as the first one with reviewers of its own', () => {
    const first = { ...signed, lock: lockOf(after, null), reviews: [reviewOf(null, rootOf(after))] };
    expect(admitPlan(first, null, parts).kind).toBe('admitted');
  });

  it('again without any lock where it is in force already', () => {
    const same = { document: before, reviewers, lock: null, reviews: [] };
    expect(admitPlan(same, accepted, parts).kind).toBe('admitted');
  });

  it('for a while where the glass was broken', () => {
    const broken = { ...signed, reviews: [reviewOf(accepted.root, rootOf(after), 'break-glass')] };
    expect(admitPlan(broken, accepted, parts)).toEqual({
      kind: 'glass-broken',
      by: 'pia',
      until: Date.parse(UNTIL),
    });
    expect(admitPlan(broken, accepted, { ...parts, now: Date.parse(UNTIL) }).kind).toBe('refused');
  });
});

describe('a plan is refused', () => {
  it('without a lock', () => {
    expect(reasonOf({ ...signed, lock: null })).toBe('no-lock');
  });

  it('changed by one word since it was locked', () => {
    expect(reasonOf({ ...signed, document: documentOf('After!') })).toBe('stale-lock');
  });

  it('on top of a plan that is not in force', () => {
    const other: Accepted = { ...accepted, root: rootOf(documentOf('Other.')) };
    expect(reasonOf(signed, {}, other)).toBe('other-base');
  });

  it('with a signature that has run out, or is for another role than the change asks', () => {
    expect(reasonOf(signed, { now: Date.parse(UNTIL) })).toBe('unreviewed');
    expect(
      reasonOf(signed, {
        askedOf: () => ({ roles: ['privacy', 'legal'], owners: [], min: {}, needsMonitor: false }),
      }),
    ).toBe('unreviewed');
  });

  it('by reviewers that only it knows', () => {
    const eve: Reviewers = {
      ...NO_REVIEWERS,
      reviewers: [{ by: 'pia', roles: ['privacy'], keys: ['ssh-ed25519 EVE'] }],
    };
    const head = rootOf(after, eve);
    const change = { base: accepted.root, head, author: 'dev' };
    const made = {
      role: 'privacy',
      by: 'pia',
      verdict: 'approve',
      until: UNTIL,
      at: UNTIL,
      conditions: [],
    } as const;
    const own: Candidate = {
      document: after,
      reviewers: eve,
      lock: makeLock('shop', digestPlan(after, eve, sha256), accepted.root, {
        semver: 'patch',
        direction: 'neutral',
        kinds: [],
        roles: [],
      }),
      reviews: [
        {
          apiVersion: 'headgate/v1',
          kind: 'review',
          change,
          answers: {},
          decisions: [
            {
              ...made,
              conditions: [],
              signature: `ssh-ed25519 EVE|${reviewPayload({ change, answers: {} }, { ...made, conditions: [] })}`,
            },
          ],
        },
      ],
    };
    expect(reasonOf(own)).toBe('unreviewed');
  });
});

describe('the policy', () => {
  const unlocked: Candidate = { document: after, reviewers, lock: null, reviews: [] };

  it('`when-locked` asks for nothing before the first locked plan, and for everything after it', () => {
    const policy = 'when-locked';
    expect(admitPlan(unlocked, null, { ...parts, policy }).kind).toBe('free');
    expect(admitPlan(unlocked, accepted, { ...parts, policy }).kind).toBe('refused');
  });

  it('`required` asks from the start, `none` never', () => {
    expect(admitPlan(unlocked, null, parts).kind).toBe('refused');
    expect(admitPlan(unlocked, accepted, { ...parts, policy: 'none' }).kind).toBe('free');
  });
});
