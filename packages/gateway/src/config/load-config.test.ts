import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { makePlace } from '../../../../test/gateway-fixture.ts';
import type { Place } from '../../../../test/gateway-fixture.ts';
import { DELIVER_LIMITS } from '../deliver/limits.ts';
import { INGEST_LIMITS } from '../ingest/limits.ts';
import type { Config } from './config.ts';
import { loadConfig } from './load-config.ts';
import type { ConfigSource } from './load-config.ts';
import { maskConfig } from './mask-config.ts';
import { configJsonSchema } from './written-config.ts';

const FILE = join('deploy', 'headgate.yaml');

let place: Place | null = null;
afterEach(() => {
  place?.remove();
  place = null;
});

const load = (text: string, rest: Partial<ConfigSource> = {}): ReturnType<typeof loadConfig> =>
  loadConfig({ file: FILE, text, ...rest });

async function loadGood(text: string, rest: Partial<ConfigSource> = {}): Promise<Config> {
  const { value, issues } = await load(text, rest);
  expect(issues).toEqual([]);
  if (value === null) throw new Error('There is no value.');
  return value;
}

function sourceOf(file: string): string {
  return `sources: { a: { environment: staging, write_key: file:${file} } }`;
}

describe('an empty configuration', () => {
  it('has every default, and paths beside the file', async () => {
    const config = await loadGood('');
    expect(config).toMatchObject({
      dataDirectory: join('deploy', '.headgate'),
      planFile: join('deploy', 'plan.yaml'),
      server: { host: '127.0.0.1', port: 4400, hostsAllowed: null },
      admin: { host: '127.0.0.1', port: 4401 },
      sources: [],
      connections: [],
    });
    expect(config.limits.ingest).toEqual(INGEST_LIMITS);
    expect(config.limits.deliver).toEqual(DELIVER_LIMITS);
  });
});

describe('an issue', () => {
  it.each([
    ['an unknown key', 'server: { prot: 1 }', 'unknown-key', 1, 11],
    ['an unknown section', 'data: x\nserfer: {}', 'unknown-key', 2, 1],
    ['an unknown limit', 'limits:\n  ingest:\n    body_max: 1', 'unknown-key', 3, 5],
    ['a port over the limit', 'server: { port: 65536 }', 'bad-value', 1, 11],
    ['a limit of nothing', 'limits: { queue: { bytes_max: 0 } }', 'bad-value', 1, 20],
    ['a wait longer than a timer', 'limits: { door: { timeout_ms: 2147483648 } }', 'bad-value', 1, 19],
    ['a longer lingering', 'limits: { object_storage: { linger_ms: 2147483648 } }', 'bad-value', 1, 29],
    ['a source without a key', 'sources:\n  web: { environment: staging }', 'bad-value', 2, 3],
    [
      'an environment that is none',
      'sources: { web: { environment: test, write_key: k } }',
      'bad-value',
      1,
      19,
    ],
    [
      'an origin with a path',
      'sources: { web: { environment: staging, write_key: k, origins: [https://a.example/] } }',
      'bad-value',
      1,
      65,
    ],
    ['a name in capitals', 'sources: { Web: { environment: staging, write_key: k } }', 'bad-value', 1, 12],
    ['text that is no YAML', 'server: {', 'bad-yaml', 1, 10],
    ['a list for a mapping', '- 1', 'bad-value', 1, 1],
    [
      'two sources with one key',
      'sources:\n  a: { environment: staging, write_key: k }\n  b: { environment: production, write_key: k }',
      'shared-write-key',
      3,
      33,
    ],
    [
      'a variable that is not set',
      'sources: { a: { environment: staging, write_key: env:NONE } }',
      'unread-reference',
      1,
      39,
    ],
    [
      'a file that is not there',
      'sources: { a: { environment: staging, write_key: file:none } }',
      'unread-reference',
      1,
      39,
    ],
  ])('says where there is %s', async (...[, text, rule, line, column]) => {
    const { value, issues } = await load(text);
    expect(value).toBeNull();
    expect(issues).toMatchObject([{ rule, line, column, file: FILE, level: 'error' }]);
    expect(issues[0]?.mend).toMatch(/\.$/);
  });

  it('is there when the file is not', async () => {
    const { value, issues } = await loadConfig({ file: join('nowhere', 'headgate.yaml') });
    expect(value).toBeNull();
    expect(issues).toMatchObject([{ rule: 'missing-file' }]);
  });
});

describe('the limits', () => {
  it.each([
    ['server.port', 'server: { port: 65535 }'],
    ['door.timeout_ms', 'limits: { door: { timeout_ms: 2147483647 } }'],
    ['object_storage.linger_ms', 'limits: { object_storage: { linger_ms: 2147483647 } }'],
    ['queue.bytes_max', 'limits: { queue: { bytes_max: 1 } }'],
    ['a write key', `sources: { a: { environment: staging, write_key: ${'k'.repeat(256)} } }`],
  ])('take %s at its bound', async (_, text) => {
    expect((await load(text)).issues).toEqual([]);
  });

  it('refuse a write key one over', async () => {
    const text = `sources: { a: { environment: staging, write_key: ${'k'.repeat(257)} } }`;
    expect((await load(text)).issues).toMatchObject([{ rule: 'bad-value' }]);
  });

  it('reach the part that they are for', async () => {
    const config = await loadGood(
      'limits: { ingest: { body_bytes_max: 7 }, deliver: { age_ms_max: 8 }, control: { taps_max: 9 } }',
    );
    expect(config.limits.ingest).toEqual({ ...INGEST_LIMITS, bodyBytesMax: 7 });
    expect(config.limits.deliver.ageMsMax).toBe(8);
    expect(config.limits.control.tapsMax).toBe(9);
  });
});

