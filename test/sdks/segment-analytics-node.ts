import { Analytics } from '@segment/analytics-node';
import type { RunningSdk, SdkTask } from './sdk.ts';

/** `closeAndFlush` ends the SDK, so `flush` waits for its own report of each event instead. */
export function startSegmentNode({ gateway, key }: SdkTask): RunningSdk {
  const analytics = new Analytics({ writeKey: key, host: gateway, flushInterval: 50 });
  const failures: string[] = [];
  analytics.on('error', ({ code, reason }) => failures.push(`${code} ${String(reason)}`));
  const open: Promise<unknown>[] = [];
  type Done = (error?: unknown) => void;
  const call = (act: (done: Done) => void): void => {
    open.push(new Promise<void>((resolve) => act(() => resolve())));
  };
  return {
    act: ({ userId, anonymousId, groupId, text }) => {
      const properties = { text, nested: { list: [text] } };
      const ids = { userId, anonymousId };
      call((done) => analytics.track({ ...ids, event: 'Order Completed', properties }, done));
      call((done) => analytics.track({ anonymousId, event: 'Unplanned Event', properties }, done));
      call((done) =>
        analytics.page({ ...ids, name: 'Bread', properties: { ...properties, url: text } }, done),
      );
      call((done) => analytics.screen({ ...ids, name: 'Basket', properties }, done));
      call((done) => analytics.identify({ ...ids, traits: { ...properties, email: text } }, done));
      call((done) => analytics.group({ ...ids, groupId, traits: properties }, done));
      call((done) => analytics.alias({ userId, previousId: anonymousId }, done));
    },
    track: (events) => {
      for (const { name, number, person, padding } of events) {
        const properties = { sequence: number, ...(padding && { padding }) };
        call((done) => analytics.track({ userId: person, event: name, properties }, done));
      }
    },
    flush: async () => {
      await Promise.all(open);
      return failures;
    },
  };
}
