/** What every driver of an SDK does, before a server that takes everything. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { startCaptureServer } from './capture-server.ts';
import { NUMBER_SHAPE, numbered } from './sdks/sdk.ts';
import type { SdkTask } from './sdks/sdk.ts';
import type { RemoteSdk } from './sdks/run-node.ts';
import { searchableText } from './wire-bytes.ts';

const FACTOR = 50;
/** Five minutes to the SDK: whatever it meant to send again would have come. */
const QUIET_MS = 500;
const EVENTS = Array.from({ length: 7 }, (_, at) => at + 1);
export const PLANTED = {
  userId: 'planted-user',
  anonymousId: 'planted-device',
  groupId: 'planted-group',
  text: 'https://planted.example/shelf',
};

/**
 * Lets the SDK send numbered events and then everything it can, and checks that each number came once; where the SDK
 * `resends` what was accepted, that each came.
 */
export async function checkDriver(
  start: (task: SdkTask, factor: number) => Promise<RemoteSdk>,
  { resends }: { readonly resends?: string | undefined } = {},
): Promise<void> {
  const server = await startCaptureServer();
  const texts = (): readonly string[] =>
    server.captured.map(({ target, body }) => searchableText(target, body));
  try {
    const sdk = await start({ gateway: server.url, key: 'key0123456789', batching: true }, FACTOR);
    try {
      await sdk.track(EVENTS.map((each) => numbered(each, '')));
      expect(await sdk.flush()).toEqual([]);
      await sleep(QUIET_MS);
      const came = texts().flatMap((text) => [
        ...new Set([...text.matchAll(NUMBER_SHAPE)].map(([, number]) => Number(number))),
      ]);
      const numbers = resends === undefined ? came : [...new Set(came)];
      expect(numbers.toSorted((one, other) => one - other)).toEqual(EVENTS);

      await sdk.act(PLANTED);
      expect(await sdk.flush()).toEqual([]);
      await sleep(QUIET_MS);
      expect(texts().join('\n')).toContain(PLANTED.userId);
      expect(texts().join('\n')).toContain(PLANTED.text);
    } finally {
      await sdk.close();
    }
  } finally {
    await server.close();
  }
}
