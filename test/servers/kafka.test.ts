/** The sink for Kafka against a real broker: what arrives, in which order, and what happens when the broker dies or lies. */
import { Consumer, stringDeserializers } from '@platformatic/kafka';
import { Kafka } from 'cloudevents';
import { randomBytes } from 'node:crypto';
import { rootCertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { KafkaSettings } from '@headgate/core';
import { createKafkaSink } from '../../packages/gateway/src/deliver/kafka-sink.ts';
import { DELIVER_LIMITS, DOOR_LIMITS } from '../../packages/gateway/src/deliver/limits.ts';
import { createKafkaDoor } from '../../packages/gateway/src/deliver/send-kafka.ts';
import type { KafkaDoor, KafkaDoorOptions } from '../../packages/gateway/src/deliver/send-kafka.ts';
import { createSystemClock } from '../../packages/gateway/src/system.ts';
import { eventOf, laneOf } from '../deliver-fixture.ts';
import { EVENT, makePlace, PLAN, runGateway, until } from '../gateway-fixture.ts';
import type { Place, Running } from '../gateway-fixture.ts';
import { PASSWORD, startKafka, USERNAME } from '../kafka-broker.ts';
import type { KafkaBroker } from '../kafka-broker.ts';

let broker: KafkaBroker;
const opened: (() => unknown)[] = [];

beforeAll(async () => {
  broker = await startKafka();
}, 600_000);
afterEach(async () => {
  for (const close of opened.splice(0).toReversed()) await close();
});
afterAll(() => broker.close());

interface Got {
  readonly key: string | undefined;
  readonly partition: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: string | undefined;
}

/** Reads a topic from its beginning until what came is enough. */
async function consume(topic: string, isEnough: (got: readonly Got[]) => boolean): Promise<readonly Got[]> {
  const group = `test-${randomBytes(8).toString('hex')}`;
  const consumer = new Consumer({
    groupId: group,
    clientId: group,
    bootstrapBrokers: [broker.open],
    deserializers: stringDeserializers,
  });
  const got: Got[] = [];
  try {
    const stream = await consumer.consume({ topics: [topic], mode: 'earliest', autocommit: false });
    for await (const { key, partition, headers, value } of stream) {
      got.push({ key, partition, headers: Object.fromEntries(headers), value });
      if (isEnough(got)) break;
    }
    return got;
  } finally {
    await consumer.close(true);
  }
}

function distinct(got: readonly Got[]): Map<string, Got> {
  const byId = new Map<string, Got>();
  for (const each of got) {
    const id = each.headers['ce_id'] ?? '';
    if (!byId.has(id)) byId.set(id, each);
  }
  return byId;
}

function byKey(got: readonly Got[]): Map<string | undefined, Got[]> {
  const keys = new Map<string | undefined, Got[]>();
  for (const each of got) keys.set(each.key, [...(keys.get(each.key) ?? []), each]);
  return keys;
}

function numberIn({ value }: Got): number {
  const message = JSON.parse(value ?? '') as { properties: { results: number } };
  return message.properties.results;
}

function settingsOf(given: Partial<KafkaSettings>): KafkaSettings {
  return { brokers: [broker.open], topic: 'shop', tls: false, login: null, ...given };
}

function doorTo(given: Partial<KafkaSettings>, options: Partial<KafkaDoorOptions> = {}): KafkaDoor {
  const door = createKafkaDoor({
    settings: settingsOf(given),
    privateAddressesAllowed: true,
    limits: { ...DOOR_LIMITS, timeoutMs: 10_000 },
    clock: createSystemClock(),
    ...options,
  });
  opened.push(() => door.close());
  return door;
}

const RECORD = { key: 'k', headers: { ce_id: 'one' }, value: '{}' };

describe('a whole gateway', () => {
  const USERS = 7;
  let place: Place;
  let running: Running;

  const send = async (from: number, to: number): Promise<void> => {
    for (let number = from; number < to; number++) {
      const status = await running.send('web-key', { results: number }, `m-${number}`, `u-${number % USERS}`);
      expect(status).toBe(200);
    }
  };

  beforeAll(async () => {
    await broker.createTopic('whole');
    place = makePlace({
      'plan.yaml': PLAN.replace('{ kind: webhook, max_tier: 3 }', '{ kind: kafka, max_tier: 3 }'),
      'events/searched.yaml': EVENT,
      'headgate.yaml': `server: { port: 0 }
admin: { port: 0 }
limits:
  deliver: { linger_ms: 20, retry_wait_ms: 100, retry_wait_ms_max: 500, breaker_wait_ms: 200, breaker_wait_ms_max: 500 }
sources:
  web: { environment: production, write_key: web-key }
vendors:
  hook:
    production: { brokers: ['${broker.open}'], topic: whole, tls: false, private_addresses_allowed: true }
`,
    });
    running = await runGateway(place);
  });
  afterAll(async () => {
    await running.gateway.stop();
    place.remove();
  });

  it('delivers exactly the events, those of one person in one partition and in order', async () => {
    await send(0, 300);
    const got = await consume('whole', (each) => each.length >= 300);
    expect(got.map(numberIn).toSorted((left, right) => left - right)).toEqual(
      Array.from({ length: 300 }, (_, index) => index),
    );
    const keys = byKey(got);
    expect(keys.size).toBe(USERS);
    for (const ofKey of keys.values()) {
      const numbers = ofKey.map(numberIn);
      expect(numbers).toEqual(numbers.toSorted((left, right) => left - right));
      expect(new Set(ofKey.map(({ partition }) => partition)).size).toBe(1);
    }
    expect(new Set(got.map(({ partition }) => partition)).size).toBeGreaterThan(1);
  });

  it('sends records that a reader of CloudEvents understands', async () => {
    const [first] = await consume('whole', (each) => each.length > 0);
    if (first === undefined) throw new Error('Nothing came.');
    const { headers, key = '', value } = first;
    const message = { headers, body: value, key, value };
    const read = Kafka.toEvent(message);
    expect(read).toMatchObject({
      specversion: '1.0',
      id: headers['ce_id'],
      source: '/headgate/production',
      type: 'headgate.track',
      datacontenttype: 'application/json',
      data: { id: headers['ce_id'], call: 'track', environment: 'production', userId: key },
    });
  });

  it('keeps what it took while the broker is dead, and delivers it after, in order', async () => {
    await send(300, 350);
    await broker.kill();
    await send(350, 450);
    await until(
      () => running.log.some((line) => line.includes('vendor-failing')),
      (isFailing) => isFailing,
    );
    await broker.start();
    const got = await consume('whole', (each) => distinct(each).size >= 450);
    const firsts = [...distinct(got).values()];
    expect(firsts.map(numberIn).toSorted((left, right) => left - right)).toEqual(
      Array.from({ length: 450 }, (_, index) => index),
    );
    for (const ofKey of byKey(firsts).values()) {
      const numbers = ofKey.map(numberIn);
      expect(numbers).toEqual(numbers.toSorted((left, right) => left - right));
    }
    const written = running.log.join('\n');
    for (const { key = '', headers } of got) {
      expect(written).not.toContain(key);
      expect(written).not.toContain(headers['ce_id']);
    }
  });
});

describe('the door', () => {
  beforeAll(() => broker.createTopic('shop'));

  it('does not go where the cluster says when that is not registered', async () => {
    const { elsewhere } = broker;
    const sent = await doorTo({ brokers: [elsewhere.broker] }).send([RECORD]);
    expect(sent).toEqual({ kind: 'failed', cause: 'unregistered-host' });
    expect(elsewhere.visits()).toBe(0);
    const registered = await doorTo({ brokers: [elsewhere.broker, elsewhere.advertised] }).send([RECORD]);
    expect(registered).toEqual({ kind: 'failed', cause: 'network' });
    expect(elsewhere.visits()).toBeGreaterThan(0);
  });

  it('goes to no private address unless that is allowed', async () => {
    const sent = await doorTo({}, { privateAddressesAllowed: false }).send([RECORD]);
    expect(sent).toEqual({ kind: 'failed', cause: 'forbidden-address' });
  });

  it('says by its name what a broker answers', async () => {
    const sent = await doorTo({ topic: 'none' }).send([RECORD]);
    expect(sent).toEqual({ kind: 'refused', errors: ['UNKNOWN_TOPIC_OR_PARTITION'] });
  });

  it('ends a send whose answers are longer than the limit', async () => {
    const limits = { ...DOOR_LIMITS, timeoutMs: 10_000, answerBytesMax: 100 };
    expect(await doorTo({}, { limits }).send([RECORD])).toEqual({ kind: 'failed', cause: 'network' });
  });

  it('logs in with SCRAM, and is refused with a wrong password', async () => {
    const login = { mechanism: 'SCRAM-SHA-256', username: USERNAME, password: PASSWORD } as const;
    expect(await doorTo({ brokers: [broker.login], login }).send([RECORD])).toEqual({ kind: 'acknowledged' });
    const wrong = doorTo({ brokers: [broker.login], login: { ...login, password: 'wrong' } });
    expect(await wrong.send([RECORD])).toEqual({ kind: 'refused', errors: ['SASL_AUTHENTICATION_FAILED'] });
  });

  it('says when the broker knows no such way to log in', async () => {
    const login = { mechanism: 'SCRAM-SHA-512', username: USERNAME, password: PASSWORD } as const;
    const sent = await doorTo({ brokers: [broker.login], login }).send([RECORD]);
    expect(sent).toEqual({ kind: 'refused', errors: ['UNSUPPORTED_SASL_MECHANISM'] });
  });

  it('trusts over TLS only a certificate that it knows, looked up under the same rules', async () => {
    const login = { mechanism: 'PLAIN', username: USERNAME, password: PASSWORD } as const;
    const secure = { brokers: [broker.secure], tls: true, login };
    expect(await doorTo(secure).send([RECORD])).toEqual({ kind: 'failed', cause: 'network' });
    setDefaultCACertificates([...rootCertificates, broker.certificate]);
    expect(await doorTo(secure).send([RECORD])).toEqual({ kind: 'acknowledged' });
    const closed = doorTo(secure, { privateAddressesAllowed: false });
    expect(await closed.send([RECORD])).toEqual({ kind: 'failed', cause: 'forbidden-address' });
  });
});

describe('a record that is too large', () => {
  it('is refused alone, and the others arrive in order', async () => {
    await broker.createTopic('small', { 'max.message.bytes': '3000' });
    const lane = laneOf('log');
    const events = ['a', 'b', 'c', 'd', 'e'].map((id) => ({
      ...eventOf(id, lane),
      userId: 'one',
      properties: id === 'c' ? { filler: randomBytes(4_000).toString('base64') } : {},
    }));
    const sink = createKafkaSink({ door: doorTo({ topic: 'small' }), limits: DELIVER_LIMITS });
    expect(await sink.deliver(events, new AbortController().signal)).toEqual({
      results: ['delivered', 'delivered', 'refused', 'delivered', 'delivered'],
      hold: null,
    });
    const got = await consume('small', (each) => each.length >= 4);
    expect(got.map(({ headers }) => headers['ce_id'])).toEqual(['a', 'b', 'd', 'e']);
  });
});
