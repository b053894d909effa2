/** The catalogue of Amplitude's SDKs against what they sent when they were recorded. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../event.ts';
import { isJsonObject } from '../../event.ts';
import type { SdkEntry } from '../catalogue.ts';
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
});

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
