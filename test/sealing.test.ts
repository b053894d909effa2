/** A whole gateway that seals: what vendors get, what stays inside, who opens it, and what happens when it cannot. */
import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GatewayRefused } from '../packages/api/src/client.ts';
import { createOpener } from '../packages/seal/src/envelope/opener.ts';
import { configOf, makeGateway, makePlace, runGateway, startVendor, until } from './gateway-fixture.ts';
import type { Place, Running, Vendor } from './gateway-fixture.ts';
import {
  SEAL_EVENT,
  SEAL_PLAN,
  headerIdOf,
  makeKeys,
  openAll,
  poolText,
  recipientsText,
} from './seal-fixture.ts';

const support = makeKeys();
const finance = makeKeys();
const stranger = makeKeys();
const subjects = [makeKeys(), makeKeys()];

const ORDER = {
  total: 12,
  iban: 'DE02120300000000202051',
  mail: 'Ana@Example.com',
  phone: '+49 30 901820',
  street: 'Hauptstr. 1',
  lines: [{ gift: 'first' }, {}, { gift: 'third' }],
};

let place: Place;
let vendor: Vendor;
let running: Running | null = null;

beforeEach(async () => {
  vendor = await startVendor();
  place = makePlace({
    'plan.yaml': SEAL_PLAN,
    'events/ordered.yaml': SEAL_EVENT,
    'recipients.json': recipientsText({ support, finance }),
    'subjects.txt': poolText(subjects),
  });
  write();
});
afterEach(async () => {
  await running?.gateway.stop();
  running = null;
  await vendor.close();
  place.remove();
});

function write(seal = '{ recipients: recipients.json, subjects: subjects.txt }'): void {
  place.write('headgate.yaml', `${configOf(vendor.url)}seal: ${seal}\n`);
}

async function start(): Promise<Running> {
  running = await runGateway(place);
  return running;
}

async function order(
  gateway: Running,
  messageId: string,
  userId = 'u-1',
  properties: object = ORDER,
): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${gateway.ports.server}/v1/track`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Basic ${btoa('web-key:')}` },
    body: JSON.stringify({ type: 'track', event: 'Ordered', userId, messageId, properties }),
  });
  await answer.text();
  return answer.status;
}

