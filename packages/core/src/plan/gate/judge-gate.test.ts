import { describe, expect, it } from 'vitest';
import type { PlanFinding } from '../../finding.ts';
import type { Change, PlanDocument, SemverEffect } from '../diff/change.ts';
import { NO_REVIEWERS } from '../lock/reviewers.ts';
import { writtenEvent, writtenPlan } from '../written.ts';
import { judgeCanary } from './judge-canary.ts';
import { judgeGate } from './judge-gate.ts';
import type { GateCheck, GateFacts, SeenEvent } from './gate.ts';

const NOW = Date.parse('2026-06-10T00:00:00Z');
const DAY_MS = 86_400_000;
const APPROVED = {
  approvals: [],
  missing: [],
  missingOwners: [],
  rejections: [],
  faults: [],
  brokenGlass: null,
  validUntil: null,
  isApproved: true,
};

function documentOf(version: string, promotion?: object, inProduction?: object): PlanDocument {
  const plan = writtenPlan.parse({
    apiVersion: 'headgate/v1',
    kind: 'plan',
    id: 'shop',
    environments: {
      staging: promotion === undefined ? {} : { promotion },
      production: inProduction === undefined ? {} : { promotion: inProduction },
    },
    purposes: {},
    vendors: {},
  });
  const event = writtenEvent.parse({
    apiVersion: 'headgate/v1',
    kind: 'event',
    id: 'searched',
    version,
    wire: { call: 'track', name: 'Searched' },
    description: 'Sent when somebody searched.',
    expires: 'never',
    sources: ['web'],
    subjects: ['customer'],
    purposes: ['essential.service.security'],
    vendors: {},
    schema: { type: 'object', properties: {} },
  });
  return { plan, events: [event] };
}

const reviewed = (document: PlanDocument): NonNullable<GateFacts['before']> => ({
  document,
  reviewers: NO_REVIEWERS,
});
const changed = (semver: SemverEffect): Change => ({
  kind: 'C01',
  event: 'searched',
  pointer: '/schema',
  message: 'A field was added.',
  semver,
  direction: 'widening',
  roles: ['analytics'],
});
const findingOf = (ruleId: string, level: PlanFinding['level']): PlanFinding => ({
  ruleId,
  kind: 'privacy',
  level,
  message: '',
  mend: '',
  path: 'plan.yaml',
  line: 1,
  column: 1,
  jsonPointer: '',
  fingerprint: '',
});

function judged(facts: Partial<GateFacts>): readonly GateCheck[] {
  return judgeGate({
    from: 'staging',
    before: reviewed(documentOf('1.2.3')),
    after: reviewed(documentOf('1.3.0')),
    findings: [],
    changes: [changed('minor')],
    judgement: APPROVED,
    soak: null,
    use: null,
    canary: null,
    share: 1,
    now: NOW,
    ...facts,
  });
}

function failures(facts: Partial<GateFacts> = {}): readonly string[] {
  return judged(facts)
    .filter(({ passed }) => !passed)
    .map(({ id }) => id);
}

describe('the gate', () => {
  it('is open where nothing stands against it', () => {
    expect(failures()).toEqual([]);
  });

  it('is closed by errors and by fields that nobody classified', () => {
    expect(failures({ findings: [findingOf('above-ceiling', 'violation')] })).toEqual(['lint']);
    expect(failures({ findings: [findingOf('undeclared-field', 'improvement')] })).toEqual(['declared']);
  });

  it('is closed without a lock, and then nobody can have signed', () => {
    expect(failures({ judgement: null })).toEqual(['lock', 'reviews']);
  });

  it('says who can give what is missing', () => {
    const judgement = {
      ...APPROVED,
      isApproved: false,
      missing: [{ role: 'privacy' as const, lacking: 1, who: ['pia', 'sam'] }],
    };
    expect(failures({ judgement })).toEqual(['reviews']);
    const messageOf = (lacking: number): string | undefined =>
      judged({
        judgement: { ...judgement, missing: [{ role: 'privacy', lacking, who: ['pia', 'sam'] }] },
      }).find(({ id }) => id === 'reviews')?.message;
    expect(messageOf(1)).toBe('Missing: privacy (pia or sam).');
    expect(messageOf(2)).toBe('Missing: 2 of privacy (pia, sam).');
  });
});