describe('precedence', () => {
  const flag = { flag: '--port', path: ['server', 'port'], value: 3 };

  it.each([
    ['the default', '', {}, [], 4400],
    ['the file over the default', 'server: { port: 1 }', {}, [], 1],
    ['a variable over the file', 'server: { port: 1 }', { HEADGATE_SERVER__PORT: '2' }, [], 2],
    ['a flag over the variable', 'server: { port: 1 }', { HEADGATE_SERVER__PORT: '2' }, [flag], 3],
  ])('takes %s', async (...[, text, variables, flags, port]) => {
    expect((await loadGood(text, { variables, flags })).server.port).toBe(port);
  });

  it('reads numbers, switches, lists and texts of variables as the schema has them', async () => {
    const config = await loadGood('vendors: { hook: { staging: { url: x } } }', {
      variables: {
        HEADGATE_DATA: '/var/lib/headgate',
        HEADGATE_SERVER__HOSTS_ALLOWED: 'a.example, b.example:80',
        HEADGATE_SOURCES__WEB__ENVIRONMENT: 'staging',
        HEADGATE_SOURCES__WEB__WRITE_KEY: '12345',
        HEADGATE_VENDORS__HOOK__STAGING__PRIVATE_ADDRESSES_ALLOWED: 'true',
        HEADGATE_LIMITS__CONTROL__TAPS_MAX: '2',
      },
    });
    expect(config).toMatchObject({
      dataDirectory: '/var/lib/headgate',
      server: { hostsAllowed: ['a.example', 'b.example:80'] },
      sources: [{ writeKey: '12345', source: { id: 'web', environment: 'staging' } }],
      connections: [{ vendor: 'hook', privateAddressesAllowed: true, settings: { url: 'x' } }],
      limits: { control: { tapsMax: 2 } },
    });
  });

  it.each([
    ['HEADGATE_SERVER__PORT', 'many', 'bad-value'],
    ['HEADGATE_SERVER__PROT', '1', 'unknown-key'],
    ['HEADGATE_SERFER__PORT', '1', 'unknown-key'],
    ['HEADGATE___PROTO____PORT', '1', 'unknown-key'],
  ])('blames %s for what it sets', async (name, text, rule) => {
    const { value, issues } = await load('data: x', { variables: { [name]: text } });
    expect(value).toBeNull();
    expect(issues).toMatchObject([{ rule, file: name, line: 0 }]);
    expect(Object.hasOwn(Object.prototype, 'port')).toBe(false);
  });

  it('leaves variables alone that Kubernetes sets for a service of this name', async () => {
    const variables = { HEADGATE_PORT: 'tcp://192.0.2.1:80', HEADGATE_SERVICE_HOST: '192.0.2.1' };
    expect((await load('', { variables })).issues).toEqual([]);
  });
});

describe('secrets', () => {
  it('are read from variables and files, and never printed', async () => {
    place = makePlace({ 'key.txt': 'key-from-file\n' });
    const text = `
sources:
  a: { environment: staging, write_key: file:key.txt }
  b: { environment: staging, write_key: env:KEY_B }
  c: { environment: staging, write_key: key-written-out }
vendors:
  hook:
    staging:
      url: https://someone:pass-in-url@hook.example/x?token=token-in-url
      secret: secret-written-out
      api_secret: env:API_SECRET
      secret_access_key: access-written-out
      session_token: session-written-out
      password: password-written-out
`;
    const config = await loadGood(text, {
      file: join(place.directory, 'headgate.yaml'),
      variables: { KEY_B: 'key-from-variable', API_SECRET: 'secret-from-variable' },
    });
    expect(config.sources.map(({ writeKey }) => writeKey)).toEqual([
      'key-from-file',
      'key-from-variable',
      'key-written-out',
    ]);
    const printed = JSON.stringify(maskConfig(config));
    expect(printed).not.toMatch(/from-file|from-variable|written-out|in-url|someone/);
    expect(printed).toContain('file:key.txt');
    expect(printed).toContain('env:API_SECRET');
    expect(maskConfig(config).server.port).toBe(4400);
  });

  it('need not be there for a reader who shows them', async () => {
    const text = sourceOf('nowhere.txt');
    expect((await load(text)).value).toBeNull();
    const { value } = await load(text, { references: 'kept' });
    expect(value?.sources.map(({ writeKey }) => writeKey)).toEqual(['file:nowhere.txt']);
  });

  it('are not echoed when their file is too large or empty', async () => {
    place = makePlace({ 'large.txt': 'x'.repeat(65_537), 'full.txt': 'y'.repeat(65_536), 'empty.txt': '\n' });
    const file = join(place.directory, 'headgate.yaml');
    for (const name of ['large.txt', 'empty.txt']) {
      const { value, issues } = await load(sourceOf(name), { file });
      expect(value).toBeNull();
      expect(issues[0]?.message).toContain(name);
      expect(issues[0]?.message).not.toContain('xx');
    }
    expect((await load(sourceOf('full.txt'), { file })).value).not.toBeNull();
  });
});

describe('the schema for editors', () => {
  it('is draft-07, closed, and documents every limit', () => {
    const schema = configJsonSchema();
    expect(schema.$schema).toBe('http://json-schema.org/draft-07/schema#');
    expect(schema.additionalProperties).toBe(false);
    const text = JSON.stringify(schema);
    expect(text).toContain(
      '"body_bytes_max":{"default":10485760,"description":"Bytes of one request body as sent."',
    );
  });
});
