import type { AutomaticField, SdkEntry } from '../catalogue.ts';
import type { ContextPath } from '../context-fields.ts';

/** Event property → path in `context`. */
const ON_EVENTS: Readonly<Record<string, ContextPath>> = {
  $os: 'os.name',
  $browser: 'browser.name',
  $browser_version: 'browser.version',
  $referrer: 'page.referrer',
  $referring_domain: 'page.referring_domain',
  $initial_referrer: 'page.initial_referrer',
  $initial_referring_domain: 'page.initial_referring_domain',
  $device: 'device.model',
  $current_url: 'page.url',
  $screen_height: 'screen.height',
  $screen_width: 'screen.width',
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
};

/** Of page views alone. */
const ON_PAGES: Readonly<Record<string, ContextPath>> = {
  current_page_title: 'page.title',
  current_url_path: 'page.path',
  current_url_search: 'page.search',
  current_domain: 'page.domain',
};

/** Set on a profile with the app's own properties. */
const ON_PROFILES: Readonly<Record<string, ContextPath>> = {
  $os: 'os.name',
  $browser: 'browser.name',
  $browser_version: 'browser.version',
  $initial_referrer: 'page.initial_referrer',
  $initial_referring_domain: 'page.initial_referring_domain',
};

/** Ids that advertisers put into an address. */
const CLICK_IDS: readonly string[] = [
  'dclid',
  'fbclid',
  'gclid',
  'ko_click_id',
  'li_fat_id',
  'msclkid',
  'sccid',
  'ttclid',
  'twclid',
  'wbraid',
];

const IDS: readonly AutomaticField[] = [
  { wire: 'properties.distinct_id', becomes: 'anonymousId', category: 'user.unique_id.pseudonymous' },
  { wire: 'properties.$device_id', becomes: 'anonymousId', category: 'user.unique_id.pseudonymous' },
  { wire: 'properties.$user_id', becomes: 'userId', category: 'user.unique_id' },
  { wire: 'properties.$anon_distinct_id', becomes: 'anonymousId', category: 'user.unique_id.pseudonymous' },
  { wire: '$distinct_id', becomes: 'userId', category: 'user.unique_id' },
  { wire: '$device_id', becomes: 'anonymousId', category: 'user.unique_id.pseudonymous' },
  { wire: '$user_id', becomes: 'userId', category: 'user.unique_id' },
];

/** Read in mixpanel-browser 2.83.0: src/utils.js (`_.info`), mixpanel-core.js, mixpanel-people.js, mixpanel-persistence.js. */
export const mixpanelBrowser: SdkEntry = {
  package: 'mixpanel-browser',
  versions: '^2.83.0',
  runtime: 'browser',
  protocol: 'mixpanel',
  automatic: [
    { wire: 'properties.token', becomes: 'key', category: 'system.operations' },
    { wire: 'properties.$insert_id', becomes: 'id', category: 'system.operations' },
    { wire: 'properties.time', becomes: 'time', category: 'system.operations' },
    { wire: '$token', becomes: 'key', category: 'system.operations' },
    ...IDS,
    ...toContext('properties', ON_EVENTS),
    ...toContext('properties', ON_PAGES),
    ...toContext('$set', ON_PROFILES),
    ...CLICK_IDS.map((name) => own('properties', name, 'user.behavior')),
    own('properties', 'current_url_protocol', 'system.operations'),
    own('properties', '$duration', 'user.behavior'),
    own('properties', '$mp_replay_id', 'user.unique_id.pseudonymous'),
    own('properties', '$had_persisted_distinct_id', 'system.operations'),
    own('properties', 'mp_sent_by_lib_version', 'system.operations'),
    {
      wire: '$had_persisted_distinct_id',
      becomes: 'context.mixpanel.$had_persisted_distinct_id',
      category: 'system.operations',
    },
  ],
  sideChannels: [
    { asks: '/settings', what: 'remote-config', treatment: 'answered', option: 'remote_settings_mode' },
    { asks: '/flags', what: 'flags', treatment: 'answered', option: 'flags' },
    { asks: '/record', what: 'replay', treatment: 'refused', option: 'record_sessions_percent' },
    {
      asks: 'https://cdn.mxpnl.com/libs/mixpanel-recorder.min.js',
      what: 'assets',
      treatment: 'elsewhere',
      option: 'record_sessions_percent: 0 (its default)',
    },
    {
      asks: 'https://cdn.mxpnl.com/libs/mixpanel-targeting.min.js',
      what: 'assets',
      treatment: 'elsewhere',
      option: 'recording_event_triggers (leave it out)',
    },
  ],
  snippet: (gateway) => `mixpanel.init(token, { api_host: '${gateway}' });`,
  notes: [
    'The page’s address and referrer go with every event, queries and all.',
    'With `autocapture` it sends clicks and what was typed near them as events named `$mp_…`; a plan that knows none drops them.',
  ],
};

function toContext(at: string, table: Readonly<Record<string, ContextPath>>): readonly AutomaticField[] {
  return Object.entries(table).map(([word, path]) => ({
    wire: `${at}.${word}`,
    becomes: `context.${path}` as const,
  }));
}

/** A word that only Mixpanel has. */
function own(at: string, word: string, category: NonNullable<AutomaticField['category']>): AutomaticField {
  return { wire: `${at}.${word}`, becomes: `context.mixpanel.${word}`, category };
}
