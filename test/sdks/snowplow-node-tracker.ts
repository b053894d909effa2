import {
  buildConsentGranted,
  buildConsentWithdrawn,
  buildEcommerceTransaction,
  buildEcommerceTransactionItem,
  buildLinkClick,
  buildPagePing,
  buildPageView,
  buildScreenView,
  buildSelfDescribingEvent,
  buildSiteSearch,
  buildStructEvent,
  newTracker,
} from '@snowplow/node-tracker';
import type { EventBatch, RequestFailure } from '@snowplow/node-tracker';
import { GIVEN_NUMBER } from './sdk.ts';
import type { RunningSdk, SdkTask } from './sdk.ts';

/** Virtual time between two tries; the SDK itself tries again with its next event. */
const TRY_AGAIN_MS = 1_000;

/** Self-describing events are named by their schema. */
function schemaOf(name: string): string {
  return `iglu:com.example/${name.toLowerCase().replaceAll(' ', '_')}/jsonschema/1-0-0`;
}

export function startSnowplowNode({ gateway, key, batching }: SdkTask): RunningSdk {
  const failures: string[] = [];
  const waiting = { events: 0 };
  const tracker = newTracker(
    { namespace: 'shop', appId: key },
    {
      endpoint: gateway,
      bufferSize: batching ? 5 : 1,
      onRequestSuccess: (batch: EventBatch) => {
        waiting.events -= batch.length;
      },
      onRequestFailure: ({ events, status, message, willRetry }: RequestFailure) => {
        failures.push(`${status ?? ''} ${message ?? ''}`);
        if (!willRetry) waiting.events -= events.length;
      },
    },
  );
  const make = (
    event: Parameters<typeof tracker.track>[0],
    context: Parameters<typeof tracker.track>[1] = [],
  ): void => {
    waiting.events += 1;
    tracker.track(event, context);
  };
  return {
    act: ({ userId, anonymousId, text }) => {
      tracker.setUserId(userId);
      tracker.setDomainUserId(anonymousId);
      const data = { text, nested: { list: [text] } };
      const context = [{ schema: 'iglu:com.example/shelf/jsonschema/1-0-0', data: { text } }];
      make(buildSelfDescribingEvent({ event: { schema: schemaOf('Order Completed'), data } }), context);
      make(buildSelfDescribingEvent({ event: { schema: schemaOf('Unplanned Event'), data } }));
      make(
        buildStructEvent({
          category: 'shop',
          action: 'Order Completed',
          label: text,
          property: text,
          value: GIVEN_NUMBER,
        }),
      );
      make(buildPageView({ pageUrl: text, pageTitle: text, referrer: text }));
      make(buildPagePing({ pageUrl: text, pageTitle: text, referrer: text }));
      make(buildScreenView({ name: text, id: text }));
      make(buildLinkClick({ targetUrl: text, elementId: text, elementContent: text }));
      make(buildSiteSearch({ terms: [text] }));
      make(buildEcommerceTransaction({ orderId: text, total: GIVEN_NUMBER, city: text, currency: 'EUR' }));
      make(buildEcommerceTransactionItem({ orderId: text, sku: text, price: GIVEN_NUMBER, name: text }));
      make(buildConsentGranted({ id: 'terms', version: '1', name: text, expiry: text }).event);
      make(buildConsentWithdrawn({ id: 'terms', version: '1', name: text, all: false }).event);
    },
    track: (events) => {
      for (const { name, number, padding } of events) {
        const data = { sequence: number, ...(padding && { padding }) };
        make(buildSelfDescribingEvent({ event: { schema: schemaOf(name), data } }));
      }
    },
    flush: async () => {
      while (waiting.events > 0) {
        await tracker.flush();
        await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_MS));
      }
      return failures;
    },
  };
}
