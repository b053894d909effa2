import { expect, it } from 'vitest';
import { standingOf } from './vendor-standing.ts';

const LANE = {
  environment: 'production',
  state: 'flowing',
  waiting: 2,
  bytes: 10,
  oldestAt: null,
  dead: 1,
  deadForgotten: 1,
  held: null,
  cause: null,
  lastDeliveredAt: null,
} as const;

it('adds up the environments of a vendor, and tells why nothing is sent though it is not cut', () => {
  const lanes = [
    { ...LANE, vendor: 'mixpanel' },
    { ...LANE, vendor: 'mixpanel', environment: 'staging', held: 'unauthorised' },
    { ...LANE, vendor: 'segment', held: 'failing' },
    { ...LANE, vendor: 'posthog', held: 'cut' },
  ] as const;
  expect(standingOf('mixpanel', { lanes: [...lanes] })).toEqual({
    waiting: 4,
    dead: 4,
    held: 'unauthorised',
  });
  expect(standingOf('posthog', { lanes: [...lanes] }).held).toBeNull();
  expect(standingOf('nobody', { lanes: [...lanes] })).toEqual({ waiting: 0, dead: 0, held: null });
});
