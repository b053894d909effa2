import Mixpanel from 'mixpanel';
import { GIVEN_NUMBER } from './sdk.ts';
import type { Numbered, RunningSdk, SdkTask } from './sdk.ts';

/** One event alone goes by GET, several together by POST. */
export function startMixpanelNode({ gateway, key }: SdkTask): RunningSdk {
  // Imports need a key, which the package's types have forgotten.
  const config: object = { host: new URL(gateway).host, protocol: 'http', key: 'import-key' };
  const sdk = Mixpanel.init(key, config);
  const failures: string[] = [];
  const open: Promise<void>[] = [];
  type Done = (error?: unknown) => void;
  const call = (act: (done: Done) => void): void => {
    const done = new Promise<void>((resolve) => {
      act((error) => {
        const errors = (Array.isArray(error) ? error : [error]).filter((each) => each);
        failures.push(...errors.map(String));
        resolve();
      });
    });
    open.push(done);
  };
  return {
    act: ({ userId, anonymousId, groupId, text }) => {
      const event = { distinct_id: userId, $device_id: anonymousId, text, nested: { list: [text] } };
      const time = Date.now() - 60_000;
      call((done) => sdk.track('Order Completed', event, done));
      call((done) => sdk.track('Unplanned Event', { ...event, distinct_id: anonymousId }, done));
      call((done) => sdk.track_batch([{ event: 'Order Completed', properties: event }], done));
      call((done) => sdk.import('Order Completed', time, event, done));
      call((done) => sdk.import_batch([{ event: 'Order Completed', properties: { ...event, time } }], done));
      call((done) => sdk.people.set(userId, { text, $email: text }, {}, done));
      call((done) => sdk.people.set_once(userId, { text }, {}, done));
      call((done) => sdk.people.increment(userId, { visits: GIVEN_NUMBER }, {}, done));
      call((done) => sdk.people.append(userId, { text }, {}, done));
      call((done) => sdk.people.union(userId, { text: [text] }, done));
      call((done) => sdk.people.remove(userId, { text }, {}, done));
      call((done) => sdk.people.unset(userId, 'text', done));
      call((done) => sdk.people.delete_user(userId, done));
      call((done) => sdk.groups.set('company', groupId, { text }, {}, done));
      call((done) => sdk.alias(userId, anonymousId, done));
    },
    track: (events) => {
      const [first] = events;
      if (first !== undefined && events.length === 1) {
        return call((done) => sdk.track(first.name, propertiesOf(first), done));
      }
      const batch = events.map((event) => ({
        event: event.name,
        properties: propertiesOf(event),
      }));
      return call((done) => sdk.track_batch(batch, done));
    },
    flush: async () => {
      await Promise.all(open);
      return failures;
    },
  };
}

function propertiesOf({ number, person, padding }: Numbered): Record<string, string> {
  return { distinct_id: person, sequence: number, ...(padding && { padding }) };
}
