/** The catalogue of Snowplow's trackers against what they sent when they were recorded. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../event.ts';
import { isJsonArray, isJsonObject } from '../../event.ts';
import { readRequest, wireRequest } from '../../wire/wire.contract.ts';
import type { WireRequest } from '../../wire/wire.ts';
import { readSelfDescribing } from '../../wire/snowplow/schema.ts';
import type { SdkEntry } from '../catalogue.ts';
import { snowplowBrowserTracker } from './snowplow-browser-tracker.ts';
import { snowplowNodeTracker } from './snowplow-node-tracker.ts';

const ROOT = new URL('../../../../../fixtures/decode/snowplow/', import.meta.url);
/** What the app said itself in the recordings. */
const FROM_THE_APP = {
  'browser-': /^(?:tna|uid|se_\w+|co\[\]\.(?:product|transaction)\..+)$/,
  'node-':
    /^(?:tna|uid|duid|nuid|sid|vid|ttm|ua|ip|lang|tz|cd|res|vp|url|page|refr|(?:se|pp|tr|ti)_\w+|co\[\]\.(?:product|user-type|geolocation_context|consent_document)\..+)$/,
} as const;

describe.each<[keyof typeof FROM_THE_APP, SdkEntry]>([
  ['browser-', snowplowBrowserTracker],
  ['node-', snowplowNodeTracker],
])('the catalogue of %s recordings', (prefix, entry) => {
  const seen = readdirSync(ROOT)
    .filter((name) => name.startsWith(prefix))
    .flatMap((name) => wordsOf(read(name)));
  const listed = new Set(entry.automatic.map(({ wire }) => wire));

  it('lists every word that the app did not give', () => {
    const unlisted = seen.filter((word) => !listed.has(word) && !FROM_THE_APP[prefix].test(word));
    expect([...new Set(unlisted)]).toEqual([]);
  });
});

function read(name: string): WireRequest {
  const text = readFileSync(new URL(`${name}/request.json`, ROOT), 'utf8');
  const { query, ...rest } = JSON.parse(text) as Omit<WireRequest, 'query'> & { query: string };
  return wireRequest({ ...rest, query: new Map(new URLSearchParams(query)) });
}

/** `res`, `co[].web_page.id`: the payload's words and the members of its entities. The app id is the key. */
function wordsOf(request: WireRequest): readonly string[] {
  return readRequest(request)
    .messages.filter(isJsonObject)
    .flatMap(({ words, contexts }) => [
      ...Object.keys(isJsonObject(words) ? words : {}),
      ...(isJsonArray(contexts) ? contexts.flatMap(membersOf) : []),
    ])
    .concat('aid');
}

function membersOf(value: Json): readonly string[] {
  const entity = readSelfDescribing(value);
  if (entity === null || !isJsonObject(entity.data)) return [];
  return Object.keys(entity.data).map((member) => `co[].${entity.name.name}.${member}`);
}
