import { describe, expect, it } from 'vitest';
import type { Json } from '../../event.ts';
import { isSinkKind, SINKS } from './index.ts';
import type { SinkKindName } from './index.ts';

const GOOD: Readonly<Record<SinkKindName, Readonly<Record<string, Json>>>> = {
  s3: { region: 'eu-central-1', bucket: 'shop', access_key_id: 'AKIA', secret_access_key: 's/+=' },
  kafka: { brokers: ['kafka.example:9093'], topic: 'shop' },
};

function parse(kind: SinkKindName, written: Json): ReturnType<(typeof SINKS)[SinkKindName]['parseSettings']> {
  return SINKS[kind].parseSettings(written, 'headgate.yaml');
}

type Given = Readonly<Record<string, Json>>;

function bucketOf(given: Given): unknown {
  return SINKS.s3.parseSettings({ ...GOOD.s3, ...given }, 'f').value?.bucket;
}

function issuesOf(given: Given): readonly string[] {
  const { issues } = SINKS.kafka.parseSettings({ ...GOOD.kafka, ...given }, 'f');
  return issues.map(({ level, message }) => `${level}: ${message}`);
}

describe.each(Object.keys(GOOD).filter(isSinkKind))('the settings of %s', (kind) => {
  it('are taken when they are complete', () => {
    expect(parse(kind, GOOD[kind])).toMatchObject({ value: {}, issues: [] });
  });

  it.each(Object.keys(GOOD[kind]))('are refused without %s', (key) => {
    const { [key]: _, ...rest } = GOOD[kind];
    const { value, issues } = parse(kind, rest);
    expect(value).toBeNull();
    expect(issues.some(({ message }) => message.includes(`setting ${key} `))).toBe(true);
  });

  it('are refused with a key that is not known', () => {
    expect(parse(kind, { ...GOOD[kind], extra: 1 }).value).toBeNull();
  });

  it.each([null, [], 'text', 1])('are refused when they are %j', (written) => {
    expect(parse(kind, written).value).toBeNull();
  });
});

describe('where a bucket is', () => {
  it.each([
    [{}, 'https://shop.s3.eu-central-1.amazonaws.com'],
    [{ region: 'cn-north-1' }, 'https://shop.s3.cn-north-1.amazonaws.com.cn'],
    [{ bucket: 'a.shop' }, 'https://s3.eu-central-1.amazonaws.com/a.shop'],
    [{ bucket: 'a.shop', path_style: false }, 'https://a.shop.s3.eu-central-1.amazonaws.com'],
    [{ endpoint: 'https://store.example/s3/' }, 'https://store.example/s3/shop'],
    [{ endpoint: 'https://store.example', path_style: 'false' }, 'https://shop.store.example'],
    [{ endpoint: 'https://store.example:9000', path_style: true }, 'https://store.example:9000/shop'],
    [{ endpoint: 'https://store.example', path_style: 'no' }, 'https://shop.store.example'],
    [{ path_style: 'yes' }, 'https://s3.eu-central-1.amazonaws.com/shop'],
    [{ endpoint: 'http://127.0.0.1:9000' }, 'http://127.0.0.1:9000/shop'],
    [{ endpoint: 'https://[::1]:9000', path_style: 'yes' }, 'https://[::1]:9000/shop'],
    [{ endpoint: 'https://store.example/a-b/c_d/~e.f' }, 'https://store.example/a-b/c_d/~e.f/shop'],
  ])('follows from %j', (given, base) => {
    expect(bucketOf(given)).toEqual({ base, host: new URL(base).host });
  });

  it.each([
    { bucket: 'ab' },
    { bucket: 'Shop' },
    { bucket: 'a..b' },
    { bucket: 'a/b' },
    { bucket: '-shop' },
    { region: 'eu/central' },
    { endpoint: 'store.example' },
    { endpoint: 'https://user:pass@store.example' },
    { path_style: 'maybe' },
    { path_style: 1 },
    { endpoint: 'https://store.example/a b' },
    { endpoint: 'https://store.example/a!' },
    { endpoint: 'https://store.example/a%20b' },
    { endpoint: 'https://store.example/ä' },
    { endpoint: 'https://store.example/a/../b' },
    { endpoint: 'https://store.example/a//b' },
    { format: 'csv' },
    { access_key_id: 'AKIA/x' },
    { access_key_id: 'AKIA x' },
    { session_token: 'a\nb' },
    { prefix: '' },
    { prefix: '/a' },
    { prefix: 'a/' },
    { prefix: 'a//b' },
    { prefix: '..' },
    { prefix: 'a/../b' },
    { prefix: './b' },
    { prefix: 'a\u0000b' },
    { prefix: 'a\ud800' },
    { prefix: 'p'.repeat(201) },
  ])('is refused with %j, and the message does not repeat it', (given) => {
    const { value, issues } = SINKS.s3.parseSettings({ ...GOOD.s3, ...given }, 'f');
    expect(value).toBeNull();
    expect(issues.filter(({ level }) => level === 'error')).toHaveLength(1);
    const [key = '', written = ''] = Object.entries(given).flat().map(String);
    const told = issues[0]?.message.replace(`The setting ${key} `, '');
    expect(told).toMatch(/^must be /);
    // Shorter ones may be a part of any sentence.
    expect(told).not.toContain(written.padEnd(4, '\0'));
  });

  it.each(['127.0.0.1:9000', '127.1', '2130706433', '0x7f000001', '[::1]:9000', '127.0.0.1.'])(
    'cannot be in the name of the host %s, which is an address',
    (host) => {
      const endpoint = `https://${host}`;
      const written = { ...GOOD.s3, endpoint, path_style: 'no' };
      const { value, issues } = SINKS.s3.parseSettings(written, 'f');
      expect(value).toBeNull();
      expect(issues.map(({ message }) => message)).toEqual([
        'The setting path_style must be yes, because the endpoint is an address, of which no bucket can be a part.',
      ]);
      expect(SINKS.s3.parseSettings({ ...written, path_style: 'yes' }, 'f').value).not.toBeNull();
    },
  );

  it.each(['p'.repeat(200), '...', '.a/b', 'a b/ü+%', '🎈'])('takes the prefix %j', (prefix) => {
    expect(SINKS.s3.parseSettings({ ...GOOD.s3, prefix }, 'f').value?.prefix).toBe(prefix);
  });

  it.each([
    [8_192, 'taken'],
    [8_193, 'refused'],
  ])('a session token of %i characters is %s', (length, outcome) => {
    const { value } = SINKS.s3.parseSettings({ ...GOOD.s3, session_token: 't'.repeat(length) }, 'f');
    expect(value === null ? 'refused' : 'taken').toBe(outcome);
  });
});