interface Received {
  readonly id: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

async function received(count: number): Promise<readonly Received[]> {
  const bodies = await until(
    () => vendor.bodies,
    (all) => all.length >= count,
  );
  return bodies.flatMap((body) => (JSON.parse(body) as { readonly events: readonly Received[] }).events);
}

describe('a gateway that seals', () => {
  it('lets out what the plan says, and keeps the rest for those who hold the private keys', async () => {
    const gateway = await start();
    expect(await order(gateway, 'm-1')).toBe(200);
    const [event] = await received(1);
    expect(Object.keys(event?.properties ?? {}).toSorted()).toEqual(['mail', 'phone', 'total']);
    expect(event?.properties['mail']).toMatch(/^p1/);
    expect(event?.properties['phone']).toMatch(/^hg1\./);

    const { values } = await gateway.client.findSealed({ event: 'm-1' });
    expect(values.map(({ path, group, source, eventName }) => [path, group, source, eventName])).toEqual([
      ['properties.iban', 'finance', 'web', 'shop.ordered'],
      ['properties.mail', 'support', 'web', 'shop.ordered'],
      ['properties.street', 'support', 'web', 'shop.ordered'],
      ['properties.lines[0].gift', 'support', 'web', 'shop.ordered'],
      ['properties.lines[2].gift', 'support', 'web', 'shop.ordered'],
    ]);
    const opened = await openAll(gateway.client, values, { groups: [support, finance], subjects });
    expect(opened.map((each) => (each.kind === 'opened' ? each.value : each.reason))).toEqual([
      ORDER.iban,
      ORDER.mail,
      ORDER.street,
      'first',
      'third',
    ]);
    const reasons = async (groups: typeof subjects, pairs: typeof subjects): Promise<readonly string[]> =>
      (await openAll(gateway.client, values, { groups, subjects: pairs })).map((each) =>
        each.kind === 'opened' ? 'opened' : each.reason,
      );
    expect(await reasons([finance, stranger], subjects)).toEqual(['opened', ...Array(4).fill('unknown-key')]);
    expect(await reasons([support], [])).toEqual([
      'unknown-key',
      'opened',
      'unknown-subject',
      'opened',
      'opened',
    ]);
  });

  it('binds a travelling text to the vendor and to the id of its message there', async () => {
    const gateway = await start();
    await order(gateway, 'm-1');
    const [event] = await received(1);
    const text = String(event?.properties['phone']);
    const headers = await gateway.client.sealedHeaders([headerIdOf(text)]);
    const opener = createOpener({
      privateKey: () => support.privateKey,
      header: (id) => Buffer.from(headers[id] ?? '', 'base64url'),
    });
    const at = {
      tenant: 'shop',
      recipientGroup: 'support',
      source: 'web',
      eventName: 'shop.ordered',
      eventId: event?.id ?? '',
      jsonPath: 'properties.phone',
      destination: 'hook',
    };
    expect(opener.open(text, at)).toEqual({ kind: 'opened', value: ORDER.phone });
    expect(opener.open(text, { ...at, destination: 'spare' })).toMatchObject({ reason: 'moved-or-altered' });
    const exposure = await until(
      () => gateway.client.exposure({ vendor: 'hook' }),
      ({ fields }) => fields.length > 0,
    );
    expect(exposure.fields.find(({ path }) => path === 'properties.phone')?.form).toBe('sealed');
    expect(exposure.fields.find(({ path }) => path === 'properties.mail')?.form).toBe('pseudonym');
    expect(exposure.fields.some(({ path }) => path === 'properties.iban')).toBe(false);
  });

  it('seals what looks sealed already', async () => {
    const gateway = await start();
    const forged = `hg1.${'A'.repeat(80)}`;
    await order(gateway, 'm-1', 'u-1', { iban: forged, phone: forged });
    const [event] = await received(1);
    expect(event?.properties['phone']).not.toBe(forged);
    const { values } = await gateway.client.findSealed({ event: 'm-1' });
    const [opened] = await openAll(gateway.client, values, { groups: [finance] });
    expect(opened).toEqual({ kind: 'opened', value: forged });
  });

  it('finds the values of an event by the internal id that they have', async () => {
    const gateway = await start();
    await order(gateway, 'm-1');
    const { values } = await gateway.client.findSealed({ event: 'm-1' });
    expect(values).toHaveLength(5);
    const event = values[0]?.eventId ?? '';
    expect((await gateway.client.findSealed({ event })).values).toEqual(values);
  });

  it('keeps one set of values of an event that is sent twice', async () => {
    const gateway = await start();
    await order(gateway, 'm-1');
    await order(gateway, 'm-1');
    const { values } = await gateway.client.findSealed({ from: 0, to: Date.now() + 1000, limit: 100 });
    expect(values).toHaveLength(5);
  });

  it('answers values page by page, by path and by group', async () => {
    const gateway = await start();
    for (const id of ['m-1', 'm-2', 'm-3']) await order(gateway, id);
    const all = { from: 0, to: Date.now() + 1000 };
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page = await gateway.client.findSealed({
        ...all,
        limit: 4,
        ...(after === null ? {} : { after }),
      });
      seen.push(...page.values.map(({ eventId, path }) => `${eventId} ${path}`));
      after = page.next;
    } while (after !== null);
    expect(new Set(seen).size).toBe(15);
    expect(seen).toHaveLength(15);
    const gifts = await gateway.client.findSealed({ ...all, path: 'properties.lines[].gift' });
    expect(gifts.values).toHaveLength(6);
    expect((await gateway.client.findSealed({ ...all, group: 'finance' })).values).toHaveLength(3);
    expect((await gateway.client.findSealed({ from: 0, to: 1 })).values).toEqual([]);
    await expect(gateway.client.findSealed({ ...all, after: 'x' })).rejects.toBeInstanceOf(GatewayRefused);
  });
});

