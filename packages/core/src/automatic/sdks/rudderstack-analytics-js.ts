import type { AutomaticField, SdkEntry } from '../catalogue.ts';
import { sometimes } from '../sometimes.ts';
import { inContext, SPEC_ENVELOPE, SPEC_PAGE, SPEC_PERSON } from '../spec-fields.ts';

/** Of a page call, beside what the spec names. */
const PAGE_PROPERTIES: readonly string[] = [
  'tab_url',
  'referring_domain',
  'initial_referrer',
  'initial_referring_domain',
];

/** What the SDK says of a consent manager's answer. */
const CONSENT: readonly AutomaticField[] = [
  ...['provider', 'resolutionStrategy'].map((word) => ({
    wire: `context.consentManagement.${word}`,
    becomes: `context.consentManagement.${word}` as const,
    category: 'user.privacy_preferences' as const,
  })),
  {
    wire: 'context.consentManagement.allowedConsentIds[]',
    becomes: 'context.consent.categoryPreferences',
    readAs: 'true or false under the id',
    category: 'user.privacy_preferences',
  },
  {
    wire: 'context.consentManagement.deniedConsentIds[]',
    becomes: 'context.consent.categoryPreferences',
    readAs: 'true or false under the id',
    category: 'user.privacy_preferences',
  },
];

/** Read in @rudderstack/analytics-js 3.34.1, modern/bundled/esm, and recorded from it in Chromium. */
export const rudderstackBrowser: SdkEntry = {
  package: '@rudderstack/analytics-js',
  versions: '^3.34.1',
  runtime: 'browser',
  protocol: 'rudderstack',
  automatic: [
    ...SPEC_ENVELOPE,
    ...SPEC_PERSON,
    { wire: 'integrations.All', becomes: null, category: 'system.operations' },
    { wire: 'originalTimestamp', becomes: 'time', category: 'system.operations' },
    { wire: 'sentAt', becomes: null, category: 'system.operations' },
    { wire: 'channel', becomes: 'context.channel' },
    // Empty until then.
    { wire: 'context.traits', becomes: null, category: 'user' },
    ...sometimes('the person has been identified', [
      {
        wire: 'context.traits.*',
        becomes: 'properties.*',
        category: 'user',
        namedBy: 'the app, in the traits of the last identify',
      },
    ]),
    ...SPEC_PAGE,
    ...PAGE_PROPERTIES.map((name) => ({
      wire: `properties.${name}`,
      becomes: `properties.${name}` as const,
      category: 'user.behavior.browsing_history' as const,
    })),
    ...inContext([
      'sessionId',
      'sessionStart',
      'app.name',
      'app.version',
      'app.namespace',
      'library.name',
      'library.version',
      'userAgent',
      'os.name',
      'os.version',
      'locale',
      'timezone',
      'screen.width',
      'screen.height',
      'screen.density',
      'screen.innerWidth',
      'screen.innerHeight',
      'campaign.name',
      'campaign.source',
      'campaign.medium',
      'campaign.content',
      'campaign.term',
      'page.path',
      'page.referrer',
      'page.referring_domain',
      'page.search',
      'page.title',
      'page.url',
      'page.tab_url',
      'page.initial_referrer',
      'page.initial_referring_domain',
    ]),
    { wire: 'context.app.installType', becomes: 'context.app.installType', category: 'system.operations' },
    { wire: 'context.library.variant', becomes: 'context.library.variant', category: 'system.operations' },
    ...sometimes('the address has it', inContext(['campaign.id'])),
    ...sometimes('`autoTrack` follows the time on a page', [
      { wire: 'context.autoTrack.page.pageViewId', becomes: 'context.page.view_id' },
    ]),
    ...sometimes(
      '`uaChTrackLevel` asks for it',
      ['brands[].brand', 'brands[].version', 'mobile', 'platform'].map((word) => ({
        wire: `context.ua-ch.${word}`,
        becomes: `context.ua-ch.${word}` as const,
        category: 'user.device' as const,
      })),
    ),
    ...sometimes('`consentManagement` is set', CONSENT),
  ],
  sideChannels: [
    {
      asks: 'https://api.rudderstack.com/sourceConfig',
      what: 'remote-config',
      treatment: 'answered',
      option: 'configUrl',
    },
    { asks: '/rsaMetrics', what: 'diagnostics', treatment: 'answered', option: null },
    { asks: '/transform', what: 'remote-config', treatment: 'answered', option: null },
    {
      asks: 'https://cdn.rudderlabs.com/v3/modern/plugins/rsa-plugins.js',
      what: 'assets',
      treatment: 'elsewhere',
      option: 'the import of @rudderstack/analytics-js/bundled',
    },
    {
      asks: 'https://cdn.rudderlabs.com/v3/modern/js-integrations',
      what: 'assets',
      treatment: 'answered',
      option: 'configUrl (the configuration names no destination)',
    },
    {
      asks: 'https://<site>/rsaRequest',
      what: 'identity',
      treatment: 'elsewhere',
      option: 'useServerSideCookies: false (its default)',
    },
  ],
  snippet: (gateway) =>
    [
      "import { RudderAnalytics } from '@rudderstack/analytics-js/bundled';",
      `new RudderAnalytics().load(writeKey, '${gateway}', { configUrl: '${gateway}' });`,
    ].join('\n'),
  notes: [
    'Without `/bundled` it loads the part that sends events from RudderStack’s own host, and sends nothing where that fails.',
    'After an identify it repeats the person’s traits with every event, in `context.traits`.',
    'A `page` call repeats the page’s address, title and referrers as properties.',
    'An id of an anonymous person stands in a header too, by which the gateway tells its requests from Segment’s.',
  ],
};
