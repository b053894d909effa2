/**
 * Amplitude's Batch Event Upload API, `POST /batch` (https://amplitude.com/docs/apis/analytics/batch-event-upload): the form
 * of the HTTP V2 API with 1,000 events a second for each user where that one has 30, up to 20 MB and 2,000 events. Data of
 * the EU goes to https://api.eu.amplitude.com. An event without `ip` is located nowhere.
 */
import { isJsonObject } from '../../event.ts';
import type { CleanEvent, Json, JsonObject } from '../../event.ts';
import {
  EVENT_TYPES,
  REVENUE_FIELDS,
  REVENUE_PROPERTIES,
  SCREEN_NAME,
  UNSET_VALUE,
} from '../../wire/amplitude/words.ts';
import { readStatus } from '../read-answer.ts';
import { createSettingsReader } from '../settings.ts';
import type { VendorUrl } from '../settings.ts';
import { backwards } from '../translate-context.ts';
import type { Words } from '../translate-context.ts';
import type { Omission, Vendor, VendorAnswer, VendorReading } from '../vendor.ts';
import { describe, operatorOf } from './amplitude-words.ts';

export interface AmplitudeSettings {
  readonly url: VendorUrl;
  readonly apiKey: string;
  /** Type of the groups of events that name none. */
  readonly groupType: string;
  /** Whether the property `revenue` of an event counts as revenue, as Segment's spec means it. */
  readonly countsRevenue: boolean;
}

/** "Pause sending events for 30 seconds" (Batch API, 429); the SDKs do so too (analytics-core 2.61.0, destination.js). */
const THROTTLED_MS = 30_000;

/** Amplitude as a destination. Its ids never merge two persons by themselves, so an alias has no form. */
export const amplitude: Vendor<AmplitudeSettings> = {
  kind: 'amplitude',
  // A tenth of what Amplitude takes: a refused request is tried again in halves.
  batch: { eventsMax: 1000, bytesMax: 2_000_000 },
  secrets: ['api_key'],
  parseSettings: (written, file) => {
    const reader = createSettingsReader(written, file, ['url', 'api_key', 'group_type', 'count_revenue']);
    return reader.finish({
      url: reader.url('url', { fallback: 'https://api2.amplitude.com' }),
      apiKey: reader.text('api_key'),
      groupType: reader.text('group_type', { fallback: 'company' }),
      countsRevenue:
        reader.text('count_revenue', { fallback: 'yes', pattern: /^(?:yes|no)$/, shape: 'yes or no' }) ===
        'yes',
    });
  },
  hosts: (settings) => [settings.url.host],
  accepts: ({ call }) => call !== 'alias',
  leavesOut: () => OMITS,
  toRequests: (events, settings) => {
    const carries: number[] = [];
    const messages: JsonObject[] = [];
    events.forEach((event, position) => {
      if (!isComplete(event)) return;
      carries.push(position);
      messages.push(messageOf(event, settings));
    });
    if (carries.length === 0) return [];
    return [
      {
        method: 'POST',
        url: `${settings.url.base}/batch`,
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify({ api_key: settings.apiKey, events: messages }),
        gzip: true,
        carries,
      },
    ];
  },
  readAnswer: (answer, _request, tools) => readAnswer(answer, tools.now),
};

const OMITS: Omission = { omits: (path) => path === 'previousId' };

/** An event belongs to a person or a device, or says something of a group. */
function isComplete(event: CleanEvent): boolean {
  if (!amplitude.accepts(event)) return false;
  if (event.call === 'group') return event.groupId !== null;
  return event.userId !== null || event.anonymousId !== null;
}

function messageOf(event: CleanEvent, settings: AmplitudeSettings): JsonObject {
  const described = describe(event, settings.groupType);
  const { userId, anonymousId } = event;
  return {
    ...revenueFields(event, settings),
    ...described.fields,
    ...bodyOf(event, described.properties),
    ...(Object.keys(described.groups).length === 0 ? {} : { groups: described.groups }),
    ...(userId === null ? {} : { user_id: userId }),
    ...(anonymousId === null ? {} : { device_id: anonymousId }),
    time: event.time,
    insert_id: event.id,
  };
}

function bodyOf(event: CleanEvent, described: JsonObject): JsonObject {
  const { name, properties } = event;
  switch (event.call) {
    case 'identify':
      return { event_type: EVENT_TYPES.identify, user_properties: changes(event), ...filled(described) };
    case 'group':
      return {
        event_type: EVENT_TYPES.groupIdentify,
        group_properties: changes(event),
        ...filled(described),
      };
    case 'page':
      return withProperties(EVENT_TYPES.page, {
        ...described,
        ...(name === '' ? {} : { name }),
        ...properties,
      });
    case 'screen':
      return withProperties(EVENT_TYPES.screen, {
        ...described,
        ...properties,
        ...(name === '' ? {} : { [SCREEN_NAME]: name }),
      });
    case 'track':
    case 'alias':
      return withProperties(name, {
        ...described,
        ...(name === EVENT_TYPES.revenue ? renamed(properties) : properties),
      });
  }
}

function withProperties(type: string, properties: JsonObject): JsonObject {
  return { event_type: type, ...filled(properties) };
}

function filled(properties: JsonObject): JsonObject {
  return Object.keys(properties).length === 0 ? {} : { event_properties: properties };
}

/** The changes under their operator. */
function changes(event: CleanEvent): JsonObject {
  const word = operatorOf(event);
  if (event.operation === 'delete') return { [word]: UNSET_VALUE };
  if (event.operation !== 'unset') return { [word]: event.properties };
  return { [word]: Object.fromEntries(Object.keys(event.properties).map((name) => [name, UNSET_VALUE])) };
}

const REVENUE_WORDS: Words = backwards(REVENUE_PROPERTIES);
/** Without price and quantity: where Amplitude sees those two, it no longer looks at the revenue (HTTP V2 API, `price`). */
const REVENUE_ENTRIES = Object.entries(REVENUE_FIELDS).filter(
  ([field]) => field !== 'price' && field !== 'quantity',
);

function renamed(properties: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [REVENUE_WORDS.get(name) ?? name, value]),
  );
}

/** The fields by which Amplitude counts revenue. They repeat event properties, which stay where charts look for them. */
function revenueFields(event: CleanEvent, { countsRevenue }: AmplitudeSettings): JsonObject {
  const { call, name, properties } = event;
  if (!countsRevenue || call !== 'track' || name === EVENT_TYPES.revenue) return {};
  if (typeof properties['revenue'] !== 'number') return {};
  return Object.fromEntries(
    REVENUE_ENTRIES.flatMap(([field, property]): (readonly [string, Json])[] => {
      const value = properties[property];
      return value === undefined ? [] : [[field, value]];
    }),
  );
}

/**
 * A 400 names events that are wrong, and nothing of its request is in: the SDKs send the rest again. So it is a refusal of
 * all, which is tried in parts; the insert ids make that safe. A wrong key is a 400 as well.
 */
function readAnswer(answer: VendorAnswer, now: number): VendorReading {
  if (answer.status === 400 && errorOf(answer.body).startsWith('Invalid API key')) {
    return { kind: 'unauthorised' };
  }
  const reading = readStatus(answer, now);
  if (answer.status !== 429 || reading.kind !== 'later') return reading;
  return { kind: 'later', waitMs: reading.waitMs ?? THROTTLED_MS };
}

function errorOf(text: string): string {
  try {
    const body: Json = JSON.parse(text);
    const error = isJsonObject(body) ? body['error'] : undefined;
    return typeof error === 'string' ? error : '';
  } catch {
    return '';
  }
}