function isVersionEnough(version: string, semver: SemverEffect): boolean {
  return failures({ after: reviewed(documentOf(version)), changes: [changed(semver)] }).length === 0;
}

describe('the version of an event', () => {
  it.each<[string, SemverEffect, boolean]>([
    ['1.2.3', 'none', true],
    ['1.2.3', 'patch', false],
    ['1.2.4', 'patch', true],
    ['1.2.4', 'minor', false],
    ['1.3.0', 'minor', true],
    ['1.3.0', 'major', false],
    ['2.0.0', 'major', true],
    ['0.9.0', 'patch', false],
    ['1.1.9', 'patch', false],
  ])('%s after 1.2.3 for a %s change: %s', (version, semver, isEnough) => {
    expect(isVersionEnough(version, semver)).toBe(isEnough);
  });

  it('asks nothing of an event that is new', () => {
    expect(failures({ before: null })).toEqual([]);
  });
});

describe('the soak', () => {
  const promotion = { soak: 'P3D', min_events: 500, max_violation_rate: 0.01 };
  const after = reviewed(documentOf('1.3.0', promotion));
  const enough = {
    servesThis: true,
    since: NOW - 3 * DAY_MS,
    accepted: 500,
    violations: 5,
    events: new Map<string, SeenEvent>(),
  };

  it('is long, large and clean enough at the limits', () => {
    expect(failures({ after, soak: enough })).toEqual([]);
  });

  it.each([
    ['soak', { since: NOW - 3 * DAY_MS + 1 }],
    ['events', { accepted: 499, violations: 4 }],
    ['violations', { violations: 6 }],
    ['soak', { servesThis: false }],
  ])('fails by %s one beyond', (id, other) => {
    expect(failures({ after, soak: { ...enough, ...other } })).toEqual([id]);
  });

  it('is said to be none where the plan asks for none', () => {
    const checks = judged({}).filter(({ id }) => id === 'soak');
    expect(checks).toMatchObject([
      { id: 'soak', passed: true, message: expect.stringContaining('environments.staging.promotion') },
    ]);
  });

  it('is unknown where no gateway was asked, and then the gate is closed', () => {
    expect(failures({ after, soak: null })).toEqual(['soak']);
  });
});

describe('each event that the change touches', () => {
  const promotion = { soak_each: 'PT12H', min_events_each: 10, max_violation_rate: 0.1 };
  const after = reviewed(documentOf('1.3.0', promotion));
  const seen = (other: Partial<SeenEvent> = {}): ReadonlyMap<string, SeenEvent> =>
    new Map([['searched', { events: 10, violations: 1, first: NOW - DAY_MS / 2, ...other }]]);
  const soak = { servesThis: true, since: NOW - 3 * DAY_MS, accepted: 1000, violations: 1, events: seen() };

  it('is seen often, long and clean enough at the limits', () => {
    expect(failures({ after, soak })).toEqual([]);
  });

  it.each([
    [['each-event'], seen({ events: 9, violations: 0 })],
    [['each-soak'], seen({ first: NOW - DAY_MS / 2 + 1 })],
    [['violations'], seen({ violations: 2 })],
    [['each-event', 'each-soak'], new Map<string, SeenEvent>()],
  ])('fails by %j one beyond', (ids, events) => {
    expect(failures({ after, soak: { ...soak, events } })).toEqual(ids);
  });

  it('is asked only of what the change touches, and of everything in a first plan', () => {
    const unseen = { ...soak, events: new Map<string, SeenEvent>() };
    expect(failures({ after, soak: unseen, changes: [{ ...changed('minor'), event: null }] })).toEqual([]);
    expect(failures({ after, soak: unseen, before: null })).toEqual(['each-event', 'each-soak']);
  });
});