describe('keys of subjects', () => {
  it('are given at first sight, kept over a restart, and one each', async () => {
    let gateway = await start();
    await order(gateway, 'm-1', 'u-1');
    await order(gateway, 'm-2', 'u-2');
    await gateway.gateway.stop();
    gateway = await start();
    await order(gateway, 'm-3', 'u-1');
    const find = async (id: string, pair: number): Promise<string> => {
      const { values } = await gateway.client.findSealed({ event: id });
      const street = values.filter(({ path }) => path === 'properties.street');
      const pairs = subjects.slice(pair, pair + 1);
      const [opened] = await openAll(gateway.client, street, { groups: [support], subjects: pairs });
      return opened === undefined ? 'none' : opened.kind;
    };
    expect(await find('m-1', 0)).toBe('opened');
    expect(await find('m-1', 1)).toBe('refused');
    expect(await find('m-2', 1)).toBe('opened');
    expect(await find('m-3', 0)).toBe('opened');
    expect((await gateway.client.status()).sealed.subjectKeysLeft).toBe(0);
  });

  it('that are used up leave the field out, counted and logged', async () => {
    const gateway = await start();
    for (const [id, user] of [
      ['m-1', 'u-1'],
      ['m-2', 'u-2'],
      ['m-3', 'u-3'],
    ] as const)
      await order(gateway, id, user);
    const { values } = await gateway.client.findSealed({ event: 'm-3' });
    expect(values.map(({ path }) => path)).not.toContain('properties.street');
    expect(values).toHaveLength(4);
    expect(await gateway.client.metrics()).toContain(
      'headgate_fields_unsealed_total{group="support",reason="no-subject-keys"} 1',
    );
    expect(
      gateway.log.some((line) => line.includes('sealing-failing') && line.includes('no-subject-keys')),
    ).toBe(true);
    // The pool grows while the gateway runs.
    const more = makeKeys();
    writeFileSync(join(place.directory, 'subjects.txt'), poolText([...subjects, more]));
    await order(gateway, 'm-4', 'u-3');
    const found = (await gateway.client.findSealed({ event: 'm-4' })).values;
    const street = found.filter(({ path }) => path === 'properties.street');
    expect(await openAll(gateway.client, street, { groups: [support], subjects: [more] })).toEqual([
      { kind: 'opened', value: ORDER.street },
    ]);
  });

  it('are named when they are taken away, and never given to anybody again', async () => {
    const gateway = await start();
    await order(gateway, 'm-1', 'u-1');
    const first = await gateway.client.forgetSubject('u-1');
    expect(first).toMatchObject({ kid: subjects[0]?.kid, earlier: [] });
    expect(first.index).toMatch(/^[0-9a-f]{16}$/);
    expect(await gateway.client.forgetSubject('u-1')).toEqual({
      index: first.index,
      kid: null,
      earlier: [subjects[0]?.kid],
    });
    await order(gateway, 'm-2', 'u-1');
    expect((await gateway.client.forgetSubject('u-1')).kid).toBe(subjects[1]?.kid);
    expect((await gateway.client.forgetSubject('nobody-that-was-ever-seen')).kid).toBe(null);
    expect(gateway.log.join('')).not.toContain('u-1');
  });
});

