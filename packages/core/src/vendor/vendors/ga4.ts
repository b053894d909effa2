/**
 * Google Analytics 4's Measurement Protocol (https://developers.google.com/analytics/devguides/collection/protocol/ga4/sending-events):
 * one client a request, at most 25 events and 130 kB, always answered 2xx. The address of the sender is not looked at; only
 * `ip_override` and `user_location` place a client (reference, `ip_override`). Data of the EU goes to
 * https://region1.google-analytics.com. There are no message ids: what is delivered twice counts twice, purchases with an
 * order id aside.
 */
import type { CleanEvent, Json, JsonObject } from '../../event.ts';
import { BODY_BYTES_MAX, EVENTS_MAX, USER_PROPERTIES_MAX } from '../../wire/ga4/limits.ts';
import { EVENT_NAMES, SCREEN_NAME } from '../../wire/ga4/words.ts';
import { readStatus } from '../read-answer.ts';
import { createSettingsReader } from '../settings.ts';
import type { VendorUrl } from '../settings.ts';
import { uuidOf } from '../uuid-of.ts';
import type { Omission, Outline, Vendor, VendorRequest } from '../vendor.ts';
import { describe, eventNameOf, isRequestPath, parametersOf, userPropertyNameOf } from './ga4-words.ts';

export interface Ga4Settings {
  readonly url: VendorUrl;
  readonly apiSecret: string;
  /** A measurement id (`G-…`) of a web stream, or the Firebase app id of an app stream. */
  readonly streamId: string;
}

/** Segment's e-commerce and account events → the events that Analytics has reports for (…/ga4/reference/events). */
const RECOMMENDED: ReadonlyMap<string, string> = new Map([
  ['Product List Viewed', 'view_item_list'],
  ['Product Clicked', 'select_item'],
  ['Product Viewed', 'view_item'],
  ['Product Added', 'add_to_cart'],
  ['Product Removed', 'remove_from_cart'],
  ['Product Added to Wishlist', 'add_to_wishlist'],
  ['Products Searched', 'search'],
  ['Cart Viewed', 'view_cart'],
  ['Checkout Started', 'begin_checkout'],
  ['Payment Info Entered', 'add_payment_info'],
  ['Order Completed', 'purchase'],
  ['Order Refunded', 'refund'],
  ['Promotion Viewed', 'view_promotion'],
  ['Promotion Clicked', 'select_promotion'],
  ['Signed Up', 'sign_up'],
  ['Signed In', 'login'],
]);

/** Analytics as a destination. User properties are set and nothing else; groups and aliases have no form. */
export const ga4: Vendor<Ga4Settings> = {
  kind: 'ga4',
  batch: { eventsMax: 1000, bytesMax: 1_000_000 },
  secrets: ['api_secret'],
  parseSettings: (written, file) => {
    const reader = createSettingsReader(written, file, ['url', 'api_secret', 'stream_id']);
    return reader.finish({
      url: reader.url('url', { fallback: 'https://www.google-analytics.com' }),
      apiSecret: reader.text('api_secret'),
      streamId: reader.text('stream_id', {
        pattern: /^(?:G-[A-Z0-9]{1,20}|\d{1,3}:\d{1,20}:(?:android|ios|web):[0-9a-f]{1,64})$/,
        shape: 'a measurement id (G-…) or a Firebase app id',
      }),
    });
  },
  hosts: (settings) => [settings.url.host],
  accepts: ({ call, operation }) => {
    if (call === 'identify') return operation === 'set';
    return call !== 'group' && call !== 'alias';
  },
  leavesOut: ({ call }) => (call === 'identify' ? USER_OMITS : EVENT_OMITS),
  toRequests: (events, settings) => bundle(events, settings).map((each) => toRequest(each, settings)),
  readAnswer: (answer, _request, tools) => readStatus(answer, tools.now),
};

const EVENT_OMITS: Omission = {
  omits: (path) => path === 'messageId' || path === 'groupId' || path === 'previousId',
};
/** User properties belong to a request, so of the context they go with what the request says. */
const USER_OMITS: Omission = {
  omits: (path) =>
    EVENT_OMITS.omits(path) || (path.startsWith('context.') && !isRequestPath(path.slice('context.'.length))),
};

/** What goes into one request: events of one client, about which its request says the same. */
interface Bundle {
  readonly head: JsonObject;
  readonly carries: number[];
  readonly events: JsonObject[];
  readonly userProperties: Map<string, Json>;
  bytes: number;
}

/** Room for the ids and the words of the request around its events. */
const EVENTS_BYTES_MAX = BODY_BYTES_MAX - 10_000;

