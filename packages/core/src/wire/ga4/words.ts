/**
 * The words of Google Analytics' Measurement Protocol for what surrounds an event. As data, so that the vendor side can read
 * the tables backwards: every target occurs once. Read in
 * https://developers.google.com/analytics/devguides/collection/protocol/ga4/reference (payload, device, user location, consent)
 * and https://developers.google.com/analytics/devguides/collection/ga4/reference/events (parameters of events).
 */

/** Member of a request, or `group.member` of its groups → path in `context`, at most two steps. */
export const REQUEST_WORDS = {
  ip_override: 'ip',
  user_agent: 'userAgent',
  'device.category': 'device.type',
  'device.language': 'locale',
  'device.operating_system': 'os.name',
  'device.operating_system_version': 'os.version',
  'device.model': 'device.model',
  'device.brand': 'device.manufacturer',
  'device.browser': 'browser.name',
  'device.browser_version': 'browser.version',
  'user_location.city': 'location.city',
  'user_location.region_id': 'location.region',
  'user_location.country_id': 'location.country',
} as const satisfies Readonly<Record<string, string>>;

/** The groups among the members of a request. */
export const REQUEST_GROUPS: ReadonlySet<string> = new Set(['device', 'user_location', 'consent']);

/** Parameter of an event → path in `context`. */
export const PARAMETERS = {
  page_location: 'page.url',
  page_referrer: 'page.referrer',
  page_title: 'page.title',
  page_path: 'page.path',
  page_hostname: 'page.domain',
} as const satisfies Readonly<Record<string, string>>;

/** The parameters of `campaign_details` alone; in other events these names are the app's own. */
export const CAMPAIGN_PARAMETERS = {
  campaign: 'campaign.name',
  campaign_id: 'campaign.id',
  source: 'campaign.source',
  medium: 'campaign.medium',
  term: 'campaign.term',
  content: 'campaign.content',
} as const satisfies Readonly<Record<string, string>>;

/** Parameters that say how Analytics is to count an event, and click identifiers: they stay in `context.ga4`. */
export const OWN_PARAMETERS: ReadonlySet<string> = new Set([
  'engagement_time_msec',
  'session_number',
  'debug_mode',
  'traffic_type',
  'ignore_referrer',
  'screen_class',
  'firebase_screen',
  'firebase_screen_class',
  'dclid',
  'gbraid',
  'gclid',
  'srsltid',
  'wbraid',
]);

/** Parameter of an event → property, in Segment's names (https://segment.com/docs/connections/spec/ecommerce/v2/). */
export const PROPERTY_NAMES = {
  transaction_id: 'order_id',
  items: 'products',
} as const satisfies Readonly<Record<string, string>>;

/** Member of an item → member of a product. */
export const ITEM_NAMES = {
  item_id: 'product_id',
  item_name: 'name',
  item_brand: 'brand',
  item_category: 'category',
  item_variant: 'variant',
  index: 'position',
} as const satisfies Readonly<Record<string, string>>;

/** Events that are calls of their own, or whose parameters have words of their own. */
export const EVENT_NAMES = {
  page: 'page_view',
  screen: 'screen_view',
  campaign: 'campaign_details',
  /** Ours: what carries user properties when there is no other event to do so. */
  carrier: 'identify',
} as const;

/** The parameter that names the screen of `EVENT_NAMES.screen`. */
export const SCREEN_NAME = 'screen_name';

/** The key of `context` that keeps what only this protocol has a word for. */
export const GA4_CONTEXT = 'ga4';

/** What consent may say (reference, Consent), and what it means as a category preference. */
export const CONSENT_VALUES: ReadonlyMap<string, boolean> = new Map([
  ['GRANTED', true],
  ['DENIED', false],
]);
/** The two kinds of consent, which are also the names of their categories. */
export const CONSENT_KINDS = ['ad_user_data', 'ad_personalization'] as const;
