import { describe, expect, it } from 'vitest';
import type { Role, RoleCounts } from '../diff/change.ts';
import type { Digest } from './digest-plan.ts';
import { judgeReviews } from './judge-reviews.ts';
import { reviewPayload } from './review.ts';
import type { Decision, ForgeApproval, Review } from './review.ts';
import { NO_REVIEWERS } from './reviewers.ts';
import type { Reviewers } from './reviewers.ts';

const BASE: Digest = `sha256:${'a'.repeat(64)}`;
const HEAD: Digest = `sha256:${'b'.repeat(64)}`;
const NOW = Date.parse('2026-06-01T00:00:00Z');
const CHANGE = { base: BASE, head: HEAD, author: 'dev@shop.example' };
const KEY = 'ssh-ed25519 AAAA';

const reviewers: Reviewers = {
  ...NO_REVIEWERS,
  reviewers: [
    { by: 'pia', roles: ['privacy', 'legal'], keys: [`${KEY}pia`] },
    { by: 'sam', roles: ['security', 'privacy'], keys: [`${KEY}old`, `${KEY}sam`] },
    { by: 'lea', roles: ['legal'], keys: [`${KEY}lea`] },
    { by: 'dev@shop.example', roles: ['product'], keys: [`${KEY}dev`] },
  ],
};

/** A signature of these tests: the text and the key beside each other. */
const signed = (text: string, key: string): string => `${key}|${text}`;

function decision(
  by: string,
  role: Decision['role'],
  other: Partial<Decision> = {},
  answers: Review['answers'] = {},
): Decision {
  const made = {
    role,
    by,
    verdict: 'approve' as const,
    until: '2026-12-31T00:00:00Z',
    at: '2026-05-31T00:00:00Z',
    conditions: [],
    ...other,
  };
  const text = reviewPayload({ change: CHANGE, answers }, made);
  return { ...made, signature: signed(text, `${KEY}${by.split('@')[0]}`), ...other };
}

function judge(
  required: readonly Role[],
  decisions: readonly Decision[],
  given: Partial<{
    change: Review['change'];
    reviewers: Reviewers;
    now: number;
    owners: readonly string[];
    min: RoleCounts;
    needsMonitor: boolean;
    answers: Review['answers'];
  }> = {},
) {
  return judgeReviews({
    base: BASE,
    head: HEAD,
    required,
    owners: given.owners ?? [],
    min: given.min ?? {},
    needsMonitor: given.needsMonitor ?? false,
    reviews: [
      {
        apiVersion: 'headgate/v1',
        kind: 'review',
        change: given.change ?? CHANGE,
        answers: given.answers ?? {},
        decisions: [...decisions],
      },
    ],
    reviewers: given.reviewers ?? reviewers,
    now: given.now ?? NOW,
    verify: (text, signature, key) => signature === signed(text, key),
  });
}

function faultOf(made: Decision, given?: Parameters<typeof judge>[2]): string | undefined {
  return judge(['privacy'], [made], given).faults[0]?.fault;
}

function broken(by: string, role: Role, until: string): Decision {
  return decision(by, role, { verdict: 'break-glass', at: '2026-05-31T00:00:00Z', until });
}

describe('a change', () => {
  it('is approved when every role has signed', () => {
    const judged = judge(['privacy', 'security'], [decision('pia', 'privacy'), decision('sam', 'security')]);
    expect(judged).toMatchObject({ isApproved: true, missing: [], faults: [] });
    expect(judged.validUntil).toBe(Date.parse('2026-12-31T00:00:00Z'));
  });

  it('says who could give what is missing', () => {
    const judged = judge(['privacy', 'legal'], [decision('sam', 'privacy')]);
    expect(judged.isApproved).toBe(false);
    expect(judged.missing).toEqual([{ role: 'legal', lacking: 1, who: ['pia', 'lea'] }]);
  });

  it('needs no approval where no role is required', () => {
    expect(judge([], [])).toMatchObject({ isApproved: true, validUntil: null });
  });

  it('counts nobody twice, and seats people where nobody else can sit', () => {
    expect(
      judge(['privacy', 'legal'], [decision('pia', 'privacy'), decision('pia', 'legal')]).missing,
    ).toHaveLength(1);
    const all = [decision('pia', 'privacy'), decision('pia', 'legal'), decision('sam', 'privacy')];
    expect(judge(['privacy', 'legal'], all).isApproved).toBe(true);
    expect(judge(['legal', 'privacy'], all).isApproved).toBe(true);
  });

  it('needs as many people as the role wants', () => {
    const two = { ...reviewers, min: { privacy: 2 } };
    const one = judge(['privacy'], [decision('pia', 'privacy'), decision('pia', 'privacy')], {
      reviewers: two,
    });
    expect(one.missing).toEqual([{ role: 'privacy', lacking: 1, who: ['pia', 'sam'] }]);
    const both = [decision('pia', 'privacy'), decision('sam', 'privacy')];
    expect(judge(['privacy'], both, { reviewers: two }).isApproved).toBe(true);
  });

  it('needs as many people as its kinds want, and no more than have the role', () => {
    const min = { privacy: 2 };
    expect(judge(['privacy'], [decision('pia', 'privacy')], { min }).missing).toEqual([
      { role: 'privacy', lacking: 1, who: ['pia', 'sam'] },
    ]);
    const both = [decision('pia', 'privacy'), decision('sam', 'privacy')];
    expect(judge(['privacy'], both, { min }).isApproved).toBe(true);
    expect(judge(['security'], [decision('sam', 'security')], { min: { security: 2 } }).isApproved).toBe(
      true,
    );
    expect(judge(['security'], [], { min: { security: 2 } }).isApproved).toBe(false);
  });

  it('is held up by one rejection', () => {
    const rejected = decision('sam', 'security', { verdict: 'reject' });
    const judged = judge(['privacy'], [decision('pia', 'privacy'), rejected]);
    expect(judged).toMatchObject({ isApproved: false, rejections: [{ role: 'security', by: 'sam' }] });
  });
});

