import type { RunningSdk, SdkTask } from './sdk.ts';

/** Said again: the types of the package need the DOM, which this directory is checked without. */
interface Headgate extends Readonly<
  Record<'track' | 'page' | 'identify' | 'group', (name: string, bag: object) => void>
> {
  flush(): Promise<void>;
  counts(): Readonly<Record<string, number>>;
}

interface Globals {
  readonly HeadgateSdk: { readonly createHeadgate: (options: object) => Headgate };
}

/** Runs in a page. */
export function startHeadgateBrowser({ gateway, key }: SdkTask): RunningSdk {
  const { createHeadgate } = (globalThis as unknown as Globals).HeadgateSdk;
  const headgate = createHeadgate({ writeKey: key, host: gateway, consent: ['analytics'] });
  return {
    act: ({ userId, groupId, text }) => {
      const properties = { text, nested: { list: [text] } };
      headgate.track('Order Completed', properties);
      headgate.track('Unplanned Event', properties);
      headgate.page('Basket', properties);
      headgate.identify(userId, { ...properties, email: text });
      headgate.group(groupId, properties);
    },
    track: (events) => {
      for (const { name, number, padding } of events)
        headgate.track(name, { sequence: number, ...(padding && { padding }) });
    },
    flush: async () => {
      await headgate.flush();
      return Object.keys(headgate.counts()).filter((fate) => fate !== 'sent');
    },
  };
}
