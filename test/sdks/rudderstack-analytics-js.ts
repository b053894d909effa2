import type { RunningSdk, SdkTask } from './sdk.ts';

type Call = (...given: readonly unknown[]) => void;
interface Globals {
  readonly rudderanalytics: {
    readonly RudderAnalytics: new () => Readonly<
      Record<'load' | 'track' | 'page' | 'identify' | 'group' | 'alias', Call>
    >;
  };
  readonly localStorage: {
    readonly length: number;
    key(at: number): string | null;
    getItem(key: string): string | null;
  };
}

/** Runs in a page. What the SDK has not delivered lies in the page's storage, as JSON within JSON. */
export function startRudderJs({ gateway, key, batching }: SdkTask): RunningSdk {
  const { rudderanalytics, localStorage } = globalThis as unknown as Globals;
  const POLL_MS = 500;
  const sdk = new rudderanalytics.RudderAnalytics();
  const batch = { enabled: true, maxItems: 10, flushInterval: 1_000 };
  sdk.load(key, gateway, { configUrl: gateway, ...(batching && { queueOptions: { batch } }) });
  const stored = (): boolean =>
    Array.from({ length: localStorage.length }, (_, at) => localStorage.key(at) ?? '')
      .filter((name) => /\.(?:queue|batchQueue|inProgress)$/.test(name))
      .some((name) => /[^[\]{}"]/.test(localStorage.getItem(name) ?? ''));
  return {
    act: ({ userId, groupId, text }) => {
      const properties = { text, nested: { list: [text] } };
      sdk.page('Shop', 'Bread', properties);
      sdk.identify(userId, { ...properties, email: text });
      sdk.group(groupId, properties);
      sdk.track('Order Completed', properties);
      sdk.track('Unplanned Event', properties);
      sdk.alias(`${userId}-new`, userId);
    },
    track: (events) => {
      for (const { name, number, padding } of events)
        sdk.track(name, { sequence: number, ...(padding && { padding }) });
    },
    flush: async () => {
      // Events wait in memory until the SDK has its configuration, and reach the storage after that.
      await new Promise((resolve) => setTimeout(resolve, POLL_MS * 4));
      while (stored()) await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      return [];
    },
  };
}
