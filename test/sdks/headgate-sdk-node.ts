import { createHeadgate } from '@headgate/sdk/node';
import type { RunningSdk, SdkTask } from './sdk.ts';

export function startHeadgateNode({ gateway, key }: SdkTask): RunningSdk {
  const headgate = createHeadgate({ writeKey: key, host: gateway });
  return {
    act: ({ userId, anonymousId, groupId, text }) => {
      const properties = { text, nested: { list: [text] } };
      const who = { userId, anonymousId, consent: ['analytics'] };
      headgate.track(who, 'Order Completed', properties);
      headgate.track({ ...who, gpc: true }, 'Unplanned Event', properties);
      headgate.page(who, 'Basket', { ...properties, url: text });
      headgate.identify(who, { ...properties, email: text });
      headgate.group(who, groupId, properties);
    },
    track: (events) => {
      for (const { name, number, person, padding } of events) {
        const properties = { sequence: number, ...(padding && { padding }) };
        headgate.track({ userId: person, consent: ['analytics'] }, name, properties);
      }
    },
    flush: async () => {
      await headgate.flush();
      return Object.keys(headgate.counts()).filter((fate) => fate !== 'sent');
    },
  };
}