describe('the settings of kafka', () => {
  it.each([
    { brokers: 'kafka.example:9093' },
    { brokers: [] },
    { brokers: ['kafka.example'] },
    { brokers: ['kafka.example:0'] },
    { brokers: ['kafka.example:09093'] },
    { brokers: ['kafka.example:65536'] },
    { brokers: ['kafka.example:123456'] },
    { brokers: ['https://kafka.example:9093'] },
    { brokers: [{}] },
    { brokers: Array.from({ length: 101 }, (_, at) => `kafka-${at}.example:9093`) },
    { topic: '.' },
    { topic: 'a b' },
    { topic: 't'.repeat(250) },
    { sasl: 'gssapi', username: 'u', password: 'p' },
    { sasl: 'plain', username: 'u' },
    { sasl: 'plain', password: 'p' },
    { password: 'p' },
    { tls: 'maybe' },
  ])('are refused with %j', (given) => {
    expect(SINKS.kafka.parseSettings({ ...GOOD.kafka, ...given }, 'f').value).toBeNull();
  });

  it('take up to 100 brokers, in lower case', () => {
    const brokers = Array.from({ length: 100 }, (_, at) => `KAFKA-${at}.example:65535`);
    const { value } = SINKS.kafka.parseSettings({ ...GOOD.kafka, brokers, topic: 't'.repeat(249) }, 'f');
    expect(value && SINKS.kafka.hosts(value)).toEqual(brokers.map((broker) => broker.toLowerCase()));
  });

  it('warn when events go unencrypted, and refuse a password in the clear', () => {
    expect(issuesOf({ tls: false })).toEqual(['warning: The setting tls sends events unencrypted.']);
    const login = { username: 'u', password: 'p' };
    expect(issuesOf({ sasl: 'plain', ...login })).toEqual([]);
    expect(issuesOf({ tls: false, sasl: 'scram-sha-256', ...login })).toHaveLength(1);
    expect(issuesOf({ tls: false, sasl: 'plain', ...login })).toContain(
      'error: The setting sasl would send the password unencrypted.',
    );
  });
});
