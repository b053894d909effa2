/**
 * What Google Analytics takes, and where that is written: "Limitations" and "Validate events" of the Measurement Protocol
 * (https://developers.google.com/analytics/devguides/collection/protocol/ga4/sending-events#limitations), the names that it
 * reserves (…/ga4/reference#reserved_names) and https://support.google.com/analytics/answer/9267744.
 */

export const EVENTS_MAX = 25;
export const PARAMETERS_MAX = 25;
export const USER_PROPERTIES_MAX = 25;
export const NAME_LENGTH_MAX = 40;
/** 500 in Analytics 360, which nothing in a request tells. */
export const VALUE_LENGTH_MAX = 100;
export const USER_PROPERTY_NAME_LENGTH_MAX = 24;
export const USER_PROPERTY_VALUE_LENGTH_MAX = 36;
export const BODY_BYTES_MAX = 130_000;

/** "Names must start with an alphabetic character" and hold letters, digits and underscores. */
export const NAME_SHAPE = /^[A-Za-z][A-Za-z0-9_]*$/;

/** Values that may be longer (answer/9267744). */
export const LONG_VALUES: ReadonlyMap<string, number> = new Map([
  ['page_title', 300],
  ['page_referrer', 420],
  ['page_location', 1000],
]);

const RESERVED_PREFIX = /^(?:_|firebase_|ga_|google_|gtag\.)/;

const RESERVED_EVENTS: ReadonlySet<string> = new Set([
  'ad_activeview',
  'ad_click',
  'ad_exposure',
  'ad_query',
  'ad_reward',
  'adunit_exposure',
  'app_background',
  'app_clear_data',
  'app_exception',
  'app_remove',
  'app_store_refund',
  'app_store_subscription_cancel',
  'app_store_subscription_convert',
  'app_store_subscription_renew',
  'app_update',
  'app_upgrade',
  'dynamic_link_app_open',
  'dynamic_link_app_update',
  'dynamic_link_first_open',
  'error',
  'first_open',
  'first_visit',
  'notification_dismiss',
  'notification_foreground',
  'notification_open',
  'notification_receive',
  'os_update',
  'session_start',
  'user_engagement',
]);

const RESERVED_USER_PROPERTIES: ReadonlySet<string> = new Set([
  'first_open_after_install',
  'first_open_time',
  'first_visit_time',
  'last_deep_link_referrer',
  'user_id',
]);

/** Whether Analytics keeps the name of an event for itself. */
export function isReservedEvent(name: string): boolean {
  return RESERVED_EVENTS.has(name) || RESERVED_PREFIX.test(name);
}

/** Whether Analytics keeps the name of a parameter for itself. The parameters of its own events begin like that, so those are no mistake. */
export function isReservedParameter(name: string): boolean {
  return RESERVED_PREFIX.test(name) && !name.startsWith('firebase_screen');
}

/** Whether Analytics keeps the name of a user property for itself. */
export function isReservedUserProperty(name: string): boolean {
  return RESERVED_USER_PROPERTIES.has(name) || RESERVED_PREFIX.test(name);
}