/** Events keep their order within a client. A bundle that is full is followed by another with the same head. */
function bundle(events: readonly CleanEvent[], settings: Ga4Settings): readonly Bundle[] {
  const bundles: Bundle[] = [];
  const open = new Map<string, Bundle>();
  events.forEach((event, position) => {
    const ids = isComplete(event) ? idsOf(event, settings) : null;
    if (ids === null) return;
    const { request, parameters } = describe(event);
    const head = { ...ids, ...request };
    const key = JSON.stringify(head);
    const part = partOf(event, parameters);
    let target = open.get(key);
    if (target === undefined || !fits(target, part)) {
      target = { head, carries: [], events: [], userProperties: new Map(), bytes: 0 };
      open.set(key, target);
      bundles.push(target);
    }
    add(target, part);
    target.carries.push(position);
  });
  return bundles;
}

/** An event, or the user properties of an identify. */
type Part =
  | { readonly kind: 'event'; readonly event: JsonObject; readonly bytes: number }
  | {
      readonly kind: 'user';
      readonly properties: readonly (readonly [string, Json])[];
      readonly bytes: number;
    };

/** Analytics has nothing to learn from an identify without properties: it joins ids that events name together. */
function isComplete(event: CleanEvent): boolean {
  if (!ga4.accepts(event)) return false;
  return event.call !== 'identify' || Object.keys(event.properties).length > 0;
}

function partOf(event: CleanEvent, parameters: JsonObject): Part {
  const micros = event.time * 1000;
  if (event.call === 'identify') {
    const properties = Object.entries(event.properties).map(
      ([name, value]) => [userPropertyNameOf(name), { value, timestamp_micros: micros }] as const,
    );
    return { kind: 'user', properties, bytes: bytesOf(properties) };
  }
  const message = { ...namedOf(event, parameters), timestamp_micros: micros };
  return { kind: 'event', event: message, bytes: bytesOf(message) };
}

function namedOf(event: CleanEvent, parameters: JsonObject): JsonObject {
  const { call, name } = event;
  const params = { ...parameters, ...parametersOf(event.properties) };
  if (call === 'screen') {
    return { name: EVENT_NAMES.screen, params: name === '' ? params : { ...params, [SCREEN_NAME]: name } };
  }
  if (call === 'page') return { name: EVENT_NAMES.page, params: name === '' ? params : { name, ...params } };
  return { name: RECOMMENDED.get(name) ?? eventNameOf(name), params };
}

function fits(target: Bundle, part: Part): boolean {
  if (target.bytes + part.bytes > EVENTS_BYTES_MAX) return false;
  if (part.kind === 'event') return target.events.length < EVENTS_MAX;
  // A property that is set again would lose its earlier value.
  if (part.properties.some(([name]) => target.userProperties.has(name))) return false;
  return target.userProperties.size + part.properties.length <= USER_PROPERTIES_MAX;
}

function add(target: Bundle, part: Part): void {
  target.bytes += part.bytes;
  if (part.kind === 'event') target.events.push(part.event);
  else for (const [name, value] of part.properties) target.userProperties.set(name, value);
}

/**
 * Null without any id: Analytics counts whatever id it gets as a client. A person without a device is a client by the
 * person's own id. An app instance has an id of 32 hexadecimal digits.
 */
function idsOf({ userId, anonymousId }: Outline, { streamId }: Ga4Settings): JsonObject | null {
  const client = anonymousId ?? userId;
  if (client === null) return null;
  return {
    ...(isWeb(streamId) ? { client_id: client } : { app_instance_id: uuidOf(client).replaceAll('-', '') }),
    ...(userId === null ? {} : { user_id: userId }),
  };
}

function isWeb(streamId: string): boolean {
  return streamId.startsWith('G-');
}

function toRequest({ head, carries, events, userProperties }: Bundle, settings: Ga4Settings): VendorRequest {
  const stream = isWeb(settings.streamId) ? 'measurement_id' : 'firebase_app_id';
  const query = `${stream}=${encodeURIComponent(settings.streamId)}&api_secret=${encodeURIComponent(settings.apiSecret)}`;
  const properties = userProperties.size === 0 ? {} : { user_properties: Object.fromEntries(userProperties) };
  // A request needs an event, even where there are only user properties to tell.
  const carried = events.length === 0 ? [{ name: EVENT_NAMES.carrier }] : events;
  return {
    method: 'POST',
    url: `${settings.url.base}/mp/collect?${query}`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...head, ...properties, events: carried }),
    gzip: false,
    carries,
  };
}

function bytesOf(value: unknown): number {
  return new TextEncoder().encode(JSON.stringify(value)).length;
}
