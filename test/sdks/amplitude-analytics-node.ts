import { createInstance, Identify, Revenue } from '@amplitude/analytics-node';
import { GIVEN_NUMBER } from './sdk.ts';
import type { RunningSdk, SdkTask } from './sdk.ts';

export async function startAmplitudeNode({ gateway, key }: SdkTask): Promise<RunningSdk> {
  const sdk = createInstance();
  await sdk.init(key, { serverUrl: `${gateway}/2/httpapi`, flushIntervalMillis: 50 }).promise;
  const failures: string[] = [];
  const open: Promise<void>[] = [];
  /** A call's promise is kept when its event was delivered or given up. */
  const call = ({ promise }: { readonly promise: Promise<{ code: number; message: string }> }): void => {
    const tell = async (): Promise<void> => {
      const { code, message } = await promise;
      if (code !== 200) failures.push(`${code} ${message}`);
    };
    open.push(tell());
  };
  return {
    act: ({ userId, anonymousId, groupId, text }) => {
      const ids = { user_id: userId, device_id: anonymousId };
      const properties = { text, nested: { list: [text] } };
      const traits = new Identify().set('text', text).setOnce('first', text).add('visits', GIVEN_NUMBER);
      const lists = traits.append('list', text).unset('gone');
      const revenue = new Revenue()
        .setProductId(text)
        .setPrice(GIVEN_NUMBER)
        .setQuantity(GIVEN_NUMBER)
        .setRevenueType('sale');
      call(sdk.track('Order Completed', properties, ids));
      call(sdk.track('Unplanned Event', properties, { device_id: anonymousId }));
      call(sdk.identify(lists, ids));
      call(sdk.setGroup('company', groupId, ids));
      call(sdk.groupIdentify('company', groupId, new Identify().set('text', text), ids));
      call(sdk.revenue(revenue, ids));
    },
    track: (events) => {
      for (const { name, number, person, padding } of events) {
        const properties = { sequence: number, ...(padding && { padding }) };
        call(sdk.track(name, properties, { user_id: person }));
      }
    },
    flush: async () => {
      await Promise.all(open);
      return failures;
    },
  };
}
