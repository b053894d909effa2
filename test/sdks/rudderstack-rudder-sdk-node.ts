import RudderAnalytics from '@rudderstack/rudder-sdk-node';
import type { RunningSdk, SdkTask } from './sdk.ts';

export function startRudderNode({ gateway, key }: SdkTask): RunningSdk {
  const failures: string[] = [];
  const errorHandler = (error: unknown): void => void failures.push(String(error));
  const sdk = new RudderAnalytics(key, { dataPlaneUrl: gateway, flushInterval: 50, errorHandler });
  const open: Promise<void>[] = [];
  const call = (act: (done: () => void) => void): void => {
    open.push(new Promise((resolve) => act(resolve)));
  };
  return {
    act: ({ userId, anonymousId, groupId, text }) => {
      const ids = { userId, anonymousId };
      const properties = { text, nested: { list: [text] } };
      call((done) => sdk.track({ ...ids, event: 'Order Completed', properties }, done));
      call((done) => sdk.track({ anonymousId, event: 'Unplanned Event', properties }, done));
      call((done) => sdk.page({ ...ids, name: 'Bread', properties: { ...properties, url: text } }, done));
      call((done) => sdk.screen({ ...ids, name: 'Basket', properties }, done));
      call((done) => sdk.identify({ ...ids, traits: { ...properties, email: text } }, done));
      call((done) => sdk.group({ ...ids, groupId, traits: properties }, done));
      call((done) => sdk.alias({ ...ids, previousId: anonymousId }, done));
    },
    track: (events) => {
      for (const { name, number, person, padding } of events) {
        const properties = { sequence: number, ...(padding && { padding }) };
        call((done) => sdk.track({ userId: person, event: name, properties }, done));
      }
    },
    flush: async () => {
      await Promise.all(open);
      return failures;
    },
  };
}
