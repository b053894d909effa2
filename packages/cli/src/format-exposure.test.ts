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
});
