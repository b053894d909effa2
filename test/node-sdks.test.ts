/** The drivers of the Node SDKs against a server that takes everything: each sends what it is told, and ends. */
import { expect, it } from 'vitest';
import { startCaptureServer } from './capture-server.ts';
import { NODE_SDKS } from './sdks/node-sdks.ts';
import { startNodeSdk } from './sdks/run-node.ts';
import { NUMBER_SHAPE } from './sdks/sdk.ts';
import { searchableText } from './wire-bytes.ts';

const FACTOR = 50;
const EVENTS = Array.from({ length: 7 }, (_, at) => at + 1);
const PLANTED = {
  userId: 'planted-user',
  anonymousId: 'planted-device',
  groupId: 'planted-group',
  text: 'https://planted.example/shelf',
};

it.each(NODE_SDKS)('$name sends everything once', { timeout: 60_000 }, async (sdk) => {
  const server = await startCaptureServer();
  const task = { gateway: server.url, key: 'key0123456789', batching: true };
  const running = await startNodeSdk(sdk, task, FACTOR);
  try {
    await running.track(EVENTS.map((sequence) => ({ name: 'Order Completed', sequence, padding: '' })));
    expect(await running.flush()).toEqual([]);
    const texts = server.captured.map(({ target, body }) => searchableText(target, body));
    const numbers = texts.flatMap((text) => [
      ...new Set([...text.matchAll(NUMBER_SHAPE)].map(([, number]) => Number(number))),
    ]);
    expect(numbers.toSorted((one, other) => one - other)).toEqual(EVENTS);

    await running.act(PLANTED);
    expect(await running.flush()).toEqual([]);
    const all = server.captured.map(({ target, body }) => searchableText(target, body)).join('\n');
    expect(all).toContain(PLANTED.userId);
    expect(all).toContain(PLANTED.text);
  } finally {
    await running.close();
    await server.close();
  }
});
