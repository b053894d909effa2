import type { AutomaticField, SdkEntry } from '../catalogue.ts';
import { sometimes } from '../sometimes.ts';
import { SNOWPLOW_ENVELOPE, SNOWPLOW_SIDE_CHANNELS } from './snowplow-shared.ts';

/** Of every event: `getBrowserDataPlugin` and the pairs set when the tracker is made. */
const EVERY_EVENT: readonly AutomaticField[] = [
  { wire: 'url', becomes: 'context.page.url' },
  { wire: 'refr', becomes: 'context.page.referrer' },
  { wire: 'lang', becomes: 'context.locale' },
  { wire: 'tz', becomes: 'context.timezone' },
  { wire: 'res', becomes: 'context.screen.width' },
  { wire: 'res', becomes: 'context.screen.height' },
  { wire: 'vp', becomes: 'context.screen.innerWidth' },
  { wire: 'vp', becomes: 'context.screen.innerHeight' },
  { wire: 'cd', becomes: 'context.screen.colorDepth' },
  { wire: 'ds', becomes: 'context.snowplow.ds', category: 'user.device' },
  { wire: 'cs', becomes: 'context.snowplow.cs', category: 'user.device' },
  { wire: 'cookie', becomes: 'context.snowplow.cookie', category: 'user.device' },
  { wire: 'duid', becomes: 'anonymousId', category: 'user.unique_id.pseudonymous' },
  { wire: 'sid', becomes: 'context.sessionId' },
  { wire: 'vid', becomes: 'context.snowplow.vid', category: 'user.behavior' },
  { wire: 'co[].web_page.id', becomes: 'context.page.view_id' },
];

/** Of page views and page pings. */
const PAGES: readonly AutomaticField[] = [
  ...sometimes('the app gives no title', [{ wire: 'page', becomes: 'context.page.title' }]),
  ...sometimes('`enableActivityTracking` is called', [
    { wire: 'pp_mix', becomes: 'properties.minXOffset', category: 'user.behavior' },
    { wire: 'pp_max', becomes: 'properties.maxXOffset', category: 'user.behavior' },
    { wire: 'pp_miy', becomes: 'properties.minYOffset', category: 'user.behavior' },
    { wire: 'pp_may', becomes: 'properties.maxYOffset', category: 'user.behavior' },
  ]),
];

/** Where entities stand that have no place of their own. */
const SESSION = 'context.snowplow.contexts.client_session_1[].data';
const BROWSER = 'context.snowplow.contexts.browser_context_2[].data';
const ACTIVITY = 'context.snowplow.contexts.activity_metrics_1[].data';

/** Entities that options add. */
const ON_REQUEST: readonly AutomaticField[] = [
  ...sometimes('`contexts.session` is true', [
    {
      wire: 'co[].client_session.userId',
      becomes: 'anonymousId',
      category: 'user.unique_id.pseudonymous',
    },
    { wire: 'co[].client_session.sessionId', becomes: 'context.sessionId' },
    ...members('client_session', SESSION, 'user.unique_id.pseudonymous', [
      'previousSessionId',
      'firstEventId',
    ]),
    ...members('client_session', SESSION, 'user.behavior', [
      'sessionIndex',
      'eventIndex',
      'firstEventTimestamp',
      'storageMechanism',
    ]),
  ]),
  ...sometimes('`appVersion` is set', [{ wire: 'co[].application.version', becomes: 'context.app.version' }]),
  ...sometimes('`contexts.browser` is true', [
    ...members('browser_context', BROWSER, 'user.unique_id.pseudonymous', ['tabId']),
    ...members('browser_context', BROWSER, 'user.demographic.language', [
      'browserLanguage',
      'documentLanguage',
    ]),
    ...members('browser_context', BROWSER, 'user.device', [
      'viewport',
      'documentSize',
      'resolution',
      'colorDepth',
      'devicePixelRatio',
      'cookiesEnabled',
      'online',
      'webdriver',
      'deviceMemory',
      'hardwareConcurrency',
    ]),
  ]),
  ...sometimes('`enableActivityTracking` is called with activity metrics', [
    ...members('activity_metrics', ACTIVITY, 'user.behavior', [
      'mouseDistance',
      'scrollDistance',
      'keyPresses',
      'clicks',
      'touches',
    ]),
  ]),
];

/** Recorded with 4.10.1 in Chromium, and read in @snowplow/browser-tracker-core 4.10.1; see fixtures/decode/snowplow. */
export const snowplowBrowserTracker: SdkEntry = {
  package: '@snowplow/browser-tracker',
  versions: '^4.10.1',
  runtime: 'browser',
  protocol: 'snowplow',
  automatic: [...SNOWPLOW_ENVELOPE, ...EVERY_EVENT, ...PAGES, ...ON_REQUEST],
  sideChannels: SNOWPLOW_SIDE_CHANNELS,
  snippet: (gateway) => `import { newTracker, trackPageView } from '@snowplow/browser-tracker';

newTracker('web', '${gateway}', { appId: 'YOUR_WRITE_KEY' });
trackPageView();`,
  notes: [
    'The app id is the write key. Where an app id is to stay as it is, give the key in customHeaders: { Authorization: "Bearer YOUR_WRITE_KEY" }.',
    'Leave postPath as it is: the gateway answers at /com.snowplowanalytics.snowplow/tp2, and at /i with eventMethod "get".',
    'With eventMethod "get" the events are part of the address, which proxies on the way may log; the default is POST.',
    'It keeps its ids in the first-party cookies _sp_id and _sp_ses and in local storage, unless stateStorageStrategy is "none" or anonymousTracking is on; the gateway sets no cookie.',
    'anonymousTracking leaves out uid, duid and sid; withServerAnonymisation adds the header SP-Anonymous, by which the gateway drops user, device and session ids, the client_session entity and the address.',
    'Plugins (performance timing, geolocation, forms, links, errors, media and others) are packages of their own; each adds an entity of its own name to context.snowplow.contexts, or events of its own name.',
    'retryStatusCodes must not name 400, 401, 403 or 422: the tracker would send a batch again for ever that can never be taken.',
  ],
};

function members(
  entity: string,
  place: `context.${string}.${string}`,
  category: NonNullable<AutomaticField['category']>,
  names: readonly string[],
): readonly AutomaticField[] {
  return names.map((name) => ({ wire: `co[].${entity}.${name}`, becomes: `${place}.${name}`, category }));
}
