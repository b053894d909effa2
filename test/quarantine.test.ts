/** The whole way of quarantined events: kept sealed, listed, opened by the steward alone, and let out once the plan allows it. */
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { QuarantineAnswer, QuarantineFetchAnswer } from '@headgate/api';
import { startHeadgate } from './headgate-process.ts';
import { SEQUENCE, STEWARD, eventFile, startQuarantineGateway } from './quarantine-gateway.ts';
import type { QuarantineGateway } from './quarantine-gateway.ts';
import { readFiles } from './stored-bytes.ts';

const MARK = 'qzcanary7';
/** Larger than what one sealed field holds, with characters of every width. */
const LONG = `${MARK} ${'x🛒é'.repeat(40_000)}`;
const COUPON = {
  name: 'coupon',
  schema:
    '{ type: string, maxLength: 200000, x-headgate: { categories: [user.behavior], free_text: false } }',
};
const SMALL = {
  name: 'size',
  schema: '{ type: integer, minimum: 0, maximum: 9, x-headgate: { categories: [system.operations] } }',
};
const PEOPLE = ['u-1', 'u-2', 'u-3'];

let gateway: QuarantineGateway;
/** In the order in which they were accepted: who, and the number of the event. */
const sent: { readonly user: string; readonly sequence: number }[] = [];

async function send(event: string, properties: object): Promise<void> {
  const sequence = sent.length;
  const user = PEOPLE[sequence % PEOPLE.length] ?? '';
  sent.push({ user, sequence });
  expect(await gateway.send({ event, userId: user, properties: { sequence, ...properties } })).toBe(200);
}

async function list(): Promise<QuarantineAnswer> {
  return JSON.parse((await gateway.run('quarantine', 'list', '--format', 'json')).stdout) as QuarantineAnswer;
}

async function fetched(): Promise<QuarantineFetchAnswer> {
  const answer = await gateway.admin('/v1/quarantine/fetch', { method: 'POST', body: '{}' });
  return JSON.parse(answer) as QuarantineFetchAnswer;
}

beforeAll(async () => {
  gateway = await startQuarantineGateway({
    files: {
      'events/searched.yaml': eventFile('Searched', [SEQUENCE]),
      'events/sized.yaml': eventFile('Sized', [SEQUENCE, SMALL]),
      'events/ended.yaml': eventFile('Ended', [SEQUENCE], '2026-01-01'),
    },
  });
  for (let round = 0; round < 4; round++) {
    await send('Searched', { coupon: `${MARK}-${String(round)}` });
    await send('Wished', { [`${MARK}-name`]: round });
    await send('Sized', { size: `${MARK} of no size` });
    await send('Ended', {});
  }
  await send('Searched', { coupon: LONG });
}, 120_000);
afterAll(() => gateway.close());

