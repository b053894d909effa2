/**
 * The words that Mixpanel's SDKs add or reserve, beside the words of the Segment spec, which is the hub of all
 * mappings. As data, so that the vendor side can read the tables backwards: every target occurs once.
 * Read in mixpanel-browser 2.83.0 (src/utils.js, `_.info`), mixpanel 0.24.0 (lib/profile_helpers.js) and
 * https://docs.mixpanel.com/docs/data-structure/property-reference/default-properties.
 */

/** Event property → path in `context`, at most two steps. What is not listed and starts with `$` or `mp_` goes to `context.mixpanel`. */
export const AUTOMATIC = {
  $current_url: 'page.url',
  $referrer: 'page.referrer',
  $referring_domain: 'page.referring_domain',
  $initial_referrer: 'page.initial_referrer',
  $initial_referring_domain: 'page.initial_referring_domain',
  $os: 'os.name',
  $os_version: 'os.version',
  $browser: 'browser.name',
  $browser_version: 'browser.version',
  $screen_width: 'screen.width',
  $screen_height: 'screen.height',
  $screen_dpi: 'screen.density',
  $device: 'device.model',
  $manufacturer: 'device.manufacturer',
  $carrier: 'network.carrier',
  $wifi: 'network.wifi',
  $app_version_string: 'app.version',
  $app_build_number: 'app.build',
  $city: 'location.city',
  $region: 'location.region',
  mp_country_code: 'location.country',
  $latitude: 'location.latitude',
  $longitude: 'location.longitude',
  $timezone: 'timezone',
  $user_agent: 'userAgent',
  ip: 'ip',
  mp_lib: 'library.name',
  $lib_version: 'library.version',
  utm_source: 'campaign.source',
  utm_medium: 'campaign.medium',
  utm_campaign: 'campaign.name',
  utm_content: 'campaign.content',
  utm_term: 'campaign.term',
  utm_id: 'campaign.id',
  utm_source_platform: 'campaign.source_platform',
  utm_campaign_id: 'campaign.campaign_id',
  utm_creative_format: 'campaign.creative_format',
  utm_marketing_tactic: 'campaign.marketing_tactic',
  dclid: 'mixpanel.dclid',
  fbclid: 'mixpanel.fbclid',
  gclid: 'mixpanel.gclid',
  ko_click_id: 'mixpanel.ko_click_id',
  li_fat_id: 'mixpanel.li_fat_id',
  msclkid: 'mixpanel.msclkid',
  sccid: 'mixpanel.sccid',
  ttclid: 'mixpanel.ttclid',
  twclid: 'mixpanel.twclid',
  wbraid: 'mixpanel.wbraid',
  /** Ours: Mixpanel has no word for consent. */
  'headgate.consent': 'consent',
} as const satisfies Readonly<Record<string, string>>;

/** What `track_pageview` adds to `$mp_web_page_view` alone; in other events these names are the app's own. */
export const AUTOMATIC_OF_PAGE = {
  current_page_title: 'page.title',
  current_url_path: 'page.path',
  current_url_search: 'page.search',
  current_domain: 'page.domain',
  current_url_protocol: 'mixpanel.current_url_protocol',
} as const satisfies Readonly<Record<string, string>>;

/** Reserved profile property → Segment trait (https://segment.com/docs/connections/spec/identify/#traits). */
export const PROFILE_TRAITS = {
  $email: 'email',
  $name: 'name',
  $first_name: 'firstName',
  $last_name: 'lastName',
  $phone: 'phone',
  $avatar: 'avatar',
  $created: 'createdAt',
} as const satisfies Readonly<Record<string, string>>;

/** The key of `context` that keeps what only Mixpanel has a word for. */
export const MIXPANEL_CONTEXT = 'mixpanel';

/** How Mixpanel writes a distinct id that stands for a device and not for a person. */
export const DEVICE_PREFIX = '$device:';
