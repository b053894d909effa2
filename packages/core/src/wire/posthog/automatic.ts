/**
 * The words that PostHog's SDKs add by themselves, beside the words of the Segment spec, which is the hub of all mappings.
 * As data, so that the vendor side can read the tables backwards: every target occurs once. Recorded from posthog-js 1.449.2
 * and posthog-node 5.70.0; the words of mobile apps follow https://posthog.com/docs/data/events#default-properties.
 */

/** Event property → path in `context`, at most two steps. What is not listed and starts with `$` goes to `context.posthog`. */
export const AUTOMATIC = {
  $current_url: 'page.url',
  $host: 'page.domain',
  $pathname: 'page.path',
  $referrer: 'page.referrer',
  $referring_domain: 'page.referring_domain',
  $initial_current_url: 'page.initial_url',
  $initial_referrer: 'page.initial_referrer',
  $initial_referring_domain: 'page.initial_referring_domain',
  $pageview_id: 'page.view_id',
  $os: 'os.name',
  $os_version: 'os.version',
  $browser: 'browser.name',
  $browser_version: 'browser.version',
  $browser_language: 'locale',
  $raw_user_agent: 'userAgent',
  $screen_width: 'screen.width',
  $screen_height: 'screen.height',
  $screen_density: 'screen.density',
  $viewport_width: 'screen.innerWidth',
  $viewport_height: 'screen.innerHeight',
  $device_type: 'device.type',
  $device_name: 'device.name',
  $device_model: 'device.model',
  $device_manufacturer: 'device.manufacturer',
  $timezone: 'timezone',
  $session_id: 'sessionId',
  $ip: 'ip',
  $lib: 'library.name',
  $lib_version: 'library.version',
  $app_name: 'app.name',
  $app_version: 'app.version',
  $app_build: 'app.build',
  $app_namespace: 'app.namespace',
  $network_carrier: 'network.carrier',
  $network_wifi: 'network.wifi',
  $network_cellular: 'network.cellular',
  $geoip_city_name: 'location.city',
  $geoip_subdivision_1_name: 'location.region',
  $geoip_country_code: 'location.country',
  $geoip_postal_code: 'location.postalCode',
  $geoip_latitude: 'location.latitude',
  $geoip_longitude: 'location.longitude',
  utm_source: 'campaign.source',
  utm_medium: 'campaign.medium',
  utm_campaign: 'campaign.name',
  utm_content: 'campaign.content',
  utm_term: 'campaign.term',
  _kx: 'posthog._kx',
  bfcid: 'posthog.bfcid',
  dclid: 'posthog.dclid',
  epik: 'posthog.epik',
  fbclid: 'posthog.fbclid',
  gad_source: 'posthog.gad_source',
  gbraid: 'posthog.gbraid',
  gclid: 'posthog.gclid',
  gclsrc: 'posthog.gclsrc',
  igshid: 'posthog.igshid',
  irclid: 'posthog.irclid',
  li_fat_id: 'posthog.li_fat_id',
  mc_cid: 'posthog.mc_cid',
  msclkid: 'posthog.msclkid',
  oppref: 'posthog.oppref',
  qclid: 'posthog.qclid',
  rdt_cid: 'posthog.rdt_cid',
  sccid: 'posthog.sccid',
  ttclid: 'posthog.ttclid',
  twclid: 'posthog.twclid',
  wbraid: 'posthog.wbraid',
  /** Ours: PostHog has no word for consent. */
  'headgate.consent': 'consent',
} as const satisfies Readonly<Record<string, string>>;

/** What posthog-js adds to `$pageview` alone; in other events these names are the app's own. */
export const AUTOMATIC_OF_PAGE = {
  title: 'page.title',
  navigation_type: 'posthog.navigation_type',
} as const satisfies Readonly<Record<string, string>>;

/**
 * Words of `context.posthog` that ride on every event. Only events whose name is PostHog's own need the list: there every
 * other `$` word is the event's content (`$exception_list`, `$elements_chain`), which a plan describes as properties.
 */
const RIDING: ReadonlySet<string> = new Set([
  '$active_feature_flags',
  '$browser_language_prefix',
  '$browser_type',
  '$config_defaults',
  '$configured_session_timeout_ms',
  '$cookieless_mode',
  '$device',
  '$feature_flag_payloads',
  '$feature_flag_request_id',
  '$had_persisted_distinct_id',
  '$initialization_time',
  '$is_emulator',
  '$is_server',
  '$locale',
  '$process_person_profile',
  '$product_tour_id',
  '$recording_status',
  '$sdk_dist_channel',
  '$timezone_offset',
  '$user_agent',
  '$window_id',
]);
const RIDING_SHAPE =
  /^\$(?:sdk_debug_|session_entry_|prev_pageview_|initial_|feature\/|geoip_|lib_|replay_)|_server_side$/;

/** Whether the SDKs put this word around any event, in `$`-named events too. */
export function ridesAlong(word: string): boolean {
  return RIDING.has(word) || (word.startsWith('$') && RIDING_SHAPE.test(word));
}

/** The key of `context` that keeps what only PostHog has a word for. */
export const POSTHOG_CONTEXT = 'posthog';
/** Under `context.posthog`: the type of the group that `groupId` names. */
export const GROUP_TYPE = '$group_type';
/** Under `context.posthog`: type → id of the groups of an event that belongs to several. */
export const GROUPS = '$groups';
/** The distinct id of everybody in cookieless mode (posthog-js 1.449.2, lib/src/constants.js, COOKIELESS_SENTINEL_VALUE). */
export const COOKIELESS_ID = '$posthog_cookieless';
