import type { RunningSdk, SdkTask } from './sdk.ts';

type Call = (...given: readonly unknown[]) => Promise<unknown>;
interface Globals {
  readonly AnalyticsNext: {
    readonly AnalyticsBrowser: {
      load(
        settings: object,
        options: object,
      ): PromiseLike<unknown> &
        Readonly<Record<'track' | 'page' | 'screen' | 'identify' | 'group' | 'alias', Call>>;
    };
  };
}

/** Runs in a page. A call's promise is kept when it was first tried; what follows is up to the SDK. */
export function startSegmentNext({ gateway, key, batching }: SdkTask): RunningSdk {
  const { AnalyticsBrowser } = (globalThis as unknown as Globals).AnalyticsNext;
  const batch = { strategy: 'batching', config: { size: 10, timeout: 1_000 } };
  const settings = {
    apiHost: `${gateway.replace('http://', '')}/v1`,
    protocol: 'http',
    ...(batching && { deliveryStrategy: batch }),
  };
  const analytics = AnalyticsBrowser.load(
    { writeKey: key, cdnURL: gateway },
    { integrations: { 'Segment.io': settings } },
  );
  const open: Promise<unknown>[] = [];
  return {
    act: ({ userId, groupId, text }) => {
      const properties = { text, nested: { list: [text] } };
      open.push(
        analytics.page('Bread', properties),
        analytics.screen('Basket', properties),
        analytics.identify(userId, { ...properties, email: text }),
        analytics.group(groupId, properties),
        analytics.track('Order Completed', properties),
        analytics.track('Unplanned Event', properties),
        analytics.alias(`${userId}-new`, userId),
      );
    },
    track: (events) => {
      for (const { name, number, padding } of events)
        open.push(analytics.track(name, { sequence: number, ...(padding && { padding }) }));
    },
    flush: async () => {
      // Without its settings it sends nothing and keeps no promise of a call.
      const loaded = await analytics.then(
        () => true,
        () => false,
      );
      if (!loaded) return ['it did not get its settings'];
      await Promise.all(open);
      return [];
    },
  };
}
