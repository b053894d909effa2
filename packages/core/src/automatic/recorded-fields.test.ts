/**
 * The catalogue against recordings, which hold options and calls that the drivers of test/sdks do not make, such as consent: whatever
 * an SDK's message holds, the app gave it or the catalogue lists it.
 */
import { describe, expect, it } from 'vitest';
import { isJsonObject } from '../event.ts';
import type { Json } from '../event.ts';
import { recordedCases } from '../vendor/recorded.contract.ts';
import { leavesOf } from '../vendor/round-trip.contract.ts';
import { readRequest } from '../wire/wire.contract.ts';
import type { SdkEntry } from './catalogue.ts';
import { SDKS } from './sdks/index.ts';

/** What the recorded app says itself, by protocol. */
const GIVEN: Readonly<Record<string, RegExp>> = {
  segment:
    /^(?:anonymousId|event|name|category|userId|groupId|previousId|traits\..*|context\.ip|properties\.(?:total|note|query|depth|name|category|step|url)|channel|version)$/,
  // Its `$initial_referrer` beside `$set` is written by hand: mixpanel-browser 2.83.0 sets it once.
  mixpanel:
    /^(?:event|properties\.(?:total|note|query|plan|alias|ip|distinct_id|\$insert_id|time|step|size|from|to)|\$(?:set|set_once|add|append|union|remove|unset|delete)(?:\.(?!\$os|\$browser|\$initial).*)?|\$set\.\$initial_referrer|\$(?:group_key|group_id|distinct_id|ip|time|ignore_time|ignore_alias|latitude|longitude))$/,
  rudderstack:
    /^(?:event|name|category|userId|anonymousId|groupId|previousId|integrations\.All|(?:context\.)?traits\..*|context\.ip|properties\.(?:items|name|category|url|order_id|revenue|currency|a)|properties\.products\..*|properties)$/,
};

/** SDK → its protocol and how the names of its recordings begin. */
const RECORDINGS: Readonly<Record<string, readonly [protocol: string, prefix: string]>> = {
  '@segment/analytics-node': ['segment', 'node-batch'],
  '@segment/analytics-next': ['segment', 'next-'],
  mixpanel: ['mixpanel', 'node-'],
  'mixpanel-browser': ['mixpanel', 'browser-'],
  '@rudderstack/rudder-sdk-node': ['rudderstack', 'node-'],
  '@rudderstack/analytics-js': ['rudderstack', 'browser-'],
};

describe.each(Object.entries(RECORDINGS))('%s', (name, [protocol, prefix]) => {
  const cases = recordedCases(protocol).filter((each) => each.name.startsWith(prefix));

  it('is in the catalogue under its protocol', () => {
    expect(entryOf(name)?.protocol).toBe(protocol);
  });

  it.each(cases)('adds nothing to $name that its entry does not list', ({ request }) => {
    const listed = entryOf(name)?.automatic.map(({ wire }) => wire) ?? [];
    const given = GIVEN[protocol] ?? /^$/;
    const unlisted = readRequest(request)
      .messages.flatMap(pathsOf)
      .filter((path) => !given.test(path))
      .filter((path) => !listed.includes(path.replaceAll(/\.\d+(?=\.|$)/g, '[]')));
    expect(unlisted).toEqual([]);
  });
});

function entryOf(name: string): SdkEntry | undefined {
  return SDKS.find((entry) => entry.package === name);
}

/** Null is what an SDK writes where there is nothing. */
function pathsOf(message: Json): readonly string[] {
  if (!isJsonObject(message)) return [];
  return leavesOf(message)
    .filter(([, value]) => value !== null)
    .map(([path]) => path);
}
