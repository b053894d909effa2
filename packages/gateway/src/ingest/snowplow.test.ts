/** Snowplow's own Node tracker before the real way in: what it takes for success, what it gives up, and what it sends again. */
import { findEndpoint } from '@headgate/core';
import { buildStructEvent, LOG_LEVEL, newTracker } from '@snowplow/node-tracker';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { startGateway } from '../../../../test/ingest-fixture.ts';
import type { Gateway } from '../../../../test/ingest-fixture.ts';

const VENDORS = 2;

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway({
    findEndpoint,
    limits: { bodyBytesMax: 3_000, decompressedBytesMax: 3_000, eventsMax: 5 },
  });
});
afterAll(() => gateway.ingest.close());
beforeEach(() => {
  gateway.queue.answer = 'stored';
  gateway.stored.event.length = 0;
});

/** As `onRequestFailure` gets it. */
interface Failure {
  readonly status?: number;
  readonly willRetry: boolean;
}

interface Sending {
  readonly appId?: string;
  readonly events?: number;
  readonly label?: string;
  readonly emitter?: Readonly<Record<string, unknown>>;
}

/** Sends events that the plan of the tests knows, and gives back the failures that the tracker saw. */
async function send({ appId = 'shop-key', events = 1, label = 'x', emitter = {} }: Sending) {
  const failures: Failure[] = [];
  let successes = 0;
  const tracker = newTracker(
    { namespace: 'n', appId },
    {
      endpoint: gateway.url,
      bufferSize: 100,
      onRequestFailure: (failure: Failure) => void failures.push(failure),
      onRequestSuccess: () => void (successes += 1),
      ...emitter,
    },
  );
  tracker.addPlugin({ plugin: { logger: (log) => log.setLogLevel(LOG_LEVEL.none) } });
  for (let at = 0; at < events; at += 1) {
    tracker.track(buildStructEvent({ category: 'shop', action: 'planned', label }));
  }
  await tracker.flush();
  await vi.waitUntil(() => failures.length + successes > 0);
  return { failures, successes: () => successes, flush: () => tracker.flush() };
}

describe('the Node tracker', () => {
  it.each(['post', 'get'] as const)('is content with what its %s is answered', async (eventMethod) => {
    const { failures } = await send({ emitter: { eventMethod } });
    expect(failures).toEqual([]);
    expect(gateway.stored.event).toHaveLength(VENDORS);
  });

  it('names its key in a header, if it is to keep its app id', async () => {
    const customHeaders = { Authorization: 'Bearer shop-key' };
    const { failures } = await send({ appId: 'its-own', emitter: { customHeaders } });
    expect(failures).toEqual([]);
    expect(gateway.stored.event).toHaveLength(VENDORS);
  });

  it.each<[string, number, Sending]>([
    ['a key that nobody has', 401, { appId: 'nobody' }],
    ['a batch of too many events', 422, { events: 6 }],
    ['a batch that is too large', 422, { label: 'x'.repeat(3_000) }],
  ])('gives up %s, which is answered %i', async (_name, status, sending) => {
    const { failures, flush } = await send(sending);
    await flush();
    expect(failures.map((failure) => [failure.status, failure.willRetry])).toEqual([[status, false]]);
    expect(gateway.stored.event).toEqual([]);
  });

  it.each<['full' | 'broken', number]>([
    ['full', 503],
    ['broken', 500],
  ])('keeps what comes while the queue is %s, and sends it again', async (answer, status) => {
    gateway.queue.answer = answer;
    const { failures, successes, flush } = await send({});
    expect(failures.map((failure) => [failure.status, failure.willRetry])).toEqual([[status, true]]);
    gateway.queue.answer = 'stored';
    await flush();
    await vi.waitUntil(() => successes() > 0);
    expect(gateway.stored.event).toHaveLength(VENDORS);
  });
});
