import type { RunningSdk, SdkTask } from './sdk.ts';

interface Globals {
  readonly posthog: {
    init(key: string, options: object): unknown;
    capture(name: string, properties: object): unknown;
    identify(id: string, set?: object, setOnce?: object): void;
    alias(alias: string): unknown;
    group(type: string, key: string, properties: object): void;
    register(properties: object): void;
    captureException(error: unknown, properties: object): unknown;
  };
}

/**
 * Runs in a page. The SDK says nothing of what became of an event; it sends after three seconds, so `flush` waits for twice that.
 * `opt_out_useragent_filter` lets it send from a browser that nobody sits before.
 */
export function startPosthogJs({ gateway, key }: SdkTask): RunningSdk {
  const { posthog } = globalThis as unknown as Globals;
  const BATCH_MS = 3_000;
  posthog.init(key, {
    api_host: gateway,
    opt_out_useragent_filter: true,
    disable_external_dependency_loading: true,
  });
  return {
    act: ({ userId, groupId, text }) => {
      const properties = { text, nested: { list: [text] } };
      posthog.register({ super_property: text });
      posthog.identify(userId, { text, email: text }, { first: text });
      posthog.group('company', groupId, { text });
      posthog.capture('Order Completed', properties);
      posthog.capture('Unplanned Event', properties);
      posthog.captureException(new Error(text), properties);
      posthog.alias(`${userId}-new`);
    },
    track: (events) => {
      for (const { name, number, padding } of events)
        posthog.capture(name, { sequence: number, ...(padding && { padding }) });
    },
    flush: async () => {
      await new Promise((resolve) => setTimeout(resolve, BATCH_MS * 2));
      return [];
    },
  };
}
