import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../event.ts';
import { isJsonObject } from '../event.ts';
import { sentryBrowser } from './sdks/sentry-browser.ts';
import { sentryNode } from './sdks/sentry-node.ts';

const ROOT = new URL('../../../../fixtures/decode/sentry/', import.meta.url);

/** Read in the SDK's source, but in no recording: they need a referrer, an address, a tracer that is not streaming, a cloud. */
const NOT_RECORDED = new Set([
  'browser event.request.headers.Referer',
  'browser event.user.ip_address',
  'browser session.attrs.ip_address',
  'browser transaction.spans',
  'browser transaction.contexts.trace.op',
  'browser log.attributes.sentry.message',
  'node event.modules',
  'node event.contexts.cloud_resource',
]);

function eventsOf(runtime: string): JsonObject[] {
  return readdirSync(ROOT)
    .filter((name) => name.startsWith(`${runtime}-`))
    .flatMap((name) => {
      const { events } = JSON.parse(readFileSync(new URL(`${name}/expected.json`, ROOT), 'utf8'));
      return events as JsonObject[];
    });
}

function has(event: JsonObject, path: string): boolean {
  let value: Json | undefined = event;
  for (const step of path.split('.')) value = isJsonObject(value) ? value[step] : undefined;
  return value !== undefined && value !== null;
}

describe.each([sentryNode, sentryBrowser])('the entry of $package', ({ runtime, automatic, snippet }) => {
  const events = eventsOf(runtime);

  it.each(automatic.map(({ wire, becomes }): [string, string | null] => [wire, becomes]))(
    'says rightly that %s becomes %s',
    (wire, becomes) => {
      const isRecorded = becomes !== null && events.some((event) => has(event, becomes));
      expect(isRecorded).toBe(becomes !== null && !NOT_RECORDED.has(`${runtime} ${wire}`));
    },
  );

  it('points the SDK at the gateway and nowhere else', () => {
    const code = snippet('https://gateway.example');
    expect(code).toContain("dsn: 'https://<write key>@gateway.example/1'");
    expect(
      code
        .match(/https?:\/\/[^\s'/]+/g)
        ?.every((origin) => origin.includes('gateway.example') || origin.includes('<write')),
    ).toBe(true);
  });
});
