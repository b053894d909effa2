import type { ExposureAnswer } from '@headgate/api';
import { describe, expect, it } from 'vitest';
import { formatExposure } from './format-exposure.ts';

const noon = Date.UTC(2026, 10, 24, 12);
const nothing: ExposureAnswer = {
  vendor: 'mixpanel',
  environment: null,
  from: null,
  to: null,
  current: true,
  installedAt: noon,
  unknownBefore: null,
  people: 0,
  deliveries: 0,
  unsampled: null,
  first: null,
  last: null,
  fields: [],
};

describe('formatExposure', () => {
  it('says that nothing was delivered', () => {
    expect(formatExposure(nothing)).toBe(
      'mixpanel, all environments, the beginning to now\nNothing was delivered.',
    );
  });

  it('counts one delivery as one', () => {
    const one = { ...nothing, people: 1, deliveries: 1, first: noon, last: noon };
    expect(formatExposure(one)).toContain('1 person, 1 delivery, first');
  });

  it('lists fields with their forms, and says what is not known', () => {
    const text = formatExposure({
      ...nothing,
      environment: 'production',
      from: '2026-11-01',
      to: '2026-11-30',
      current: false,
      unknownBefore: noon,
      people: 1,
      deliveries: 1_204,
      first: noon,
      last: noon + 61_000,
      fields: [
        {
          path: 'properties.total',
          form: 'coarse',
          categories: ['user.behavior', 'user.payment'],
          tier: 4,
          people: 1,
          deliveries: 1_204,
          unsampled: null,
          first: noon,
          last: noon + 61_000,
          events: ['order'],
        },
        {
          path: 'userId',
          form: 'pseudonym',
          categories: [],
          tier: 1,
          people: 1,
          deliveries: 2,
          unsampled: null,
          first: noon,
          last: noon,
          events: [],
        },
      ],
    });
    expect(text.split('\n')).toEqual([
      'mixpanel, production, 2026-11-01 to 2026-11-30',
      '1 person, 1,204 deliveries, first 2026-11-24 12:00:00 UTC, last 2026-11-24 12:01:01 UTC.',
      '',
      'FIELD             FORM       TIER  PEOPLE  DELIVERIES  FIRST                    LAST                     CATEGORIES',
      'properties.total  coarse     4     1       1,204       2026-11-24 12:00:00 UTC  2026-11-24 12:01:01 UTC  user.behavior, user.payment',
      'userId            pseudonym  1     1       2           2026-11-24 12:00:00 UTC  2026-11-24 12:00:00 UTC  (undeclared)',
      '',
      'Unknown before 2026-11-24 12:00:00 UTC: the ledger reaches back no further.',
      'The newest deliveries may be missing: they are not in the ledger yet.',
    ]);
  });

  const seen: ExposureAnswer = {
    ...nothing,
    people: 12,
    deliveries: 1_204,
    unsampled: { deliveries: 4_816, people: { kind: 'at-least', count: 12 } },
    first: noon,
    last: noon,
    fields: [
      {
        path: 'userId',
        form: 'pseudonym',
        categories: ['user'],
        tier: 2,
        people: 12,
        deliveries: 1_200,
        unsampled: { deliveries: 4_800, people: { kind: 'estimate', count: 48 } },
        first: noon,
        last: noon,
        events: ['seen'],
      },
    ],
  };

  it('tells what there would have been without sampling beside what was delivered', () => {
    const [, heading, unsampled, , head, row] = formatExposure(seen).split('\n');
    expect(heading).toContain('12 people, 1,204 deliveries');
    expect(unsampled).toBe('Without sampling: about 4,816 deliveries, at least 12 people.');
    expect(head).toContain('PEOPLE  DELIVERIES  ESTIMATED PEOPLE  ESTIMATED DELIVERIES  FIRST');
    expect(row).toMatch(/12 +1,200 +~48 +~4,800 +2026/);
  });

  it('says so where a sampling rate is unknown, and has no columns for what nobody knows', () => {
    const unknown = { deliveries: null, people: { kind: 'at-least', count: 12 } } as const;
    const fields = seen.fields.map((field) => ({ ...field, unsampled: unknown }));
    const text = formatExposure({ ...seen, unsampled: unknown, fields });
    expect(text).toContain('The sampling rate of some deliveries is unknown');
    expect(text).not.toContain('ESTIMATED');
    expect(formatExposure({ ...seen, unsampled: unknown, fields: [...seen.fields, ...fields] })).toMatch(
      /≥12 +unknown/,
    );
  });

  it('says nothing of sampling where nothing was sampled', () => {
    const whole = { deliveries: 1_204, people: { kind: 'exact', count: 12 } } as const;
    const fields = seen.fields.map((field) => ({ ...field, deliveries: 1_204, unsampled: whole }));
    const text = formatExposure({ ...seen, unsampled: whole, fields });
    expect(text).not.toMatch(/sampl/i);
  });
});
