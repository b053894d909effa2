import type { AutomaticField, SdkEntry } from '../catalogue.ts';
import type { ContextPath } from '../context-fields.ts';
import { sometimes } from '../sometimes.ts';

/** Event property → path in `context`. */
const ON_EVENTS: Readonly<Record<string, ContextPath>> = {
  $os: 'os.name',
  $browser: 'browser.name',
  $browser_version: 'browser.version',
  $referrer: 'page.referrer',
  $referring_domain: 'page.referring_domain',
  $initial_referrer: 'page.initial_referrer',
  $initial_referring_domain: 'page.initial_referring_domain',
  $current_url: 'page.url',
  $screen_height: 'screen.height',
  $screen_width: 'screen.width',
  mp_lib: 'library.name',
  $lib_version: 'library.version',
};

/** Copied from the address of the page. */
const CAMPAIGN: Readonly<Record<string, ContextPath>> = {
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
};

/** Set on it once. */
const FIRST_ON_PROFILES: Readonly<Record<string, ContextPath>> = {
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
  {
    wire: 'properties.distinct_id',
    becomes: 'anonymousId',
    category: 'user.unique_id.pseudonymous',
    readAs: 'what stands after `$device:`',
  },
  { wire: 'properties.$device_id', becomes: 'anonymousId', category: 'user.unique_id.pseudonymous' },
  { wire: 'properties.$anon_distinct_id', becomes: 'anonymousId', category: 'user.unique_id.pseudonymous' },
  { wire: '$device_id', becomes: 'anonymousId', category: 'user.unique_id.pseudonymous' },
  ...sometimes('the person has been identified', [
    { wire: 'properties.$user_id', becomes: 'userId', category: 'user.unique_id' },
    { wire: '$distinct_id', becomes: 'userId', category: 'user.unique_id' },
    { wire: '$user_id', becomes: 'userId', category: 'user.unique_id' },
  ]),
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
    ...toContext('$set_once', FIRST_ON_PROFILES),
    // Null, where the address did not have it.
    ...Object.keys(CAMPAIGN).map((word) => ({
      wire: `$set_once.initial_${word}`,
      becomes: `properties.initial_${word}` as const,
      category: 'user.behavior' as const,
    })),
    { wire: 'event', becomes: 'name', category: 'system.operations' },
    ...sometimes('the address has it', [
      ...toContext('properties', CAMPAIGN),
      ...CLICK_IDS.map((name) => own('properties', name, 'user.behavior')),
    ]),
    ...sometimes('the browser says so', toContext('properties', { $device: 'device.model' })),
    own('properties', 'current_url_protocol', 'system.operations'),
    ...sometimes('`time_event` was called', [own('properties', '$duration', 'user.behavior')]),
    ...sometimes('it records the session', [
      own('properties', '$mp_replay_id', 'user.unique_id.pseudonymous'),
    ]),
    own('properties', 'mp_sent_by_lib_version', 'system.operations'),
    ...sometimes('a version before 2.0 left an id behind', [
      own('properties', '$had_persisted_distinct_id', 'system.operations'),
      {
        wire: '$had_persisted_distinct_id',
        becomes: 'context.mixpanel.$had_persisted_distinct_id',
        category: 'system.operations',
      },
    ]),
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
