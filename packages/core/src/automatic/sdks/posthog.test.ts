/** The catalogue of PostHog's SDKs against what they sent when they were recorded. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../event.ts';
import { isJsonObject } from '../../event.ts';
import { eventsEndpoint, LIMITS, readRequest, wireRequest } from '../../wire/wire.contract.ts';
import type { SdkEntry } from '../catalogue.ts';
import { contextField } from '../context-fields.ts';
import { posthogJs } from './posthog-js.ts';
import { posthogNode } from './posthog-node.ts';

const ROOT = new URL('../../../../../fixtures/decode/posthog/', import.meta.url);
/** What the app said itself in the recordings, the operators included. */
const FROM_THE_APP: Readonly<Record<string, RegExp>> = {
  'js-':
    /^(?:event|\$set|\$set_once|properties\.(?:\$set|\$set_once|\$unset|\$groups?|\$group_\w+|alias|plan|order_id|total|currency|products|super_prop|\$feature.*|\$internal_or_test_user)|\$set(?:_once)?\.(?!\$initial).*)$/,
  'node-':
    /^(?:event|options|session_id|window_id|\$set(?:_once)?\..*|properties\.(?:\$set|\$set_once|\$groups|\$group_\w+|\$anon_distinct_id|alias|plan|order_id|total|currency|nested|title|\$ai_\w+|\$session_id|\$window_id|\$ip|\$cookieless_mode|\$product_tour_id|\$ignore_sent_at|\$current_url|\$pathname|\$host|\$screen_name))$/,
};

describe.each<[string, SdkEntry]>([
  ['js-', posthogJs],
  ['node-', posthogNode],
])('the catalogue of %s recordings', (prefix, entry) => {
  const seen = readdirSync(ROOT)
    .filter((name) => name.startsWith(prefix))
    .flatMap(messagesOf)
    .flatMap(wordsOf);
  const listed = new Set(entry.automatic.map(({ wire }) => wire));

  it('lists every word that the app did not give', () => {
    const unlisted = seen.filter((word) => !listed.has(word) && !(FROM_THE_APP[prefix]?.test(word) ?? false));
    expect([...new Set(unlisted)]).toEqual([]);
  });

  it.each(entry.automatic.filter(({ becomes }) => becomes?.startsWith('context.') === true))(
    'says where the decoder puts $wire',
    ({ wire, becomes }) => {
      const [group, word] = wire.split('.') as [string, string];
      const message = { event: '$pageview', distinct_id: 'u-1', [group]: { [word]: 'value' } };
      const body = JSON.stringify({ batch: [message] });
      const [event] = readRequest(wireRequest({ path: '/batch', body })).events;
      expect(valueAt(event?.context ?? {}, becomes?.slice('context.'.length) ?? '')).toBe('value');
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
    const hosts = entry.snippet('https://gate.example').match(/https?:\/\/[^'"/]+/g);
    expect(hosts).toEqual(['https://gate.example']);
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

function valueAt(context: JsonObject, path: string): Json | undefined {
  const [group, ...leaf] = path.split('.');
  const value = context[group ?? ''];
  return leaf.length > 0 && isJsonObject(value) ? value[leaf.join('.')] : value;
}
