/** What holds for every entry of the catalogue, and what the recordings under fixtures/decode say of it. */
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contextField } from '@headgate/core';
import { SDKS } from '../packages/core/src/automatic/sdks/index.ts';
import { misplacedFields } from './automatic-fields.ts';
import { sentMessages } from './sent-messages.ts';
import type { SentMessage } from './sent-messages.ts';

const ROOT = new URL('../', import.meta.url);
/** Package → the protocol and the beginning of the names of its recordings. */
const RECORDINGS: Readonly<Record<string, readonly string[]>> = {
  '@segment/analytics-node': ['segment/node-batch'],
  '@segment/analytics-next': ['segment/next-'],
  mixpanel: ['mixpanel/node-'],
  'mixpanel-browser': ['mixpanel/browser-'],
  '@amplitude/analytics-node': ['amplitude/node-'],
  '@amplitude/analytics-browser': ['amplitude/browser'],
  'posthog-node': ['posthog/node-'],
  'posthog-js': ['posthog/js-'],
  '@rudderstack/rudder-sdk-node': ['rudderstack/node-'],
  '@rudderstack/analytics-js': ['rudderstack/browser-'],
  '@snowplow/node-tracker': ['snowplow/node-'],
  '@snowplow/browser-tracker': ['snowplow/browser-'],
  '@opentelemetry/exporter-logs-otlp-http': ['otlp/node-logs-json'],
  '@opentelemetry/exporter-logs-otlp-proto': ['otlp/node-logs-protobuf'],
  '@opentelemetry/exporter-trace-otlp-http': ['otlp/node-traces-json'],
  '@opentelemetry/exporter-trace-otlp-proto': ['otlp/node-traces-protobuf'],
  '@sentry/node': ['sentry/node-'],
  '@sentry/browser': ['sentry/browser-'],
  cloudevents: ['cloudevents/node-'],
  '@headgate/sdk/node': ['segment/headgate-node'],
  '@headgate/sdk': ['segment/headgate-browser'],
};

describe.each(SDKS)('the entry of $package', (entry) => {
  const { automatic, snippet, versions } = entry;

  it('is about the version that is installed', () => {
    const name = entry.package.split('/', entry.package.startsWith('@') ? 2 : 1).join('/');
    const { version } = readJson(`node_modules/${name}/package.json`) as { version: string };
    expect(satisfiesCaret(version, versions)).toBe(true);
  });

  it('gives a category wherever the table of the context has none', () => {
    const bare = automatic.filter(
      ({ becomes, category }) =>
        category === undefined && contextField(becomes?.replace(/^context\./, '') ?? '') === undefined,
    );
    expect(bare).toEqual([]);
  });

  it('says whose names a `*` stands for', () => {
    const unsaid = automatic.filter(({ wire, namedBy }) => wire.includes('*') !== (namedBy !== undefined));
    const elsewhere = automatic.filter(({ wire }) => wire.includes('*') && !/^[^*]+\.\*$/.test(wire));
    expect([...unsaid, ...elsewhere]).toEqual([]);
  });

  it('names the gateway and no other host in its code', () => {
    const hosts = snippet('https://gate.example').match(/https?:\/\/[^'"/]+/g) ?? ['gate.example'];
    expect(hosts.filter((host) => !host.endsWith('gate.example'))).toEqual([]);
    expect(snippet('https://gate.example')).toContain('gate.example');
  });

  it('says rightly where the decoder puts what was recorded', () => {
    const messages = (RECORDINGS[entry.package] ?? []).flatMap(recordedMessages);
    expect(messages.length).toBeGreaterThan(0);
    expect(misplacedFields(entry, messages)).toEqual([]);
  });
});

interface Written {
  readonly method: string;
  readonly path: string;
  readonly query?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly bytes?: string;
}

function recordedMessages(place: string): readonly SentMessage[] {
  const [protocol = '', prefix = ''] = place.split('/');
  return readdirSync(new URL(`fixtures/decode/${protocol}/`, ROOT))
    .filter((name) => name.startsWith(prefix))
    .map((name) => readJson(`fixtures/decode/${protocol}/${name}/request.json`) as Written)
    .flatMap(({ method, path, query = '', headers, body = '', bytes }) =>
      sentMessages({
        method,
        target: query === '' ? path : `${path}?${query}`,
        headers,
        body: bytes === undefined ? Buffer.from(body) : Buffer.from(bytes, 'base64'),
      }),
    );
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(new URL(path, ROOT), 'utf8'));
}

/** `^1.2.3`: no older, and the same in the first number that is not nought (https://github.com/npm/node-semver#caret-ranges-123-025-004). */
function satisfiesCaret(version: string, range: string): boolean {
  const [lowest, given] = [range.replace(/^\^/, ''), version].map((text) => text.split('.').map(Number));
  if (!range.startsWith('^') || lowest === undefined || given === undefined) return false;
  const leading = lowest.findIndex((number) => number !== 0);
  const difference = lowest.findIndex((number, at) => number !== given[at]);
  return difference === -1 || (difference > leading && (given[difference] ?? 0) > (lowest[difference] ?? 0));
}
