/**
 * @amplitude/analytics-browser. Read in 2.48.1 with its plugins (plugins/context.js, page views, page URL enrichment,
 * attribution, autocapture 1.x, network capture, web vitals) and recorded in Chromium; see fixtures/decode/amplitude.
 */
import type { AutomaticField, SdkEntry } from '../catalogue.ts';
import type { Category } from '../context-fields.ts';
import { sometimes } from '../sometimes.ts';

const PREFIX = 'event_properties.[Amplitude] ';

/** Words in brackets that only Amplitude has. */
function auto(category: Category, words: readonly string[]): readonly AutomaticField[] {
  return words.map((word) => ({
    wire: `${PREFIX}${word}`,
    becomes: `context.amplitude.auto.${word}`,
    category,
  }));
}

const CLICK_IDS = [
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
];
const CAMPAIGN = [
  'referrer',
  'referring_domain',
  'utm_campaign',
  'utm_content',
  'utm_id',
  'utm_medium',
  'utm_source',
  'utm_term',
];

const ELEMENT = [
  'ID',
  'Class',
  'Tag',
  'Path',
  'Href',
  'Hierarchy',
  'Attributes',
  'Position Left',
  'Position Top',
  'Parent Label',
  'Aria Label',
  'Exposed',
];
const MAIN_THREAD_BLOCK = [
  'Measures',
  'Duration',
  'Start Time',
  'Render Start',
  'Style And Layout Start',
  'Blocking Duration',
  'Attribution',
  'Source',
  'Invokers',
  'Invoker Types',
  'Script Count',
  'Script Functions',
  'Script Positions',
  'Script URLs',
];

/** The attribution of a visit as user properties: the last as such, the first as `initial_…`, the missing ones unset. */
function attribution(word: string): readonly AutomaticField[] {
  const isPage = word.startsWith('referr');
  const category: Category = isPage ? 'user.behavior.browsing_history' : 'user.behavior';
  return [
    ...sometimes('the visit has it', [
      { wire: `user_properties.$set.${word}`, becomes: `properties.${word}`, category },
    ]),
    ...sometimes('the visit has it not', [
      { wire: `user_properties.$unset.${word}`, becomes: `properties.${word}`, category, readAs: 'unset' },
    ]),
    { wire: `user_properties.$setOnce.initial_${word}`, becomes: `properties.initial_${word}`, category },
  ];
}

const ENVELOPE: readonly AutomaticField[] = [
  { wire: 'insert_id', becomes: 'id', category: 'system.operations' },
  { wire: 'time', becomes: 'time', category: 'system.operations' },
  { wire: 'event_type', becomes: 'name', category: 'system.operations' },
  { wire: 'device_id', becomes: 'anonymousId', category: 'user.unique_id.pseudonymous' },
  { wire: 'session_id', becomes: 'context.sessionId' },
  { wire: 'platform', becomes: 'context.device.type' },
  { wire: 'language', becomes: 'context.locale' },
  { wire: 'user_agent', becomes: 'context.userAgent' },
  { wire: 'library', becomes: 'context.library.name' },
  { wire: 'library', becomes: 'context.library.version' },
  { wire: 'event_id', becomes: 'context.amplitude.event_id', category: 'system.operations' },
  // `$remote`: the wish that Amplitude look at the address of the request.
  { wire: 'ip', becomes: null, category: 'user.device.ip_address' },
];

const PAGE: readonly AutomaticField[] = [
  { wire: `${PREFIX}Page Domain`, becomes: 'context.page.domain' },
  { wire: `${PREFIX}Page Location`, becomes: 'context.page.url' },
  { wire: `${PREFIX}Page Path`, becomes: 'context.page.path' },
  { wire: `${PREFIX}Page Title`, becomes: 'context.page.title' },
  { wire: `${PREFIX}Page View ID`, becomes: 'context.page.view_id' },
  { wire: 'event_properties.referrer', becomes: 'context.page.referrer' },
  { wire: 'event_properties.referring_domain', becomes: 'context.page.referring_domain' },
  { wire: 'event_properties.utm_source', becomes: 'context.campaign.source' },
  { wire: 'event_properties.utm_medium', becomes: 'context.campaign.medium' },
  { wire: 'event_properties.utm_campaign', becomes: 'context.campaign.name' },
  { wire: 'event_properties.utm_content', becomes: 'context.campaign.content' },
  { wire: 'event_properties.utm_term', becomes: 'context.campaign.term' },
  ...sometimes('the address has it', [{ wire: 'event_properties.utm_id', becomes: 'context.campaign.id' }]),
];

