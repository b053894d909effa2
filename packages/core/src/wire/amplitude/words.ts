/**
 * The words that Amplitude's SDKs and its HTTP API have for what surrounds an event. As data, so that the vendor side can
 * read the tables backwards: every target occurs once. Read in @amplitude/analytics-core 2.61.0 (types/event/base-event,
 * identify.js, revenue.js), analytics-browser 2.48.1 and https://amplitude.com/docs/apis/analytics/http-v2.
 */
import type { Operation } from '../../event.ts';

/** Field of an event → path in `context`, at most two steps. Fields that are not listed go to `context.amplitude` under their own names. */
export const EVENT_FIELDS = {
  app_version: 'app.version',
  platform: 'device.type',
  os_name: 'os.name',
  os_version: 'os.version',
  device_manufacturer: 'device.manufacturer',
  device_model: 'device.model',
  idfa: 'device.advertisingId',
  idfv: 'device.id',
  carrier: 'network.carrier',
  country: 'location.country',
  region: 'location.region',
  city: 'location.city',
  location_lat: 'location.latitude',
  location_lng: 'location.longitude',
  language: 'locale',
  ip: 'ip',
  user_agent: 'userAgent',
} as const satisfies Readonly<Record<string, string>>;

/** Event property that the browser SDK's plugins add → path in `context`. Others in brackets go to `context.amplitude.auto`. */
export const EVENT_PROPERTIES = {
  '[Amplitude] Page Domain': 'page.domain',
  '[Amplitude] Page Location': 'page.url',
  '[Amplitude] Page Path': 'page.path',
  '[Amplitude] Page Title': 'page.title',
  '[Amplitude] Page View ID': 'page.view_id',
  referrer: 'page.referrer',
  referring_domain: 'page.referring_domain',
  utm_source: 'campaign.source',
  utm_medium: 'campaign.medium',
  utm_campaign: 'campaign.name',
  utm_content: 'campaign.content',
  utm_term: 'campaign.term',
  utm_id: 'campaign.id',
  /** Ours: Amplitude has no word for consent. */
  'headgate.consent': 'consent',
} as const satisfies Readonly<Record<string, string>>;

/** Click identifiers, which the attribution plugin adds to event properties; they go to `context.amplitude.auto`. */
export const CLICK_IDS: ReadonlySet<string> = new Set([
  'dclid',
  'fbclid',
  'gbraid',
  'gclid',
  'ko_click_id',
  'li_fat_id',
  'msclkid',
  'rdt_cid',
  'ttclid',
  'twclid',
  'wbraid',
]);

/** Field of an event that states revenue → property, in Segment's names where it has one. */
export const REVENUE_FIELDS = {
  revenue: 'revenue',
  price: 'price',
  quantity: 'quantity',
  currency: 'currency',
  productId: 'product_id',
  revenueType: 'revenue_type',
  receipt: 'receipt',
  receiptSig: 'receipt_signature',
} as const satisfies Readonly<Record<string, string>>;

/** The same, as event properties of `revenue_amount`, the event that the SDKs' `revenue` call sends. */
export const REVENUE_PROPERTIES = {
  $revenue: 'revenue',
  $price: 'price',
  $quantity: 'quantity',
  $currency: 'currency',
  $productId: 'product_id',
  $revenueType: 'revenue_type',
  $receipt: 'receipt',
  $receiptSig: 'receipt_signature',
} as const satisfies Readonly<Record<string, string>>;

/** Events that mean another call, or whose properties have words of their own. */
export const EVENT_TYPES = {
  identify: '$identify',
  groupIdentify: '$groupidentify',
  page: '[Amplitude] Page Viewed',
  /** Sent by the mobile SDKs (https://amplitude.com/docs/sdks/analytics/android/android-kotlin-sdk#autocapture). */
  screen: '[Amplitude] Screen Viewed',
  revenue: 'revenue_amount',
} as const;

/** The event property that names the screen of `EVENT_TYPES.screen`. */
export const SCREEN_NAME = '[Amplitude] Screen Name';

/** What begins the names of event properties and events that the SDKs made up. */
export const AUTO_PREFIX = '[Amplitude] ';

export interface Operator {
  readonly word: string;
  readonly operation: Operation;
  /** Whether `operation` says less than the word does, so that the word is kept at `context.amplitude.operator`. */
  readonly kept: boolean;
}

const operator = (word: string, operation: Operation, kept = false): Operator => ({ word, operation, kept });

/**
 * The operators in the order in which Amplitude applies them (analytics-core, identify.js, `OrderedIdentifyOperations`).
 * `$clearAll` empties a profile, which is what Mixpanel's `$delete` does; `$postInsert` appends what is not there yet, which is
 * Mixpanel's `$union`. `$prepend` and `$preInsert` put values first and are otherwise an append and a union.
 */
export const OPERATORS: readonly Operator[] = [
  operator('$clearAll', 'delete'),
  operator('$unset', 'unset'),
  operator('$set', 'set'),
  operator('$setOnce', 'set_once'),
  operator('$add', 'add'),
  operator('$append', 'append'),
  operator('$prepend', 'append', true),
  operator('$preInsert', 'union', true),
  operator('$postInsert', 'union'),
  operator('$remove', 'remove'),
];

/** What the SDKs send as the value of `$clearAll` and of each property to unset. */
export const UNSET_VALUE = '-';

/** Stands for the address of whoever sends the request (HTTP V2 API, `ip`). */
export const REMOTE_IP = '$remote';

/** The key of `context` that keeps what only Amplitude has a word for. */
export const AMPLITUDE_CONTEXT = 'amplitude';
/** Members of it that are no fields of an event. */
export const AUTO = 'auto';
export const GROUP_TYPE = 'group_type';
export const OPERATOR = 'operator';
export const GROUPS = 'groups';
