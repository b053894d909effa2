/** Ways to get a plan past its signatures, each refused with its reason. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { PlanDocument } from '../diff/change.ts';
import type { PlanFile } from '../parse-plan.ts';
import { readPlanDocument } from '../read-document.ts';
import { admitPlan } from './admit-plan.ts';
import type { Accepted, Candidate } from './admit-plan.ts';
import { digestPlan } from './digest-plan.ts';
import type { Digest } from './digest-plan.ts';
import { makeLock } from './lock.ts';
import type { Lock } from './lock.ts';
import { canonicalJson } from './canonical-json.ts';
import { reviewPayload } from './review.ts';
import type { Decision, Review } from './review.ts';
import { NO_REVIEWERS } from './reviewers.ts';
import { askedForChange } from './roles-for-change.ts';

const NOW = Date.parse('2026-06-01T00:00:00Z');
const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();
const PLAN = `apiVersion: headgate/v1
kind: plan
id: shop
purposes: { essential.service.security: { basis: Legitimate interests } }
vendors: { hook: { kind: webhook, max_tier: 3 } }
`;
const EVENT = `apiVersion: headgate/v1
kind: event
id: searched
version: 1.0.0
wire: { call: track, name: Searched }
description: Sent when somebody searched.
expires: never
sources: [web]
subjects: [customer]
purposes: [essential.service.security]
vendors: { hook: [query] }
schema:
  type: object
  properties:
    query: { type: string, maxLength: 64, x-headgate: { categories: [user.behavior.search_history], free_text: scan } }
`;
const WIDER = EVENT.replace('maxLength: 64', 'maxLength: 512');
const reviewers = {
  ...NO_REVIEWERS,
  reviewers: [
    { by: 'pia', roles: ['privacy' as const], keys: ['ssh-ed25519 PIA'] },
    { by: 'ann', roles: ['analytics' as const], keys: ['ssh-ed25519 ANN'] },
  ],
};

const ANSWERS = { why: 'Search must find what people look for.', monitor: 'ann' };

function file(path: string, text: string): PlanFile {
  return { path, text };
}

function documentOf(event: string, plan = PLAN): PlanDocument {
  const { value, issues } = readPlanDocument(file('plan.yaml', plan), [file('events/a.yaml', event)]);
  if (value === null) throw new Error(issues.map(({ message }) => message).join());
  return value;
}

function rootOf(document: PlanDocument): Digest {
  return digestPlan(document, reviewers, sha256).root;
}

function lockOf(document: PlanDocument, base: Digest | null): Lock {
  const change = {
    semver: 'minor',
    direction: 'widening',
    kinds: ['D08'],
    roles: ['privacy', 'analytics'],
  } as const;
  return makeLock('shop', digestPlan(document, reviewers, sha256), base, change);
}

function reviewOf(change: Review['change'], other: Partial<Decision> = {}): Review {
  const decisions = (['privacy', 'analytics'] as const).map((role): Decision => {
    const by = role === 'privacy' ? 'pia' : 'ann';
    const made = {
      role,
      by,
      verdict: 'approve' as const,
      at: '2026-05-31T00:00:00Z',
      until: '2026-12-31T00:00:00Z',
      conditions: [],
      ...other,
    };
    return {
      ...made,
      signature: `ssh-ed25519 ${by.toUpperCase()}|${reviewPayload({ change, answers: ANSWERS }, made)}`,
    };
  });
  return { apiVersion: 'headgate/v1', kind: 'review', change, answers: ANSWERS, decisions };
}

const before = documentOf(EVENT);
const after = documentOf(WIDER);
const accepted: Accepted = { root: rootOf(before), document: before, reviewers };
const change = { base: accepted.root, head: rootOf(after), author: 'dev' };
const signed: Candidate = {
  document: after,
  reviewers,
  lock: lockOf(after, accepted.root),
  reviews: [reviewOf(change)],
};

function tell(candidate: Candidate, now = NOW, base: Accepted | null = accepted): string {
  const admission = admitPlan(candidate, base, {
    policy: 'required',
    now,
    sha256,
    verify: (text, signature, key) => signature === `${key}|${text}`,
    askedOf: askedForChange,
  });
  if (admission.kind !== 'refused') return admission.kind;
  const fault = admission.judgement?.faults[0]?.fault;
  return fault === undefined ? admission.reason : `${admission.reason}: ${fault}`;
}

describe('a plan that is signed for', () => {
  it('is admitted', () => {
    expect(tell(signed)).toBe('admitted');
  });

  it('is the same plan with other keys first, other white space, comments and quotes', () => {
    const [first = '', ...rest] = WIDER.split('\n');
    const reordered = [...rest.slice(0, 2), first, ...rest.slice(2)].join('\n');
    const spelled = `# The search.\n${reordered.replace('[web]', "\n  - 'web'").replaceAll(': ', ':   ')}`;
    expect(rootOf(documentOf(spelled))).toBe(change.head);
  });

  it.each([
    ['a key twice', WIDER.replace('description:', 'version: 9.0.0\ndescription:')],
    ['a key twice in braces', WIDER.replace('maxLength: 512', 'maxLength: 512, maxLength: 9')],
    ['a letter of another script in an id', WIDER.replace('id: searched', 'id: se\u0430rched')],
    ['an unknown word', `${WIDER}trust: me\n`],
  ])('cannot be written with %s', (_, text) => {
    expect(readPlanDocument(file('plan.yaml', PLAN), [file('events/a.yaml', text)]).value).toBeNull();
  });

  it.each([
    ['a letter of another script in a name', WIDER.replace('name: Searched', 'name: Se\u0430rched')],
    ['one more vendor', WIDER.replace('hook: [query]', "hook: '*'")],
    ['another limit', WIDER.replace('512', '513')],
    ['a name in another form of Unicode', WIDER.replace('somebody', 'somebody\u0301')],
  ])('is another plan with %s', (_, text) => {
    expect(tell({ ...signed, document: documentOf(text) })).toBe('stale-lock');
  });
});

describe('a review does not let in', () => {
  const other = documentOf(EVENT.replace('maxLength: 64', 'maxLength: 4000'));
  const lock = lockOf(other, accepted.root);

  it('another change when it is sent again, or has the change rewritten', () => {
    expect(tell({ ...signed, document: other, lock })).toBe('unreviewed: other-change');
    const [review] = signed.reviews;
    if (review === undefined) throw new Error('There is no review.');
    const rewritten = { ...review, change: { ...review.change, head: rootOf(other) } };
    expect(tell({ ...signed, document: other, lock, reviews: [rewritten] })).toBe(
      'unreviewed: bad-signature',
    );
  });

  it('a change of who made it, even under the name of another author', () => {
    const own = reviewOf({ ...change, author: 'pia' });
    expect(tell({ ...signed, reviews: [own] })).toBe('unreviewed: by-author');
    const renamed = { ...own, change: { ...own.change, author: 'dev' } };
    expect(tell({ ...signed, reviews: [renamed] })).toBe('unreviewed: bad-signature');
  });

  it('a change after its time', () => {
    expect(tell(signed, Date.parse('2026-12-31T00:00:00Z'))).toBe('unreviewed: expired');
  });

  it('a change of a plan that is not in force any more', () => {
    const moved: Accepted = { root: rootOf(other), document: other, reviewers };
    expect(tell(signed, NOW, moved)).toBe('other-base');
    const relocked = { ...signed, lock: lockOf(after, moved.root) };
    expect(tell(relocked, NOW, moved)).toBe('unreviewed: other-change');
  });

  it('a change that asks more roles than the lock claims', () => {
    const claimed = lockOf(after, accepted.root);
    const modest: Lock = {
      ...claimed,
      change: { ...claimed.change, direction: 'neutral', kinds: ['E15'], roles: [] },
    };
    expect(tell({ ...signed, lock: modest, reviews: [] })).toBe('unreviewed');
  });
});

describe('whatever decides is signed', () => {
  const [review] = signed.reviews;
  if (review === undefined) throw new Error('There is no review.');
  const [privacy, analytics] = review.decisions;
  if (privacy === undefined || analytics === undefined) throw new Error('There is no decision.');
  const decided = (other: Partial<Decision>): Review => ({
    ...review,
    decisions: [{ ...privacy, ...other }, analytics],
  });
  const answered = (answers: Review['answers']): Review => ({ ...review, answers });

  it.each<[string, Review]>([
    ['another reason', answered({ ...ANSWERS, why: 'To sell it.' })],
    ['an answer taken away', answered({ why: ANSWERS.why })],
    ['an answer added', answered({ ...ANSWERS, alternatives: 'None.' })],
    ['an answer moved to another question', answered({ why: ANSWERS.monitor, monitor: ANSWERS.why })],
    ['a condition added', decided({ conditions: ['Until the summer only.'] })],
    ['a later end', decided({ until: '2099-12-31T00:00:00Z' })],
    ['an earlier day', decided({ at: '2026-05-30T00:00:00Z' })],
    ['another verdict', decided({ verdict: 'break-glass', until: '2026-06-02T00:00:00Z' })],
  ])('so a review with %s is not the one that was signed', (_, changed) => {
    expect(tell({ ...signed, reviews: [changed] })).toBe('unreviewed: bad-signature');
  });

  it('so a condition cannot be taken away', () => {
    const conditional = reviewOf(change, { conditions: ['Until the summer only.'] });
    const bare = {
      ...conditional,
      decisions: conditional.decisions.map((each) => ({ ...each, conditions: [] })),
    };
    expect(tell({ ...signed, reviews: [conditional] })).toBe('admitted');
    expect(tell({ ...signed, reviews: [bare] })).toBe('unreviewed: bad-signature');
  });

  it('and a signature over the form that left the answers out counts for nothing', () => {
    const { signature: _signature, ...made } = privacy;
    const early = `${canonicalJson({ ...change, ...made, kind: 'headgate/v1 review' })}\n`;
    const old = decided({ signature: `ssh-ed25519 PIA|${early}` });
    expect(tell({ ...signed, reviews: [old] })).toBe('unreviewed: bad-signature');
  });
});
