/** Sudden death while a gateway seals: nothing that was answered is lost, and nothing that a vendor got cannot be opened. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createOpener } from '../packages/seal/src/envelope/opener.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import { TENANT, headerIdOf, openAll, secretText } from './seal-fixture.ts';
import { startSealingProcess } from './sealing-process.ts';
import type { SealingProcess } from './sealing-process.ts';

const ROUNDS = 4;
const SENDERS = 6;
let running: SealingProcess;
beforeAll(async () => {
  // Short epochs, so that headers are on their way all the time.
  running = await startSealingProcess({ epochMs: 20, subjects: 5000 });
}, 90_000);
afterAll(() => running.close());

const orderOf = (at: number): Readonly<Record<string, string>> => ({
  iban: secretText(`iban ${at}`),
  phone: secretText(`phone ${at}`),
  street: secretText(`street ${at}`),
});

/** Sends until the gateway dies; every event is a new one. */
async function sendUntilDeath(next: () => number, answered: Set<number>): Promise<void> {
  for (;;) {
    const at = next();
    const status = await running.order(at, orderOf(at)).catch(() => null);
    if (status === null) return;
    if (status === 200) answered.add(at);
  }
}

interface Delivered {
  readonly id: string;
  readonly properties: Readonly<Record<string, string>>;
}

it(
  'keeps every sealed value and header of what was answered or delivered',
  { timeout: 180_000 },
  async () => {
    const { gateway, client, vendor, groups, subjects } = running;
    const answered = new Set<number>();
    let last = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const senders = Array.from({ length: SENDERS }, () => sendUntilDeath(() => (last += 1), answered));
      await sleep(200 + Math.random() * 300);
      await gateway.kill();
      await Promise.all(senders);
      await gateway.start();
    }
    await gateway.settled();
    expect(answered.size).toBeGreaterThan(20);

    for (const at of answered) {
      const { values } = await client.findSealed({ event: `m-${at}` });
      const opened = await openAll(client, values, { groups: Object.values(groups), subjects });
      const { iban, street } = orderOf(at);
      expect(opened).toEqual([iban, street].map((value) => ({ kind: 'opened', value })));
    }

    const events = vendor.bodies.flatMap(
      (body) => (JSON.parse(body) as { readonly events: Delivered[] }).events,
    );
    const distinct = new Map(events.map((event) => [event.id, event]));
    expect(distinct.size).toBeGreaterThanOrEqual(answered.size);
    const sent = new Set(Array.from({ length: last }, (_, at) => JSON.stringify(orderOf(at + 1)['phone'])));
    for (const { id, properties } of distinct.values()) {
      const text = properties['phone'] ?? '';
      const headers = await client.sealedHeaders([headerIdOf(text)]);
      const opener = createOpener({
        privateKey: () => groups.support.privateKey,
        header: (header) =>
          headers[header] === undefined ? null : Buffer.from(headers[header], 'base64url'),
      });
      const opened = opener.open(text, {
        tenant: TENANT,
        recipientGroup: 'support',
        source: 'web',
        eventName: 'shop.ordered',
        eventId: id,
        jsonPath: 'properties.phone',
        destination: 'hook',
      });
      expect(opened.kind === 'opened' && sent.has(JSON.stringify(opened.value))).toBe(true);
    }
    // No two subjects have a key in common, whatever was cut off between taking it and storing it.
    const kids = new Set<string>();
    for (const at of answered) kids.add((await client.forgetSubject(`u-${at}`)).kid ?? '');
    expect(kids.size).toBe(answered.size);
  },
);
