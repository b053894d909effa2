/**
 * PostHog's capture API, `POST /batch/` (https://posthog.com/docs/api/capture): 20 MB a request, gzip, an answer for the whole
 * batch. Its successor `/i/v1/analytics/events` answers for each event, but takes the library from a header of the request, so
 * that events of several apps could not keep theirs, and its own SDK hides it behind an environment variable.
 * What PostHog does with the words: its ingestion (https://github.com/PostHog/posthog, plugin-server/src).
 */
import { isJsonArray, isJsonObject } from '../../event.ts';
import type { CleanEvent, Json, JsonObject } from '../../event.ts';
import { readStatus } from '../read-answer.ts';
import { createSettingsReader } from '../settings.ts';
import type { VendorUrl } from '../settings.ts';
import { uuidOf } from '../uuid-of.ts';
import type { Omission, Vendor, VendorAnswer, VendorReading } from '../vendor.ts';
import { contextWords, COOKIELESS_PATH, groupTypeOf, groupWords } from './posthog-words.ts';

export interface PosthogSettings {
  readonly url: VendorUrl;
  readonly apiKey: string;
  /** Type of groups whose event names none. */
  readonly groupType: string;
}

/** The largest time that has an ISO 8601 text here (https://tc39.es/ecma262/#sec-time-values-and-time-range). */
const TIME_MS_MAX = 8.64e15;

/** What posthog-js waits after it was told of a limit (posthog-js 1.449.2, lib/src/rate-limiter.js). */
const LIMITED_WAIT_MS = 60_000;

/** PostHog as a destination. No person is made of an event that names none, and the gateway's address is never located. */
export const posthog: Vendor<PosthogSettings> = {
  kind: 'posthog',
  batch: { eventsMax: 1000, bytesMax: 10_000_000 },
  secrets: ['api_key'],
  parseSettings: (written, file) => {
    const reader = createSettingsReader(written, file, ['url', 'api_key', 'group_type']);
    return reader.finish({
      url: reader.url('url', { fallback: 'https://us.i.posthog.com' }),
      apiKey: reader.text('api_key'),
      groupType: reader.text('group_type', { fallback: 'company' }),
    });
  },
  hosts: (settings) => [settings.url.host],
  /** A person's properties are set, set once or unset; a group's only set. */
  accepts: ({ call, operation }) =>
    operation === 'set' || (call === 'identify' && (operation === 'set_once' || operation === 'unset')),
  leavesOut: ({ call }) => (call === 'alias' ? ALIAS_OMITS : EVENT_OMITS),
  toRequests: (events, settings) => {
    const carries: number[] = [];
    const batch: JsonObject[] = [];
    events.forEach((event, position) => {
      const message = isComplete(event) ? toMessage(event, settings) : null;
      if (message === null) return;
      carries.push(position);
      batch.push(message);
    });
    if (carries.length === 0) return [];
    return [
      {
        method: 'POST',
        url: `${settings.url.base}/batch/`,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ api_key: settings.apiKey, batch }),
        gzip: true,
        carries,
      },
    ];
  },
  readAnswer: (answer, _request, tools) => readBatchAnswer(answer, tools.now),
};

const EVENT_OMITS: Omission = { omits: (path) => path === 'previousId' || path === COOKIELESS_PATH };
/** An alias joins two ids and has no body. */
const ALIAS_OMITS: Omission = {
  omits: (path) => path.startsWith('properties.') || path === COOKIELESS_PATH,
};

/** PostHog answers 200 to messages without the ids they need and drops them later; better to know. */
function isComplete(event: CleanEvent): boolean {
  if (!posthog.accepts(event) || !(Math.abs(event.time) <= TIME_MS_MAX)) return false;
  switch (event.call) {
    case 'alias':
      return event.userId !== null && event.previousId !== null;
    case 'group':
      return event.groupId !== null;
    case 'identify':
      return event.userId !== null || event.anonymousId !== null;
    case 'track':
    case 'page':
    case 'screen':
      return true;
  }
}

/** `timestamp` is final: without `sent_at` PostHog does not correct it by our clock. */
function toMessage(event: CleanEvent, settings: PosthogSettings): JsonObject {
  const { ofEvent, ofPerson } = contextWords(event);
  const described = { ...ofEvent, ...personWords(event, ofEvent) };
  return {
    uuid: uuidOf(event.id),
    event: nameOf(event),
    distinct_id: distinctIdOf(event, settings),
    timestamp: new Date(event.time).toISOString(),
    properties: {
      ...described,
      ...withPerson(bodyOf(event, settings), ofPerson, described[PROCESSES] !== false),
      ...groupWords(event, settings.groupType),
      ...idWords(event, ofEvent),
      ...addressWords(ofEvent),
    },
  };
}

