/** Events that generated code sends through the real Node SDKs, read by the gateway's decoders and held to the plan again. */
import * as amplitude from '@amplitude/analytics-node';
import { compilePlan, parsePlan } from '@headgate/core';
import type { CompiledPlan, ReceivedEvent, VendorWire } from '@headgate/core';
import { createHeadgate } from '@headgate/sdk/node';
import { Analytics } from '@segment/analytics-node';
import Mixpanel from 'mixpanel';
import { PostHog } from 'posthog-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as forAmplitude from '../fixtures/codegen/ts/amplitude-analytics-node/telemetry.ts';
import * as forHeadgate from '../fixtures/codegen/ts/headgate-sdk-node/telemetry.ts';
import * as forMixpanel from '../fixtures/codegen/ts/mixpanel/telemetry.ts';
import * as forPosthog from '../fixtures/codegen/ts/posthog-node/telemetry.ts';
import * as forSegment from '../fixtures/codegen/ts/segment-analytics-node/telemetry.ts';
import { NO_PSEUDONYMS } from '../packages/cli/src/check-plan.ts';
import { findPlan, readPlanFiles } from '../packages/cli/src/plan-files.ts';
import { startCaptureServer } from './capture-server.ts';
import type { CaptureServer } from './capture-server.ts';
import { decodeMessages, openRequest } from './wire-messages.ts';

const ORDER: forSegment.OrderCompleted = {
  order_id: '0f0f6e5c-6a3b-4f0e-8a75-3b7e1c0e9a11',
  total: 3.5,
  currency: 'EUR',
  items: [{ sku: 'RYE-0001', count: 2, price: { amount: 1.75, currency: 'EUR' }, allergens: ['gluten'] }],
  paid_at: '2026-11-27T08:00:00Z',
  gift: false,
  channel: 'shop',
  kind: 'order',
  parent: null,
  grid: [[1, 2], [3]],
  size: -3,
  fresh: null,
};
const USER = 'user-1';

let server: CaptureServer;
let plan: CompiledPlan;

/** Of each SDK: how one of everything is sent, and the planned events that arrive. */
const SENDERS: Readonly<
  Record<string, { send: (before: number) => Promise<unknown>; arrives: readonly string[] }>