/** What autocapture tells of what happens on a page. */
const HAPPENINGS: readonly AutomaticField[] = [
  // File downloads and forms.
  ...auto('user.behavior', ['File Extension', 'File Name', 'Link ID', 'Link Text', 'Link URL']),
  ...auto('user.behavior', ['Form ID', 'Form Name', 'Form Destination']),
  // Clicks, changes, rage and dead clicks, what came into view.
  ...auto(
    'user.behavior',
    ELEMENT.map((word) => `Element ${word}`),
  ),
  ...auto('user.behavior', ['Viewport Height', 'Viewport Width', 'Max Page X', 'Max Page Y', 'Min Page Y']),
  ...auto('user.behavior', ['Clicks', 'Click Count', 'Begin Time', 'End Time', 'Duration']),
  ...auto('user.content', ['Element Text']),
  // Errors, requests of the page and timings.
  ...auto('user.telemetry', ['Kind', 'Message', 'Stack', 'Filename', 'Line Number', 'Column Number']),
  ...auto('user.telemetry', ['URL', 'URL Query', 'URL Fragment', 'Status Code', 'Error']),
  ...auto('user.telemetry', ['Request Method', 'Request Type', 'Request Headers', 'Request Body']),
  ...auto('user.telemetry', ['Request Body Size', 'Response Headers', 'Response Body', 'Response Body Size']),
  ...auto('user.telemetry', ['Start Time', 'Completion Time', 'CLS', 'FCP', 'INP', 'LCP', 'TTFB']),
  ...auto(
    'user.telemetry',
    MAIN_THREAD_BLOCK.map((word) => `Main Thread Block ${word}`),
  ),
];

export const amplitudeAnalyticsBrowser: SdkEntry = {
  package: '@amplitude/analytics-browser',
  versions: '^2.48.1',
  runtime: 'browser',
  protocol: 'amplitude',
  automatic: [
    ...ENVELOPE,
    ...PAGE,
    ...auto('user.behavior.browsing_history', ['Page URL', 'Previous Page Location', 'Previous Page Type']),
    ...auto('user.behavior', ['Page Counter']),
    ...sometimes(
      'the address has it',
      CLICK_IDS.map((word) => ({
        wire: `event_properties.${word}`,
        becomes: `context.amplitude.auto.${word}` as const,
        category: 'user.behavior' as const,
      })),
    ),
    ...sometimes('a revenue has no other', [
      { wire: 'event_properties.$quantity', becomes: 'properties.quantity', category: 'user.behavior' },
    ]),
    ...[...CAMPAIGN, ...CLICK_IDS].flatMap(attribution),
    ...sometimes('autocapture sees it happen', HAPPENINGS),
  ],
  sideChannels: [
    {
      asks: 'https://sr-client-cfg.amplitude.com/config/<key>?config_group=browser',
      what: 'remote-config',
      treatment: 'elsewhere',
      option: 'remoteConfig.fetchRemoteConfig: false',
    },
    {
      asks: '/amplitude/config/<key>',
      what: 'remote-config',
      treatment: 'answered',
      option: 'remoteConfig.serverUrl: the gateway’s /amplitude/config',
    },
    {
      asks: 'https://diagnostics.prod.us-west-2.amplitude.com/v1/capture',
      what: 'diagnostics',
      treatment: 'elsewhere',
      option: 'enableDiagnostics: false',
    },
    {
      asks: 'https://cdn.amplitude.com/libs',
      what: 'assets',
      treatment: 'elsewhere',
      option: 'autocapture without elementInteractions',
    },
  ],
  snippet: (gateway) => `import * as amplitude from '@amplitude/analytics-browser';

amplitude.init('YOUR_WRITE_KEY', {
  serverUrl: '${gateway}/2/httpapi',
  remoteConfig: { fetchRemoteConfig: false },
  enableDiagnostics: false,
});`,
  notes: [
    'serverUrl is the whole address, and everything sent to it passes the gateway; the two other options close what would go past it.',
    'Remote configuration can turn autocapture and diagnostics on from Amplitude’s side.',
    'What it adds in brackets lies in context.amplitude.auto under the name without brackets, because the names of planned fields have none.',
    'Session replay is a package of its own, @amplitude/plugin-session-replay-browser, whose recordings go past the gateway: leave it out.',
    'Scripts of cdn.amplitude.com are loaded only in a page that was opened from Amplitude’s own site to mark elements.',
  ],
};
