import type { ExposureAnswer } from '@headgate/api';
import { describe, expect, it } from 'vitest';
import { compareExposure } from './compare-exposure.ts';
import type { Received } from './fake-vendors.ts';

const RECEIVED: readonly Received[] = [
  {
    path: '/import',
    message: {
      event: 'Order Completed',
      properties: {
        $insert_id: 'm1',
        time: 1,
        distinct_id: 'p1',
        $user_id: 'p1',
        items: [{ product: 'rye' }],
      },
    },
  },
  {
    path: '/engage',
    message: {
      $distinct_id: 'p1',
      $user_id: 'p1',
      $device_id: 'd1',
      $time: 1,
      $ip: '203.0.113.0',
      $set: { $email: 'p9', $user_agent: 'Firefox 146' },
    },
  },
];

function exposed(path: string, deliveries: number): ExposureAnswer['fields'][number] {
  const times = { first: 1, last: 2, events: ['order_completed'] };
  return {
    path,
    form: 'pseudonym',
    categories: [],
    tier: 2,
    people: 1,
    deliveries,
    unsampled: null,
    ...times,
  };
}

function answer(fields: ExposureAnswer['fields'], deliveries = 2): ExposureAnswer {
  const period = {
    environment: null,
    from: null,
    to: null,
    current: true,
    installedAt: 0,
    unknownBefore: null,
  };
  return { vendor: 'mixpanel', ...period, people: 1, deliveries, unsampled: null, first: 1, last: 2, fields };
}

describe('compareExposure', () => {
  it.each([
    ['userId', 2],
    ['properties.items[].product', 1],
    ['properties.email', 1],
    ['context.ip', 1],
    ['context.userAgent', 1],
    ['messageId', 1],
    ['time', 2],
    ['anonymousId', 1],
  ])('agrees where the ledger says that %s was delivered %i times', (path, deliveries) => {
    expect(compareExposure(answer([exposed(path, deliveries)]), RECEIVED).agrees).toBe(true);
  });

  it.each([
    ['userId', 1],
    ['properties.items[].product', 2],
    ['properties.items[].sku', 1],
    ['properties.email', 0],
    ['messageId', 2],
    ['context.locale', 1],
  ])('disagrees where the ledger says that %s was delivered %i times', (path, deliveries) => {
    const compared = compareExposure(answer([exposed(path, deliveries)]), RECEIVED);
    expect([compared.agrees, compared.fields[0]?.agrees]).toEqual([false, false]);
  });

  it('disagrees when the totals differ, or when nothing is said of what was received', () => {
    expect(compareExposure(answer([exposed('userId', 2)], 3), RECEIVED).agrees).toBe(false);
    expect(compareExposure(answer([]), RECEIVED).agrees).toBe(false);
  });
});