const until = (expires: string): NonNullable<GateFacts['before']> => {
  const { plan, events } = documentOf('1.3.0');
  return reviewed({ plan, events: events.map((event) => ({ ...event, expires })) });
};
const use = (...seen: readonly string[]): GateFacts['use'] => ({
  where: 'production',
  days: 90,
  seen: new Set(seen),
});

const judgeRenewal = (before: string, after: string, evidence: GateFacts['use']): readonly string[] =>
  failures({ before: until(before), after: until(after), changes: [], use: evidence });

describe('an event that may live longer', () => {
  it.each([
    ['2026-09-01', '2026-12-01'],
    ['2026-09-01', 'never'],
  ])('from %s to %s was seen, or the gate is closed', (before, after) => {
    expect(judgeRenewal(before, after, use('searched'))).toEqual([]);
    expect(judgeRenewal(before, after, use('other'))).toEqual(['renewals']);
    expect(judgeRenewal(before, after, null)).toEqual(['renewals']);
  });

  it.each([
    ['2026-09-01', '2026-09-01'],
    ['2026-09-01', '2026-08-01'],
    ['never', '2026-12-01'],
  ])('is not one that goes from %s to %s', (before, after) => {
    expect(judgeRenewal(before, after, null)).toEqual([]);
  });

  it('is named', () => {
    const checks = judgeGate({
      from: 'staging',
      before: until('2026-09-01'),
      after: until('2026-12-01'),
      findings: [],
      changes: [],
      judgement: APPROVED,
      soak: null,
      use: use(),
      canary: null,
      share: 1,
      now: NOW,
    });
    expect(checks.find(({ id }) => id === 'renewals')?.message).toBe(
      'May live longer, and were not seen in production in 90 days: searched.',
    );
  });
});

describe('a canary', () => {
  const promotion = { canary: 0.05, soak: 'P1D', min_events: 100, max_violation_rate: 0.01 };
  const after = reviewed(documentOf('1.3.0', undefined, promotion));
  const seen = {
    servesThis: true,
    since: NOW - DAY_MS,
    accepted: 100,
    violations: 1,
    events: new Map<string, SeenEvent>([['searched', { events: 100, violations: 1, first: NOW - DAY_MS }]]),
  };
  const canaryOf = (other: object = {}): GateFacts['canary'] => ({
    share: 0.05,
    seen: { ...seen, ...other },
    beside: { accepted: 1900, violations: 19 },
  });

  it('comes before everybody where production says so, and with no more than it says', () => {
    expect(failures({ after })).toEqual(['canary']);
    expect(failures({ after, share: 0.05 })).toEqual([]);
    expect(failures({ after, share: 0.051 })).toEqual(['canary']);
    expect(failures({ share: 0.5 })).toEqual([]);
  });

  it('is not asked of a first plan, beside which nobody could meet another', () => {
    expect(failures({ before: null, after })).toEqual([]);
  });

  it('is long, large and clean enough at the limits', () => {
    expect(failures({ after, canary: canaryOf() })).toEqual([]);
  });

  it.each([
    ['canary-soak', { since: NOW - DAY_MS + 1 }],
    ['canary-events', { accepted: 99, violations: 0 }],
    ['canary-violations', { violations: 2 }],
    ['canary-violations', { events: new Map([['searched', { events: 1, violations: 1, first: NOW }]]) }],
  ])('fails by %s one beyond', (id, other) => {
    expect(failures({ after, canary: canaryOf(other) })).toEqual([id]);
  });

  it('is compared with the plan in force', () => {
    const checks = judgeCanary({
      before: null,
      after,
      changes: [],
      canary: canaryOf(),
      now: NOW,
    });
    expect(checks.find(({ id }) => id === 'canary-violations')?.message).toBe(
      '1 violation in 100 events: 1 %, of at most 1 %. The plan in force: 19 violations in 1900 events: 1 %.',
    );
  });
});
