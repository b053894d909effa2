import type { RunningSdk, SdkTask } from './sdk.ts';

interface Failure {
  readonly events: readonly unknown[];
  readonly status?: number;
  readonly message?: string;
  readonly willRetry: boolean;
}
interface Globals {
  readonly snowplowBrowserTracking: {
    newTracker(name: string, endpoint: string, options: object): unknown;
    setUserId(id: string): void;
    trackPageView(event?: object): void;
    trackStructEvent(event: object): void;
    trackSelfDescribingEvent(event: object): void;
    flushBuffer(): void;
  };
}

/** Runs in a page. The SDK tries again with its next event, so `flush` asks it to until nothing waits. */
export function startSnowplowBrowser({ gateway, key, batching }: SdkTask): RunningSdk {
  const { snowplowBrowserTracking: snowplow } = globalThis as unknown as Globals;
  const TRY_AGAIN_MS = 1_000;
  const failures: string[] = [];
  const waiting = { events: 0 };
  snowplow.newTracker('shop', gateway, {
    appId: key,
    bufferSize: batching ? 5 : 1,
    contexts: { webPage: true, session: true },
    onRequestSuccess: (batch: readonly unknown[]) => {
      waiting.events -= batch.length;
    },
    onRequestFailure: ({ events, status, message, willRetry }: Failure) => {
      failures.push(`${status ?? ''} ${message ?? ''}`);
      if (!willRetry) waiting.events -= events.length;
    },
  });
  // Within, since only this function goes to the page.
  // oxlint-disable-next-line unicorn/consistent-function-scoping
  const schemaOf = (name: string): string =>
    `iglu:com.example/${name.toLowerCase().replaceAll(' ', '_')}/jsonschema/1-0-0`;
  const make = (act: () => void): void => {
    waiting.events += 1;
    act();
  };
  return {
    act: ({ userId, text }) => {
      snowplow.setUserId(userId);
      const data = { text, nested: { list: [text] } };
      const context = [{ schema: 'iglu:com.example/shelf/jsonschema/1-0-0', data: { text } }];
      make(() => snowplow.trackPageView({ title: text, context }));
      make(() =>
        snowplow.trackStructEvent({
          category: 'shop',
          action: 'Order Completed',
          label: text,
          property: text,
          value: 7331,
        }),
      );
      make(() =>
        snowplow.trackSelfDescribingEvent({ event: { schema: schemaOf('Order Completed'), data }, context }),
      );
      make(() => snowplow.trackSelfDescribingEvent({ event: { schema: schemaOf('Unplanned Event'), data } }));
    },
    track: (events) => {
      for (const { name, number, padding } of events) {
        const data = { sequence: number, ...(padding && { padding }) };
        make(() => snowplow.trackSelfDescribingEvent({ event: { schema: schemaOf(name), data } }));
      }
    },
    flush: async () => {
      while (waiting.events > 0) {
        snowplow.flushBuffer();
        await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_MS));
      }
      return failures;
    },
  };
}