> = {
  '@segment/analytics-node': {
    send: () => {
      const sdk = new Analytics({ writeKey: 'k', host: server.url, flushInterval: 10 });
      forSegment.trackOrderCompleted(sdk, { userId: USER }, ORDER);
      forSegment.pageHome(sdk, { userId: USER }, { layout: 'wide' });
      forSegment.pageSeen(sdk, { anonymousId: 'device-1' });
      forSegment.screenBasketScreen(sdk, { userId: USER }, { items: 2 });
      forSegment.identify(sdk, { userId: USER }, { plan: 'free', born: '1990-01-01' });
      forSegment.groupCompany(sdk, { userId: USER }, 'company-1', { seats: 3 });
      forSegment.trackSignedOut(sdk, { userId: USER });
      return sdk.closeAndFlush();
    },
    arrives: ['basket_screen', 'company', 'home', 'identify', 'order_completed', 'page_seen', 'signed_out'],
  },
  mixpanel: {
    send: async (before) => {
      const sdk = Mixpanel.init('k', { host: new URL(server.url).host, protocol: 'http' });
      forMixpanel.trackOrderCompleted(sdk, USER, ORDER);
      forMixpanel.pageSeen(sdk, USER, { layout: 'narrow' });
      forMixpanel.identify(sdk, USER, { plan: 'free' });
      forMixpanel.groupCompany(sdk, 'company', 'company-1', { seats: 3, plan: 'paid' });
      forMixpanel.trackSignedOut(sdk, USER);
      await expect.poll(() => server.captured.length, { timeout: 10_000 }).toBe(before + 5);
    },
    arrives: ['company', 'identify', 'order_completed', 'page_seen', 'signed_out'],
  },
  'posthog-node': {
    send: () => {
      const sdk = new PostHog('k', { host: server.url });
      forPosthog.trackOrderCompleted(sdk, { distinctId: USER }, ORDER);
      forPosthog.pageSeen(sdk, { distinctId: USER }, { layout: 'wide' });
      forPosthog.screenBasketScreen(sdk, { distinctId: USER }, { items: 2 });
      forPosthog.identify(sdk, USER, { plan: 'free' });
      forPosthog.groupCompany(sdk, 'company', 'company-1', { seats: 3 });
      forPosthog.trackSignedOut(sdk, { distinctId: USER });
      return sdk.shutdown();
    },
    arrives: ['basket_screen', 'company', 'identify', 'order_completed', 'page_seen', 'signed_out'],
  },
  '@amplitude/analytics-node': {
    send: async () => {
      const sdk = { ...amplitude, ...amplitude.createInstance() };
      await sdk.init('k', { serverUrl: `${server.url}/2/httpapi`, flushIntervalMillis: 10 }).promise;
      const who = { user_id: USER };
      forAmplitude.trackOrderCompleted(sdk, who, ORDER);
      forAmplitude.pageSeen(sdk, { device_id: 'device-1' }, { layout: 'wide' });
      forAmplitude.screenBasketScreen(sdk, who, { items: 2 });
      forAmplitude.identify(sdk, who, { plan: 'free' });
      forAmplitude.groupCompany(sdk, who, 'company', 'company-1', { seats: 3 });
      forAmplitude.trackSignedOut(sdk, who);
      await sdk.flush().promise;
    },
    arrives: ['basket_screen', 'company', 'identify', 'order_completed', 'page_seen', 'signed_out'],
  },
  '@headgate/sdk/node': {
    send: () => {
      const sdk = createHeadgate({ writeKey: 'k', host: server.url });
      const who = { userId: USER, consent: ['analytics'] };
      forHeadgate.trackOrderCompleted(sdk, who, ORDER);
      forHeadgate.pageHome(sdk, who, { layout: 'wide' });
      forHeadgate.pageSeen(sdk, { anonymousId: 'device-1', consent: ['analytics'] });
      forHeadgate.identify(sdk, who, { plan: 'free' });
      forHeadgate.groupCompany(sdk, who, 'company-1', { seats: 3 });
      forHeadgate.trackSignedOut(sdk, who);
      return sdk.close();
    },
    arrives: ['company', 'home', 'identify', 'order_completed', 'page_seen', 'signed_out'],
  },
};

beforeAll(async () => {
  server = await startCaptureServer();
  plan = compileFixture();
});
afterAll(() => server.close());

function compileFixture(): CompiledPlan {
  const directory = new URL('../fixtures/codegen/plan', import.meta.url).pathname;
  const files = readPlanFiles(findPlan(directory, '.') ?? '', directory);
  const parsed = parsePlan(files.plan, files.events);
  if (parsed.value === null) throw new Error('The plan of the fixture has errors.');
  const wire: VendorWire = { accepts: () => true, leavesOut: () => null };
  const vendors = new Map([...parsed.value.vendors.keys()].map((name) => [name, wire]));
  const options = { id: 'p', environment: 'production', vendors, pseudonymiser: NO_PSEUDONYMS } as const;
  const { value } = compilePlan(parsed.value, options);
  if (value === null) throw new Error('The plan of the fixture does not compile.');
  return value;
}

function received(from: number): ReceivedEvent[] {
  return server.captured.slice(from).flatMap((request) => {
    const opened = openRequest(request);
    return opened === null ? [] : decodeMessages(opened.endpoint, opened.messages);
  });
}

describe('generated code', () => {
  it.each(Object.entries(SENDERS))('sends what the plan takes: %s', async (_, { send, arrives }) => {
    const from = server.captured.length;
    await send(from);
    const ids = received(from).map((event) => {
      const found = plan.find({ ...event, source: { id: 'server', environment: 'production' } });
      const verdict = found?.validate(event);
      expect(verdict).toMatchObject({ kind: 'keep', remarks: [] });
      return found?.id ?? 'unplanned';
    });
    expect(ids.toSorted((left, right) => left.localeCompare(right))).toEqual(arrives);
  });

  it('sends the whole of an event', async () => {
    const from = server.captured.length;
    await SENDERS['@segment/analytics-node']?.send(from);
    const order = received(from).find(({ name }) => name === 'Order Completed');
    expect(order?.properties).toEqual(ORDER);
  });
});
