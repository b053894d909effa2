import { PostHog } from 'posthog-node';
import type { RunningSdk, SdkTask } from './sdk.ts';

/** The capture mode is read from the environment, see the rows of `node-sdks.ts`. */
export function startPosthogNode({ gateway, key }: SdkTask): RunningSdk {
  const posthog = new PostHog(key, { host: gateway });
  const failures: string[] = [];
  posthog.on('error', (error: unknown) => failures.push(String(error)));
  return {
    act: ({ userId, anonymousId, groupId, text }) => {
      const properties = { text, nested: { list: [text] } };
      posthog.capture({
        distinctId: userId,
        event: 'Order Completed',
        properties,
        groups: { company: groupId },
      });
      posthog.capture({ distinctId: anonymousId, event: 'Unplanned Event', properties });
      posthog.capture({ distinctId: userId, event: '$pageview', properties: { $current_url: text } });
      posthog.identify({ distinctId: userId, properties: { $set: { text }, $set_once: { first: text } } });
      posthog.groupIdentify({ groupType: 'company', groupKey: groupId, properties: { text } });
      posthog.alias({ distinctId: userId, alias: anonymousId });
      posthog.captureException(new Error(text), userId, properties);
    },
    track: (events) => {
      for (const { name, number, person, padding } of events) {
        const properties = { sequence: number, ...(padding && { padding }) };
        posthog.capture({ distinctId: person, event: name, properties });
      }
    },
    /** What failed on the way stays in the SDK's queue, and the next flush takes it up. */
    flush: async () => {
      await posthog.flush().catch((error: unknown) => failures.push(String(error)));
      await posthog.flush().catch((error: unknown) => failures.push(String(error)));
      return failures;
    },
  };
}
