import type { SdkEntry, SideChannel } from '../catalogue.ts';
import { sometimes } from '../sometimes.ts';
import { common, ERROR_PARTS, errorFields, own, POSTHOG_ENVELOPE, unread } from './posthog-shared.ts';

/** Query parameters of adverts that posthog-js copies from the page's address. */
const CLICK_IDS: readonly string[] = (
  '_kx bfcid dclid epik fbclid gad_source gbraid gclid gclsrc igshid irclid li_fat_id mc_cid msclkid oppref qclid ' +
  'rdt_cid sccid ttclid twclid wbraid'
).split(' ');
const PAGE: readonly string[] = '$current_url $host $pathname $referrer $referring_domain'.split(' ');
const CAMPAIGN: readonly string[] = 'utm_source utm_medium utm_campaign utm_content utm_term'.split(' ');

/** Those that the configuration of the gateway closes, and those that only the app can. */
const SIDE_CHANNELS: readonly SideChannel[] = [
  {
    asks: '/array/YOUR_WRITE_KEY/config.js and /array/YOUR_WRITE_KEY/config',
    what: 'remote-config',
    treatment: 'answered',
    option: 'advanced_disable_flags: true',
  },
  {
    asks: '/flags, with the properties of the person',
    what: 'flags',
    treatment: 'answered',
    option: 'advanced_disable_flags: true',
  },
  { asks: '/s', what: 'replay', treatment: 'refused', option: 'disable_session_recording: true' },
  { asks: '/api/surveys', what: 'surveys', treatment: 'answered', option: 'disable_surveys: true' },
  {
    asks: '/api/product_tours, /api/web_experiments and /api/early_access_features',
    what: 'remote-config',
    treatment: 'answered',
    option: 'disable_product_tours: true, disable_web_experiments: true',
  },
  {
    asks: '/i/v1/logs and /i/v1/metrics',
    what: 'diagnostics',
    treatment: 'refused',
    option: 'no call of captureLog',
  },
  {
    asks: '/static/*.js, answered 404',
    what: 'assets',
    treatment: 'answered',
    option: 'disable_external_dependency_loading: true',
  },
  {
    asks: 'https://us-assets.i.posthog.com/static/array.js, where a page loads the SDK by the HTML snippet',
    what: 'assets',
    treatment: 'elsewhere',
    option: 'the npm package, or array.js on a host of your own',
  },
];