describe('a decision counts for nothing', () => {
  it('on another change', () => {
    const made = decision('pia', 'privacy');
    expect(faultOf(made, { change: { ...CHANGE, head: BASE } })).toBe('other-change');
    expect(faultOf(made, { change: { ...CHANGE, base: null } })).toBe('other-change');
  });

  it('without the name of who watches an event that is not to end', () => {
    const needsMonitor = true;
    const answers = { monitor: 'ana' };
    expect(faultOf(decision('pia', 'privacy'), { needsMonitor })).toBe('no-monitor');
    expect(faultOf(decision('pia', 'privacy', {}, answers), { needsMonitor, answers })).toBeUndefined();
    expect(faultOf(decision('pia', 'privacy', { verdict: 'reject' }), { needsMonitor })).toBeUndefined();
  });

  it('by the author of the change, or with another author than was signed', () => {
    expect(faultOf(decision('dev@shop.example', 'product'))).toBe('by-author');
    expect(faultOf(decision('pia', 'privacy'), { change: { ...CHANGE, author: 'other' } })).toBe(
      'bad-signature',
    );
  });

  it('in a role that the person has not', () => {
    expect(faultOf(decision('lea', 'privacy'))).toBe('not-in-role');
    expect(faultOf(decision('eve', 'privacy'))).toBe('not-in-role');
  });

  it('with a signature over anything else', () => {
    const made = decision('pia', 'privacy');
    expect(faultOf({ ...made, conditions: ['none'] })).toBe('bad-signature');
    expect(faultOf({ ...made, until: '2027-12-31T00:00:00Z' })).toBe('bad-signature');
    expect(faultOf({ ...made, verdict: 'reject' })).toBe('bad-signature');
  });

  it('at its end and before it was made', () => {
    const made = decision('pia', 'privacy');
    expect(faultOf(made, { now: Date.parse(made.until) - 1 })).toBeUndefined();
    expect(faultOf(made, { now: Date.parse(made.until) })).toBe('expired');
    expect(faultOf(made, { now: Date.parse(made.at) - 1 })).toBe('from-the-future');
  });
});

describe('breaking the glass', () => {
  it('lasts for 72 hours and not a minute longer, and approves nothing', () => {
    const judged = judge(['legal'], [broken('sam', 'security', '2026-06-03T00:00:00Z')]);
    expect(judged.brokenGlass).toEqual({ by: 'sam', until: Date.parse('2026-06-03T00:00:00Z') });
    expect(judged.isApproved).toBe(false);
    expect(judge([], [broken('sam', 'security', '2026-06-03T00:01:00Z')]).faults[0]?.fault).toBe('too-long');
  });

  it('is for security and privacy', () => {
    expect(judge([], [broken('lea', 'legal', '2026-06-02T00:00:00Z')]).faults[0]?.fault).toBe('not-in-role');
  });
});

