/** The catalogue of Amplitude's SDKs against what they sent when they were recorded. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../event.ts';
import { isJsonObject } from '../../event.ts';
import { readRequest, wireRequest } from '../../wire/wire.contract.ts';
import type { AutomaticField, SdkEntry } from '../catalogue.ts';
import { contextField } from '../context-fields.ts';
import { amplitudeAnalyticsBrowser } from './amplitude-analytics-browser.ts';
import { amplitudeAnalyticsNode } from './amplitude-analytics-node.ts';

const ROOT = new URL('../../../../../fixtures/decode/amplitude/', import.meta.url);
/** What the app said itself in the recordings, by calls or by options. */
const FROM_THE_APP: Readonly<Record<string, RegExp>> = {
  browser:
    /^(?:event_type|user_id|app_version|partner_id|plan|ingestion_metadata|groups|group_properties|event_properties\.(?:total|\$.*)|user_properties\.\$(?:set|setOnce|add)\.(?:plan|first|n|company))$/,
  node: /^(?:user_id|event_type|groups|group_properties|user_properties\..*|event_properties\..*|[a-z]*[Ii]d|session_id|app_version|platform|os_.*|device_.*|carrier|country|region|city|dma|idf.|adid|android_.*|language|ip|location_.*|partner_id|user_agent|version_name|plan|ingestion_metadata|price|quantity|revenueType|currency|receipt.*)$/,
};

describe.each<[string, SdkEntry]>([
  ['browser', amplitudeAnalyticsBrowser],
  ['node', amplitudeAnalyticsNode],
])('the catalogue of the %s recordings', (prefix, entry) => {
  const seen = readdirSync(ROOT)
    .filter((name) => name.startsWith(prefix))
    .flatMap(eventsOf)
    .flatMap(wordsOf);
  const listed = new Set(entry.automatic.map(({ wire }) => wire));

  it('lists every word that the app did not give', () => {
    const unlisted = seen.filter((word) => !listed.has(word) && !(FROM_THE_APP[prefix]?.test(word) ?? false));
    expect(seen.length).toBeGreaterThan(20);
    expect([...new Set(unlisted)]).toEqual([]);
  });

  it.each(entry.automatic.filter(({ becomes }) => becomes?.startsWith('context.') === true))(
    'says where the decoder puts $wire ($becomes)',
    (field) => {
      const [event] = readRequest(requestWith(field)).events;
      const read = valueAt(event?.context ?? {}, field.becomes?.slice('context.'.length) ?? '');
      expect(['value', field.becomes === 'context.library.version' ? '1.2.3' : 'value']).toContain(read);
    },
  );

  it('gives a category wherever the table of the context has none', () => {
    const without = entry.automatic.filter(
      ({ becomes, category }) =>
        category === undefined && contextField(becomes?.slice('context.'.length) ?? '') === undefined,
    );
    expect(without).toEqual([]);
  });

  it('names the gateway and nothing else in its snippet', () => {
    expect(entry.snippet('https://gate.example').match(/https?:\/\/[^'"/]+/g)).toEqual([
      'https://gate.example',
    ]);
  });
});

/** A request with `value` in one field, in the form that a library has. */
function requestWith({ wire }: AutomaticField) {
  const dot = wire.indexOf('.');
  const given = wire === 'library' ? 'value/1.2.3' : 'value';
  const field = dot === -1 ? { [wire]: given } : { [wire.slice(0, dot)]: { [wire.slice(dot + 1)]: given } };
  const body = JSON.stringify({
    api_key: 'key-1',
    events: [{ event_type: 'Seen', user_id: 'u-1', ...field }],
  });
  return wireRequest({ path: '/2/httpapi', body });
}

function eventsOf(name: string): readonly JsonObject[] {
  const { body } = JSON.parse(readFileSync(new URL(`${name}/request.json`, ROOT), 'utf8')) as {
    body: string;
  };
  return (JSON.parse(body) as { events: readonly JsonObject[] }).events;
}

/** Fields, and the members of properties; one level deeper below operators. */
function wordsOf(event: JsonObject): readonly string[] {
  return Object.entries(event).flatMap(([field, value]) => {
    if (field !== 'event_properties' && field !== 'user_properties') return [field];
    return Object.entries(isJsonObject(value) ? value : {}).flatMap(([name, inner]) =>
      name.startsWith('$') && isJsonObject(inner)
        ? Object.keys(inner).map((member) => `${field}.${name}.${member}`)
        : [`${field}.${name}`],
    );
  });
}

/** The value at a path whose steps may hold spaces, but no dots. */
function valueAt(context: JsonObject, path: string): Json | undefined {
  let value: Json | undefined = context;
  for (const step of path.split('.')) value = isJsonObject(value) ? value[step] : undefined;
  return value;
}