/** Recorded in Chromium with 1.449.2, over all its calls; see fixtures/decode/posthog. */
export const posthogJs: SdkEntry = {
  package: 'posthog-js',
  versions: '^1.449.2',
  runtime: 'browser',
  protocol: 'posthog',
  automatic: [
    ...POSTHOG_ENVELOPE,
    { wire: 'properties.token', becomes: 'key', category: 'system.authentication' },
    // A random id until `identify` gives the person's.
    { wire: 'properties.distinct_id', becomes: 'anonymousId', category: 'user.unique_id.pseudonymous' },
    { wire: 'properties.$device_id', becomes: 'anonymousId', category: 'user.device.device_id' },
    { wire: 'properties.$anon_distinct_id', becomes: 'anonymousId', category: 'user.device.device_id' },
    ...sometimes('the person has been identified', [
      { wire: 'properties.$user_id', becomes: 'userId', category: 'user.unique_id' },
    ]),
    ...unread('user.telemetry', ['$insert_id', '$time', '$is_identified']),
    ...common([
      '$current_url',
      '$host',
      '$pathname',
      '$referrer',
      '$referring_domain',
      '$pageview_id',
      '$os',
      '$browser',
      '$browser_version',
      '$browser_language',
      '$raw_user_agent',
      '$screen_width',
      '$screen_height',
      '$viewport_width',
      '$viewport_height',
      '$device_type',
      '$timezone',
      '$session_id',
      'utm_source',
      'utm_medium',
      'utm_campaign',
      'utm_content',
      'utm_term',
    ]),
    ...sometimes('the browser says so', [...common(['$os_version']), ...own('user.device', ['$device'])]),
    { wire: 'properties.title', becomes: 'context.page.title' },
    { wire: '$set_once.$initial_current_url', becomes: 'context.page.initial_url' },
    { wire: '$set_once.$initial_referrer', becomes: 'context.page.initial_referrer' },
    { wire: '$set_once.$initial_referring_domain', becomes: 'context.page.initial_referring_domain' },
    ...['host', 'pathname', ...CAMPAIGN, ...CLICK_IDS].map((word) => ({
      wire: `$set_once.$initial_${word}`,
      becomes: `context.posthog.$initial_${word}` as const,
      category: 'user.behavior' as const,
    })),
    // What is said again beside the words that begin with `$initial_`.
    ...[...PAGE, ...CAMPAIGN, ...CLICK_IDS].map((word) => ({
      wire: `$set_once.${word}`,
      becomes: null,
      category: 'user.behavior' as const,
    })),
    ...own('user.behavior', CLICK_IDS),
    ...own('user.behavior.browsing_history', [
      '$session_entry_url',
      '$session_entry_host',
      '$session_entry_pathname',
      '$session_entry_referrer',
      '$session_entry_referring_domain',
      '$prev_pageview_pathname',
    ]),
    ...sometimes(
      'the address had it when the session began',
      own(
        'user.behavior.browsing_history',
        [...CAMPAIGN, ...CLICK_IDS].map((word) => `$session_entry_${word}`),
      ),
    ),
    ...sometimes(
      '`capture_pageview` is `history_change`',
      own('user.behavior.browsing_history', ['navigation_type']),
    ),
    ...own('user.behavior', [
      '$prev_pageview_duration',
      '$prev_pageview_last_content',
      '$prev_pageview_last_content_percentage',
      '$prev_pageview_last_scroll',
      '$prev_pageview_last_scroll_percentage',
      '$prev_pageview_max_content',
      '$prev_pageview_max_content_percentage',
      '$prev_pageview_max_scroll',
      '$prev_pageview_max_scroll_percentage',
    ]),
    ...own('user.unique_id.pseudonymous', ['$window_id', '$prev_pageview_id']),
    ...own('user.location.imprecise', ['$timezone_offset']),
    ...own('user.demographic.language', ['$browser_language_prefix']),
    ...own('user.device', ['$browser_type']),
    ...own('user.privacy_preferences', ['$process_person_profile']),
    ...sometimes('`cookieless_mode` is set', own('user.privacy_preferences', ['$cookieless_mode'])),
    ...own('system.operations', [
      '$active_feature_flags',
      '$config_defaults',
      '$configured_session_timeout_ms',
      '$dead_clicks_enabled_server_side',
      '$feature_flag_payloads',
      '$initialization_time',
      '$lib_custom_api_host',
      '$lib_rate_limit_remaining_tokens',
      '$recording_status',
      '$sdk_debug_extensions_init_method',
      '$sdk_debug_extensions_init_time_ms',
      '$sdk_debug_retry_queue_size',
      '$sdk_dist_channel',
      '$web_vitals_enabled_server_side',
    ]),
    ...sometimes(
      'its configuration came',
      own('system.operations', [
        '$autocapture_disabled_server_side',
        '$exception_capture_enabled_server_side',
      ]),
    ),
    ...sometimes('flags came', own('system.operations', ['$feature_flag_request_id'])),
    ...errorFields(ERROR_PARTS),
    {
      wire: 'properties.$exception_level',
      becomes: 'properties.$exception_level',
      category: 'user.telemetry',
    },
    // Of the events that it makes by itself: clicks and measurements of the page.
    ...sometimes('`autocapture` is on', [
      { wire: 'properties.$event_type', becomes: 'properties.$event_type', category: 'user.behavior' },
      { wire: 'properties.$ce_version', becomes: 'properties.$ce_version', category: 'system.operations' },
      {
        wire: 'properties.$elements_chain',
        becomes: 'properties.$elements_chain',
        category: 'user.behavior',
      },
      { wire: 'properties.$el_text', becomes: 'properties.$el_text', category: 'user.behavior' },
    ]),
    ...sometimes(
      'its script for web vitals was loaded',
      ['FCP', 'LCP', 'INP', 'CLS'].flatMap((name) =>
        (['event', 'value'] as const).map((part) => ({
          wire: `properties.$web_vitals_${name}_${part}`,
          becomes: `properties.$web_vitals_${name}_${part}` as const,
          category: 'user.telemetry' as const,
        })),
      ),
    ),
    ...sometimes('heatmaps are on', unread('user.behavior', ['$heatmap_data'])),
  ],
  sideChannels: SIDE_CHANNELS,
  snippet: (gateway) => `import posthog from 'posthog-js';

posthog.init('YOUR_WRITE_KEY', {
  api_host: '${gateway}',
  autocapture: false,
  disable_external_dependency_loading: true,
  disable_session_recording: true,
  disable_surveys: true,
});`,
  notes: [
    'Without autocapture: false it sends $autocapture events with the text and the attributes of what was clicked; plan them, or they are dropped as unplanned.',
    'Session replay and heatmaps are taken and thrown away, because no plan can describe them.',
    'Through the gateway cookieless mode counts nobody: PostHog would make its visitors of the gateway’s own address.',
    'It drops events from headless browsers unless opt_out_useragent_filter is true.',
    '/flags is asked whenever the person changes, and answered with no flags; advanced_disable_flags: true stops it, and the configuration with it.',
    'The write key shows in the script of the configuration, as it does in every event.',
  ],
};