describe('a gateway that cannot seal', () => {
  it.each([
    ['{}', 'seal-without-recipients'],
    ['{ recipients: recipients.json }', 'seal-without-subjects'],
    ['{ recipients: nowhere.json, subjects: subjects.txt }', 'recipients-file'],
  ])('does not start with %s', async (seal, rule) => {
    write(seal);
    const { value, issues } = await makeGateway(place);
    expect(value).toBe(null);
    expect(issues.map((each) => each.rule)).toContain(rule);
  });

  it('does not start with a group that the file does not know', async () => {
    place.write('recipients.json', recipientsText({ support }));
    const { value, issues } = await makeGateway(place);
    expect(value).toBe(null);
    expect(issues.find(({ rule }) => rule === 'unknown-recipient-group')?.message).toContain('"finance"');
  });

  it('leaves fields out once the time of a key is over, and seals again when a new one is published', async () => {
    place.write('recipients.json', recipientsText({ support, finance }, Date.now()));
    const gateway = await start();
    await order(gateway, 'm-1');
    const [event] = await received(1);
    expect(event?.properties).toEqual({ total: 12 });
    expect((await gateway.client.findSealed({ event: 'm-1' })).values).toEqual([]);
    expect(await gateway.client.metrics()).toContain('reason="key-out-of-time"} ');
    const renewed = makeKeys();
    place.write('recipients.json', recipientsText({ support: renewed, finance }));
    await gateway.client.reload();
    await order(gateway, 'm-2');
    const { values } = await gateway.client.findSealed({ event: 'm-2' });
    const opened = await openAll(gateway.client, values, { groups: [renewed, finance], subjects });
    expect(opened.every(({ kind }) => kind === 'opened')).toBe(true);
  });

  it('keeps the plan and the keys that it has when the file becomes unreadable', async () => {
    const gateway = await start();
    place.write('recipients.json', '{');
    await expect(gateway.client.reload()).rejects.toBeInstanceOf(GatewayRefused);
    expect(await order(gateway, 'm-1')).toBe(200);
    expect((await gateway.client.findSealed({ event: 'm-1' })).values).toHaveLength(5);
  });

  it.each([
    ['lacks a group', () => recipientsText({ support })],
    ['has a key whose time is over', () => recipientsText({ support, finance }, Date.now())],
  ])('keeps the keys that it has when the file %s', async (_, text) => {
    const gateway = await start();
    place.write('recipients.json', text());
    const refused = await gateway.client.reload().catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(GatewayRefused);
    expect(JSON.stringify(refused)).toContain('recipients-lost');
    expect(await order(gateway, 'm-1')).toBe(200);
    const { values } = await gateway.client.findSealed({ event: 'm-1' });
    const opened = await openAll(gateway.client, values, { groups: [support, finance], subjects });
    expect(opened.map(({ kind }) => kind)).toEqual(Array.from({ length: 5 }, () => 'opened'));
  });

  it('takes a new key though the plan that lies there is refused, and gives up a group together with the plan', async () => {
    const gateway = await start();
    const renewed = makeKeys();
    place.write('recipients.json', recipientsText({ support: renewed, finance }));
    place.write('plan.yaml', '{');
    await expect(gateway.client.reload()).rejects.toBeInstanceOf(GatewayRefused);
    await order(gateway, 'm-1');
    const { values } = await gateway.client.findSealed({ event: 'm-1' });
    const opened = await openAll(gateway.client, values, { groups: [renewed, finance], subjects });
    expect(opened.every(({ kind }) => kind === 'opened')).toBe(true);

    place.write('plan.yaml', SEAL_PLAN);
    place.write('events/ordered.yaml', SEAL_EVENT.replaceAll('to: finance', 'to: support'));
    place.write('recipients.json', recipientsText({ support: renewed }));
    expect(await gateway.client.reload()).toMatchObject({ changed: true });
  });

  it('answers 503 when its store is full, and keeps nothing of the request', async () => {
    const bytes = 'x'.repeat(4000);
    place.write(
      'headgate.yaml',
      `${configOf(vendor.url).replace('limits:', 'limits:\n  seal: { bytes_max: 9000 }')}seal: { recipients: recipients.json, subjects: subjects.txt }\n`,
    );
    const gateway = await start();
    expect(await order(gateway, 'm-1', 'u-1', { iban: bytes })).toBe(200);
    expect(await order(gateway, 'm-2', 'u-1', { iban: bytes })).toBe(503);
    expect(await order(gateway, 'm-3', 'u-1', { total: 1 })).toBe(200);
    expect((await gateway.client.findSealed({ event: 'm-2' })).values).toEqual([]);
    expect(gateway.log.filter((line) => line.includes('sealed-full'))).toHaveLength(1);
    const balance = await gateway.client.balance();
    expect(balance.environments.find(({ environment }) => environment === 'production')?.accepted).toBe(2);
  });
});