describe('events that the plan quarantines', () => {
  it('are told by what is wrong with them, to anybody who may read, without a value or an unplanned name', async () => {
    const { code, stdout } = await gateway.run('quarantine', 'list');
    expect(code).toBe(1);
    expect(stdout).not.toContain(MARK);
    const { shapes, events } = await list();
    expect(events).toBe(17);
    expect(
      shapes.map(({ cause, event, events: count }) => `${cause} ${event ?? '-'} ${count}`).toSorted(),
    ).toEqual([
      'expired shop.ended 4',
      'invalid-field shop.sized 4',
      'unplanned-event - 4',
      'unplanned-field shop.searched 5',
    ]);
  });

  it('reach no vendor, and are in the books once', async () => {
    const { environments } = await gateway.settled();
    expect(environments).toEqual([
      {
        environment: 'production',
        accepted: 17,
        vendors: [{ vendor: 'hook', ended: 17, waiting: 0, outcomes: { quarantined: 17 } }],
      },
    ]);
    expect(gateway.got).toEqual([]);
  });

  it('are nowhere in clear: not on disk, in logs, or in answers', async () => {
    const pieces = readFiles(gateway.directory);
    expect(pieces.some(({ name, bytes }) => name.endsWith('data.mdb') && bytes.includes('hg1h.'))).toBe(true);
    const leaks = pieces.filter(
      ({ bytes }) => bytes.includes(MARK) || bytes.includes(Buffer.from(MARK, 'utf16le')),
    );
    expect(leaks.map(({ name }) => name)).toEqual([]);
    const answers = await Promise.all(
      ['/v1/quarantine', '/v1/status', '/v1/balance', '/metrics', '/v1/retention'].map((path) =>
        gateway.admin(path),
      ),
    );
    expect([gateway.output(), JSON.stringify(await fetched()), ...answers].join('\n')).not.toContain(MARK);
  });

  it('are opened by nothing that the gateway has', () => {
    const directory = dirname(gateway.keys);
    const recipients = JSON.parse(readFileSync(join(directory, 'recipients.json'), 'utf8')) as {
      groups: { steward: { publicKey: string } };
    };
    const wanted = recipients.groups.steward.publicKey;
    const candidates = readFiles(gateway.directory).flatMap(({ bytes }) => keysIn(bytes));
    expect(candidates.length).toBeGreaterThan(100);
    expect(candidates.filter((bytes) => publicKeyOf(bytes) === wanted)).toEqual([]);
  });

  it('are opened by no other key ring of the same names', async () => {
    const other = mkdtempSync(join(tmpdir(), 'headgate-other-'));
    try {
      for (const args of [
        ['key', 'init', '--kek', 'secret'],
        ['key', 'create', 'steward', '--yes'],
      ]) {
        await startHeadgate(other, [...args, '--keys', other], STEWARD).ended;
      }
      const [first] = (await list()).shapes;
      const { code, stdout, stderr } = await gateway.run(
        'quarantine',
        'show',
        first?.shape ?? '',
        '--keys',
        other,
      );
      expect([code, stdout]).toEqual([5, 'FIELD  TYPE  EVENTS\n']);
      expect(stderr).toContain('not opened, unknown-key');
      const replayed = await gateway.run(
        'quarantine',
        'replay',
        '--all',
        '--keys',
        other,
        '--format',
        'json',
      );
      expect(JSON.parse(replayed.stdout)).toMatchObject({ replayed: 0, unopened: { 'unknown-key': 17 } });
      expect((await list()).events).toBe(17);
    } finally {
      rmSync(other, { recursive: true });
    }
  }, 60_000);

  it('are shown to the steward by their fields, and whole only when values are asked for', async () => {
    const { shapes } = await list();
    const shape = shapes.find(({ cause }) => cause === 'unplanned-event')?.shape ?? '';
    const { code, stdout } = await gateway.run('quarantine', 'show', shape, '--format', 'json');
    expect(code).toBe(0);
    const shown = JSON.parse(stdout) as { fields: unknown };
    expect(shown).not.toHaveProperty('events');
    expect(shown.fields).toContainEqual({ path: `properties.${MARK}-name`, types: ['number'], events: 4 });
    const whole = await gateway.run('quarantine', 'show', shape, '--values', '--limit', '1');
    expect(whole.stdout).toContain(`"properties":{"sequence":1,"${MARK}-name":0}`);
    expect(whole.stderr).toContain('1 of 4 events opened');
  });

  it('stay while the plan is as it was', async () => {
    const { code, stdout } = await gateway.run('quarantine', 'replay', '--all', '--format', 'json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      replayed: 0,
      refused: { 'unplanned-field': 5, 'unplanned-event': 4, 'invalid-field': 4, expired: 4 },
    });
    expect((await list()).events).toBe(17);
  });

  it('are not taken back altered, and nothing else is taken in their place', async () => {
    const [first] = (await fetched()).records;
    const events = [
      { number: first?.number, proof: 'AAAA', event: '{}' },
      { number: 999_999, proof: 'AAAA', event: '{}' },
    ];
    const answer = await gateway.admin('/v1/quarantine/replay', {
      method: 'POST',
      body: JSON.stringify({ events }),
    });
    expect(JSON.parse(answer)).toEqual({
      results: [
        { number: first?.number, result: 'altered', outcome: null },
        { number: 999_999, result: 'gone', outcome: null },
      ],
    });
  });

  it('reach the vendor once the plan allows it: each once, in the order in which they were accepted', async () => {
    gateway.writePlan('events/searched.yaml', eventFile('Searched', [SEQUENCE, COUPON]));
    gateway.writePlan(
      'events/wished.yaml',
      eventFile('Wished', [SEQUENCE, { ...SMALL, name: `${MARK}-name` }]),
    );
    gateway.writePlan('events/ended.yaml', eventFile('Ended', [SEQUENCE]));
    expect(JSON.parse(await gateway.admin('/v1/plan/reload', { method: 'POST', body: '{}' }))).toMatchObject({
      changed: true,
    });
    const { code, stdout } = await gateway.run('quarantine', 'replay', '--all', '--format', 'json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ replayed: 13, refused: { 'invalid-field': 4 } });
    await gateway.settled();

    const sequences = gateway.got.map(({ properties }) => Number(properties['sequence']));
    const expected = sent.map(({ sequence }) => sequence).filter((sequence) => sequence % 4 !== 2);
    expect(sequences.toSorted((left, right) => left - right)).toEqual(expected);
    for (const user of new Set(gateway.got.map((each) => each.user))) {
      const own = gateway.got
        .filter((each) => each.user === user)
        .map(({ properties }) => Number(properties['sequence']));
      expect(own).toEqual(own.toSorted((left, right) => left - right));
    }
    expect(gateway.got.find(({ properties }) => properties['sequence'] === 16)?.properties['coupon']).toBe(
      LONG,
    );
  });

  it('are counted anew when they leave, and what is left is what is in quarantine', async () => {
    const { environments } = await gateway.settled();
    expect(environments[0]).toMatchObject({
      accepted: 17 + 13,
      vendors: [{ ended: 30, waiting: 0, outcomes: { quarantined: 17, delivered: 13 } }],
    });
    const again = await gateway.run('quarantine', 'replay', '--all', '--format', 'json');
    expect(JSON.parse(again.stdout)).toMatchObject({ replayed: 0, refused: { 'invalid-field': 4 } });
    expect(gateway.got).toHaveLength(13);
    expect((await list()).events).toBe(4);
  });

  it('are discarded only by somebody who says so', async () => {
    const [left] = (await list()).shapes;
    const shape = left?.shape ?? '';
    expect(await gateway.run('quarantine', 'discard', shape)).toMatchObject({ code: 2 });
    expect(await gateway.run('quarantine', 'discard', shape, '--dry-run')).toMatchObject({ code: 0 });
    expect((await list()).events).toBe(4);
    expect(await gateway.run('quarantine', 'discard', shape, '--yes')).toMatchObject({ code: 0 });
    expect(await gateway.run('quarantine', 'list')).toMatchObject({
      code: 0,
      stdout: 'Nothing is quarantined.\n',
    });
    const unknown = await gateway.run('quarantine', 'show', shape);
    expect(unknown).toMatchObject({ code: 2 });
    expect(unknown.stderr).toContain('no quarantined event has this shape');
  });
});

/** Everything of 32 bytes that might be a key: as text in hex or base64, and as bytes anywhere in small files. */
function keysIn(bytes: Buffer): Buffer[] {
  const text = bytes.toString('latin1');
  const written = [
    ...[...text.matchAll(/[0-9a-f]{64}/gi)].map(([digits]) => Buffer.from(digits, 'hex')),
    ...[...text.matchAll(/[\w+/-]{43}/g)].map(([digits]) => Buffer.from(digits, 'base64')),
  ];
  if (bytes.length > 4096) return written;
  return [
    ...written,
    ...Array.from({ length: Math.max(0, bytes.length - 31) }, (_, at) => bytes.subarray(at, at + 32)),
  ];
}

/** RFC 8410: the private key of X25519 in PKCS #8 is these bytes and the key. */
const PKCS8 = Buffer.from('302e020100300506032b656e04220420', 'hex');

function publicKeyOf(bytes: Buffer): string {
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, bytes]), format: 'der', type: 'pkcs8' });
  const { x = '' } = createPublicKey(key).export({ format: 'jwk' });
  return x;
}