describe('an approval of a forge', () => {
  const counting: Reviewers = {
    ...NO_REVIEWERS,
    forge_approvals: true,
    reviewers: [
      { by: 'pia', roles: ['privacy', 'legal'], keys: [], forge: { github: 'pia-hub' } },
      { by: 'lea', roles: ['legal'], keys: [`${KEY}lea`] },
      { by: 'dev@shop.example', roles: ['privacy'], keys: [], forge: { github: 'dev' } },
    ],
  };
  const given: ForgeApproval = {
    forge: 'github',
    request: 'shop/app#12',
    commit: 'a'.repeat(40),
    login: 'pia-hub',
    role: 'privacy',
    by: 'pia',
    at: '2026-05-31T00:00:00Z',
    until: '2026-08-29T00:00:00Z',
  };

  function judged(
    forge: readonly ForgeApproval[],
    other: Partial<Pick<Review, 'change' | 'answers'> & { reviewers: Reviewers; needsMonitor: boolean }> = {},
  ) {
    const review: Review = {
      apiVersion: 'headgate/v1',
      kind: 'review',
      change: other.change ?? CHANGE,
      answers: other.answers ?? {},
      decisions: [decision('lea', 'legal')],
      forge: [...forge],
    };
    return judgeReviews({
      base: BASE,
      head: HEAD,
      required: ['privacy', 'legal'],
      owners: [],
      min: {},
      needsMonitor: other.needsMonitor ?? false,
      reviews: [review],
      reviewers: other.reviewers ?? counting,
      now: NOW,
      verify: (text, signature, key) => signature === signed(text, key),
    });
  }

  it('counts beside signatures where the reviewers in force say so', () => {
    const { isApproved, approvals } = judged([given]);
    expect(isApproved).toBe(true);
    expect(approvals.map(({ by, via }) => [by, via])).toEqual([
      ['pia', 'github'],
      ['lea', 'key'],
    ]);
  });

  it.each<[string, Partial<ForgeApproval>]>([
    ['not-in-role', { role: 'security' }],
    ['not-in-role', { by: 'eve' }],
    ['other-login', { login: 'eve' }],
    ['other-login', { forge: 'gitlab' }],
    ['by-author', { by: 'dev@shop.example', login: 'dev' }],
    ['expired', { until: '2026-06-01T00:00:00Z' }],
    ['from-the-future', { at: '2026-06-01T00:00:01Z' }],
  ])('counts for nothing, %s, with %j', (fault, other) => {
    const { isApproved, faults } = judged([{ ...given, ...other }]);
    expect(isApproved).toBe(false);
    expect(faults).toMatchObject([{ fault }]);
  });

  it('counts for nothing where nobody is named who watches an event that is not to end', () => {
    const needsMonitor = true;
    expect(judged([given], { needsMonitor }).faults).toContainEqual({
      role: 'privacy',
      by: 'pia',
      fault: 'no-monitor',
    });
    const answers = { monitor: 'ana' };
    expect(judged([given], { needsMonitor, answers }).approvals).toMatchObject([{ by: 'pia' }]);
  });

  it('counts for nothing by default, or of another change', () => {
    const { forge_approvals: _, ...silent } = counting;
    expect(judged([given], { reviewers: silent }).faults).toMatchObject([{ fault: 'forge-not-counted' }]);
    const change = { ...CHANGE, head: BASE };
    expect(judged([given], { change }).faults).toMatchObject([
      { fault: 'other-change' },
      { fault: 'other-change' },
    ]);
  });

  it('seats nobody twice', () => {
    expect(judged([given, { ...given, role: 'legal' }]).isApproved).toBe(true);
    const two = { ...counting, min: { legal: 2 } };
    expect(judged([given, { ...given, role: 'legal' }], { reviewers: two }).isApproved).toBe(false);
  });
});

describe('the owner of an event', () => {
  const owning: Reviewers = {
    ...reviewers,
    owner_approvals: true,
    owners: {
      search: { people: ['lea', 'dev@shop.example'] },
      till: { people: ['lea'] },
      other: { people: ['eve'] },
    },
  };
  const asked = (owners: readonly string[], decisions: readonly Decision[]) =>
    judge([], decisions, { reviewers: owning, owners });

  it('signs for each team, of all whose events are changed', () => {
    expect(asked(['search'], [decision('lea', 'owner')]).isApproved).toBe(true);
    expect(asked(['search', 'till'], [decision('lea', 'owner')]).isApproved).toBe(true);
    const judged = asked(['search', 'till'], [decision('dev@shop.example', 'owner')]);
    expect(judged).toMatchObject({ isApproved: false, missingOwners: [{ team: 'till', who: ['lea'] }] });
  });

  it('may have made the change, which no role may', () => {
    expect(asked(['search'], [decision('dev@shop.example', 'owner')]).isApproved).toBe(true);
    expect(asked(['search'], [decision('dev@shop.example', 'product')]).faults).toMatchObject([
      { fault: 'by-author' },
    ]);
  });

  it('is of the team, is asked, and is known', () => {
    expect(asked(['search'], [decision('pia', 'owner')]).faults).toMatchObject([{ fault: 'not-in-role' }]);
    expect(asked(['till'], [decision('dev@shop.example', 'owner')]).faults).toMatchObject([
      { fault: 'not-in-role' },
    ]);
    // Eve is nobody whose keys are known, and nobody is of a team that is not there.
    expect(asked(['other'], []).missingOwners).toEqual([{ team: 'other', who: [] }]);
    expect(asked(['toString'], [])).toMatchObject({ isApproved: false, missingOwners: [{ who: [] }] });
  });

  it('fills no role, and no role is an owner', () => {
    expect(
      judge(['legal'], [decision('lea', 'owner')], { reviewers: owning, owners: ['search'] }).missing,
    ).toHaveLength(1);
    expect(asked(['search'], [decision('lea', 'legal')]).isApproved).toBe(false);
  });

  it('cannot break the glass', () => {
    const made = decision('lea', 'owner', { verdict: 'break-glass', until: '2026-06-02T00:00:00Z' });
    expect(asked(['search'], [made]).brokenGlass).toBeNull();
  });
});