/** What the person came with is set once; where no person is processed, PostHog would drop it there, and the event keeps it. */
function withPerson(own: JsonObject, ofPerson: JsonObject, isProcessed: boolean): JsonObject {
  if (Object.keys(ofPerson).length === 0) return own;
  if (!isProcessed) return { ...ofPerson, ...own };
  const once = own['$set_once'];
  return { ...own, $set_once: { ...ofPerson, ...(isJsonObject(once) ? once : {}) } };
}

/** The names that PostHog gives to what is a call of its own in the Segment spec. */
function nameOf(event: CleanEvent): string {
  switch (event.call) {
    case 'track':
      return event.name;
    case 'page':
      return '$pageview';
    case 'screen':
      return '$screen';
    case 'alias':
      return '$create_alias';
    case 'group':
      return '$groupidentify';
    case 'identify':
      // Only a person is identified; a device that nobody is known of has properties all the same.
      return event.userId === null ? '$set' : '$identify';
  }
}

function bodyOf(event: CleanEvent, settings: PosthogSettings): JsonObject {
  switch (event.call) {
    case 'track':
      return event.properties;
    case 'page':
      return event.name === '' ? event.properties : { name: event.name, ...event.properties };
    case 'screen':
      return event.name === '' ? event.properties : { ...event.properties, $screen_name: event.name };
    case 'alias':
      return { alias: event.previousId };
    case 'group':
      return {
        $group_type: groupTypeOf(event, settings.groupType),
        $group_key: event.groupId,
        $group_set: event.properties,
      };
    case 'identify':
      return change(event);
  }
}

function change({ operation, properties }: CleanEvent): JsonObject {
  const names = Object.keys(properties);
  if (names.length === 0) return {};
  return operation === 'unset' ? { $unset: names } : { [`$${operation}`]: properties };
}

/**
 * The person, else the device, else for a group the name that PostHog's SDK makes of it, else the event's own uuid: an id is
 * required, and this one belongs to nothing else.
 */
function distinctIdOf(event: CleanEvent, settings: PosthogSettings): string {
  const id = event.userId ?? event.anonymousId;
  if (id !== null) return id;
  if (event.call !== 'group') return uuidOf(event.id);
  return `$${groupTypeOf(event, settings.groupType)}_${event.groupId ?? ''}`;
}

/** `$identify` is what links a device to a person; elsewhere the device says no more than where it was. */
function idWords(event: CleanEvent, given: JsonObject): JsonObject {
  const { userId, anonymousId } = event;
  const isIdentified = { $is_identified: userId !== null };
  if (anonymousId === null) return isIdentified;
  const device = given['$device_id'];
  const links = userId !== null && (event.call === 'identify' || device !== undefined);
  return {
    ...isIdentified,
    $device_id: device ?? anonymousId,
    ...(links ? { $anon_distinct_id: anonymousId } : {}),
  };
}

/** PostHog drops what changes people or groups where persons are not to be processed, so only other events say so. */
function personWords(event: CleanEvent, given: JsonObject): JsonObject {
  if (event.userId !== null || given[PROCESSES] !== undefined) return {};
  return event.call === 'identify' || event.call === 'group' ? {} : { [PROCESSES]: false };
}

const PROCESSES = '$process_person_profile';

/** PostHog sets `$ip` to the sender's address where the word is missing, and locates it unless told not to. */
function addressWords(given: JsonObject): JsonObject {
  return given['$ip'] !== undefined ? {} : { $ip: null, $geoip_disable: true };
}

/** A 200 may say that the project is over its quota, and that the events were not taken. */
function readBatchAnswer(answer: VendorAnswer, now: number): VendorReading {
  const reading = readStatus(answer, now);
  if (reading.kind !== 'delivered' || !answer.body.includes('quota_limited')) return reading;
  const body = parse(answer.body);
  const limited = isJsonObject(body) ? body['quota_limited'] : undefined;
  const isLimited = isJsonArray(limited) && limited.length > 0;
  return isLimited ? { kind: 'later', waitMs: LIMITED_WAIT_MS } : reading;
}

function parse(text: string): Json | undefined {
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}
