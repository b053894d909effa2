/**
 * Amplitude's words and their places, as tables that the vendor side reads backwards: every target occurs once.
 * Read in https://amplitude.com/docs/apis/analytics/http-v2 (keys of an event) and in the SDKs' sources: analytics-core 2.61.0,
 * analytics-node 1.5.73 and the plugins of analytics-browser 2.48.1.
 */

/** Key of an event → path in `context`. What is not listed and says nothing of ids, time or body goes to `context.amplitude`. */
export const EVENT_WORDS = {
  ip: 'ip',
  app_version: 'app.version',
  os_name: 'os.name',
  os_version: 'os.version',
  device_model: 'device.model',
  device_manufacturer: 'device.manufacturer',
  carrier: 'network.carrier',
  country: 'location.country',
  region: 'location.region',
  city: 'location.city',
  location_lat: 'location.latitude',
  location_lng: 'location.longitude',
  language: 'locale',
  adid: 'device.advertisingId',
  session_id: 'sessionId',
  library: 'library.name',
  user_agent: 'userAgent',
} as const satisfies Readonly<Record<string, string>>;

/**
 * What Amplitude's SDKs put among an event's own properties. Others that begin with `[Amplitude] ` go to `context.amplitude`
 * without it: plans cannot name a field with brackets.
 */
export const PROPERTY_WORDS = {
  '[Amplitude] Page Location': 'page.url',
  '[Amplitude] Page Path': 'page.path',
  '[Amplitude] Page Title': 'page.title',
  '[Amplitude] Page Domain': 'page.domain',
} as const satisfies Readonly<Record<string, string>>;

/** Begins every name that the SDKs give by themselves. */
export const OWN_PREFIX = '[Amplitude] ';

/** Words of a `revenue_amount` event (analytics-core, revenue.js) → Segment's (https://segment.com/docs/connections/spec/ecommerce/v2/). */
export const REVENUE_WORDS = {
  $productId: 'product_id',
  $quantity: 'quantity',
  $price: 'price',
  $revenue: 'revenue',
  $revenueType: 'revenue_type',
  $currency: 'currency',
  $receipt: 'receipt',
  $receiptSig: 'receipt_signature',
} as const satisfies Readonly<Record<string, string>>;

/** Money that an event names beside its properties, as the HTTP API allows → the property of the same meaning. */
export const MONEY_WORDS = {
  productId: 'product_id',
  quantity: 'quantity',
  price: 'price',
  revenue: 'revenue',
  revenueType: 'revenue_type',
  currency: 'currency',
} as const satisfies Readonly<Record<string, string>>;

/** Operator of `user_properties` and `group_properties` → ours (analytics-core, types/event/event.js). */
export const OPERATORS = [
  ['$set', 'set'],
  ['$setOnce', 'set_once'],
  ['$add', 'add'],
  ['$append', 'append'],
  ['$prepend', 'append'],
  ['$preInsert', 'union'],
  ['$postInsert', 'union'],
  ['$remove', 'remove'],
  ['$unset', 'unset'],
  ['$clearAll', 'delete'],
] as const;

/** The key of `context` that keeps what only Amplitude has a word for. */
export const AMPLITUDE_CONTEXT = 'amplitude';

/** In `context.amplitude`: the operator, where two of them mean one operation of ours. */
export const OPERATOR_WORD = 'operator';
/** In `context.amplitude`: the type of the one group that `groupId` names. */
export const GROUP_TYPE_WORD = 'group_type';
/** In `context.amplitude`: the groups as they came, where they are not one of one type. */
export const GROUPS_WORD = 'groups';

export const IDENTIFY = '$identify';
export const GROUP_IDENTIFY = '$groupidentify';
export const REVENUE = 'revenue_amount';
export const PAGE_VIEWED = '[Amplitude] Page Viewed';
/** What the browser SDK writes for "the address that this came from" (analytics-browser, plugins/context.js). */
export const REMOTE_ADDRESS = '$remote';
