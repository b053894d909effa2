/** Protocols without a word for consent carry it as a property of ours, and it is no property of the event then. */
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../event.ts';
import { readRequest, wireRequest } from './wire.contract.ts';

const CONSENT = { categoryPreferences: { analytics: true }, tcf: 'CP.A' };
const WORD = { 'headgate.consent': CONSENT };

describe('headgate.consent', () => {
  it.each<[string, string, JsonObject]>([
    ['Mixpanel', '/track', { event: 'A', properties: { token: 'k', distinct_id: 'd', size: 1, ...WORD } }],
    [
      'PostHog',
      '/capture',
      {
        api_key: 'k',
        event: 'A',
        distinct_id: 'd',
        properties: { size: 1, $set: { plan: 'free' }, ...WORD },
      },
    ],
    [
      'Amplitude',
      '/2/httpapi',
      { api_key: 'k', events: [{ event_type: 'A', user_id: 'u', event_properties: { size: 1, ...WORD } }] },
    ],
  ])('of %s comes to the context', (_, path, body) => {
    const { events } = readRequest(wireRequest({ path, body: JSON.stringify(body) }));
    expect(events.length).toBeGreaterThan(0);
    for (const { context } of events) expect(context['consent']).toEqual(CONSENT);
    expect(events[0]?.properties).toEqual({ size: 1 });
  });
});
