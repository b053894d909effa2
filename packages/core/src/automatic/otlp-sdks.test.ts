import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Json } from '../event.ts';
import { isJsonObject } from '../event.ts';
import { contextField } from './context-fields.ts';
import { LOG_FIELDS, SPAN_FIELDS } from './otlp-sdks.ts';

const ROOT = new URL('../../../../fixtures/decode/otlp/', import.meta.url);

/** Every path of `context.app`, `context.otlp` and so on that has a value in some recorded event. */
function recordedPaths(name: string): ReadonlySet<string> {
  const expected = JSON.parse(readFileSync(new URL(`${name}/expected.json`, ROOT), 'utf8')) as {
    events: Record<string, Json>[];
  };
  return new Set(expected.events.flatMap((event) => pathsIn(event['context'] ?? null, 'context')));
}

function pathsIn(value: Json, path: string): string[] {
  if (!isJsonObject(value)) return [path];
  return Object.entries(value).flatMap(([key, member]) => pathsIn(member, `${path}.${key}`));
}

/** What the recording app said itself, in attributes of the resource or of a record. */
const GIVEN_BY_APP: ReadonlySet<string> = new Set([
  'context.app.version',
  'context.app.namespace',
  'context.otlp.resource.deployment.environment.name',
  'context.otlp.severity_number',
  'context.otlp.severity_text',
  'context.sessionId',
  'context.ip',
  'context.userAgent',
  'context.page.url',
  'context.consent.categoryPreferences.analytics',
]);

describe.each([
  ['node-logs-json', LOG_FIELDS],
  ['node-traces-json', SPAN_FIELDS],
] as const)('the catalogue of what %s shows', (name, fields) => {
  it('lists every path of the context that the app did not give', () => {
    const listed = new Set(fields.map((field) => field.becomes));
    const missing = [...recordedPaths(name)].filter((path) => !GIVEN_BY_APP.has(path));
    expect(missing.filter((path) => !listed.has(path as `context.${string}.${string}`))).toEqual([]);
  });

  it('has a category for whatever has no path of its own', () => {
    const bare = fields.filter(
      ({ becomes, category }) =>
        category === undefined && contextField((becomes ?? '').replace('context.', '')) === undefined,
    );
    expect(bare).toEqual([]);
  });
});
