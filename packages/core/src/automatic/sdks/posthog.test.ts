/** The catalogue of PostHog's SDKs against what they sent when they were recorded. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../event.ts';
import { isJsonObject } from '../../event.ts';
import { eventsEndpoint, LIMITS, wireRequest } from '../../wire/wire.contract.ts';
import type { SdkEntry } from '../catalogue.ts';
import { posthogJs } from './posthog-js.ts';
import { posthogNode } from './posthog-node.ts';

const ROOT = new URL('../../../../../fixtures/decode/posthog/', import.meta.url);
/** What the app said itself in the recordings, the operators included. */
const FROM_THE_APP: Readonly<Record<string, RegExp>> = {
  'js-':
    /^(?:event|\$set|\$set_once|properties\.(?:\$set|\$set_once|\$unset|\$groups?|\$group_\w+|alias|plan|order_id|total|currency|products|super_prop|\$feature.*|\$internal_or_test_user)|\$set(?:_once)?\.(?!\$initial).*)$/,
  'node-':
    /^(?:event|options|session_id|window_id|\$set(?:_once)?\..*|properties\.(?:\$set|\$set_once|\$groups|\$group_\w+|\$anon_distinct_id|alias|distinct_id|plan|order_id|total|currency|nested|title|\$ai_\w+|\$session_id|\$window_id|\$ip|\$cookieless_mode|\$product_tour_id|\$ignore_sent_at|\$current_url|\$pathname|\$host|\$screen_name))$/,
};

describe.each<[string, SdkEntry]>([
  ['js-', posthogJs],
  ['node-', posthogNode],
])('the catalogue of %s recordings', (prefix, entry) => {
  const seen = readdirSync(ROOT)
    .filter((name) => name.startsWith(prefix))
    .flatMap(messagesOf)
    .flatMap(wordsOf);
  // Of a list of errors the outermost word alone is looked at here.
  const listed = new Set(entry.automatic.map(({ wire }) => wire.replace(/\[\].*$/, '')));

  it('lists every word that the app did not give', () => {
    const unlisted = seen.filter((word) => !listed.has(word) && !(FROM_THE_APP[prefix]?.test(word) ?? false));
    expect([...new Set(unlisted)]).toEqual([]);
  });
});

function messagesOf(name: string): readonly JsonObject[] {
  const written = JSON.parse(readFileSync(new URL(`${name}/request.json`, ROOT), 'utf8')) as {
    path: string;
    query: string;
    headers: Record<string, string>;
    body: string;
  };
  // Without the headers, whose words are the first form's alone.
  const request = wireRequest({
    ...written,
    headers: {},
    query: new Map(new URLSearchParams(written.query)),
  });
  const opened = eventsEndpoint(request.path).open(request, LIMITS);
  if (opened.kind === 'refused') throw new Error(opened.refusal);
  return opened.messages.filter(isJsonObject);
}

/** `uuid`, `properties.$os`, `$set_once.$initial_host`: the operators where posthog-js writes them. */
function wordsOf(message: JsonObject): readonly string[] {
  const { properties, sent_at: _sentAt, ...rest } = message;
  const given = isJsonObject(properties) ? properties : {};
  return [
    ...Object.keys(rest),
    ...below(given, 'properties'),
    ...[rest, given].flatMap((each) =>
      ['$set', '$set_once'].flatMap((operator) => below(each[operator], operator)),
    ),
  ];
}

function below(value: Json | undefined, path: string): readonly string[] {
  return isJsonObject(value) ? Object.keys(value).map((key) => `${path}.${key}`) : [];
}
