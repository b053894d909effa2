/** The browser SDKs of the suites, one row each: how a page loads the package, and its driver. */
import { MODULES_PATH } from '../page-server.ts';
import { startAmplitudeBrowser } from './amplitude-analytics-browser.ts';
import { startMixpanelBrowser } from './mixpanel-browser.ts';
import { startPosthogJs } from './posthog-js.ts';
import { startRudderJs } from './rudderstack-analytics-js.ts';
import type { Drops, RunningSdk, SdkTask } from './sdk.ts';
import { startSegmentNext } from './segment-analytics-next.ts';
import { startSentryBrowser } from './sentry-browser.ts';
import { startSnowplowBrowser } from './snowplow-browser-tracker.ts';

export interface BrowserSdk {
  readonly name: string;
  readonly package: string;
  /** Id of the wire protocol. */
  readonly protocol: string;
  /** What stands in the head of the page. */
  readonly head: string;
  /** Sent to the page as text, so it uses nothing but its argument and what the page has. */
  readonly start: (task: SdkTask) => RunningSdk | Promise<RunningSdk>;
  readonly drops: Drops;
  /** Why it may send again what was accepted, under the same id. */
  readonly resends?: string;
}

const REFUSED = 'gives up what was refused for good';
const REFUSED_ONLY: Drops = { 'over limit': REFUSED, 'too large': REFUSED };
const HALVES = 'halves a refused batch and gives up the single event that is too large';
/** request-batcher.js of mixpanel-browser 2.83.0: status 0 is tried again only if `navigator.onLine` is false. */
const NOT_OFFLINE = 'gives up when no connection is made although the browser is online';
const THREE_TRIES = 'takes the third failed connection for final';
/** `flushMaxRetries` is 5 (@amplitude/analytics-browser 2.48.1, lib/esm/config.js). */
const FIVE_TRIES = 'takes the fifth failed try for final';
const NO_RETRY = 'never tries again';

/** A build that puts itself into the page's globals. */
function script(path: string): string {
  return `<script src="${MODULES_PATH}${path}"></script>`;
}

/** A package that has modules only: the page imports them as they were published. */
export function modules(name: string, imports: Readonly<Record<string, string>>, take: string): string {
  const map = Object.fromEntries(
    Object.entries(imports).map(([specifier, path]) => [specifier, `${MODULES_PATH}${path}`]),
  );
  return `<script type="importmap">${JSON.stringify({ imports: map })}</script>
<script type="module">import ${take} from '${name}'; globalThis.${take.replace('* as ', '')} = ${take.replace('* as ', '')};</script>`;
}

const SENTRY_MODULES = {
  '@sentry/browser': '@sentry/browser/build/npm/esm/prod/index.js',
  '@sentry/core': '@sentry/core/build/esm/index.js',
  '@sentry/core/browser': '@sentry/core/build/esm/browser.js',
  '@sentry/browser-utils': '@sentry/browser-utils/build/esm/index.js',
  '@sentry/feedback': '@sentry/feedback/build/npm/esm/index.js',
  '@sentry/replay': '@sentry/replay/build/npm/esm/index.js',
  '@sentry/replay-canvas': '@sentry/replay-canvas/build/npm/esm/index.js',
  '@sentry/conventions/attributes': '@sentry/conventions/dist/attributes.mjs',
  '@sentry/conventions/metrics': '@sentry/conventions/dist/metrics.mjs',
  '@sentry/conventions/op': '@sentry/conventions/dist/op.mjs',
  'web-vitals': 'web-vitals/dist/web-vitals.js',
} as const;

/** In the order in which they are shown. */
export const BROWSER_SDKS: readonly BrowserSdk[] = [
  {
    name: '@segment/analytics-next',
    package: '@segment/analytics-next',
    protocol: 'segment',
    head: script('@segment/analytics-next/dist/umd/index.js'),
    start: startSegmentNext,
    drops: REFUSED_ONLY,
  },
  {
    name: 'mixpanel-browser',
    package: 'mixpanel-browser',
    protocol: 'mixpanel',
    head: script('mixpanel-browser/dist/mixpanel.umd.js'),
    start: startMixpanelBrowser,
    drops: { 'too large': HALVES, restart: NOT_OFFLINE, kill: NOT_OFFLINE },
    // request-queue.js of mixpanel-browser 2.83.0: what was sent leaves the store only once a lock of its tabs is had, and
    // a batch that is made before takes it for another tab's. Mixpanel drops such doubles by their id.
    resends: 'finds in its store what it has not yet crossed out',
  },
  {
    name: '@amplitude/analytics-browser',
    package: '@amplitude/analytics-browser',
    protocol: 'amplitude',
    head: script('@amplitude/analytics-browser/lib/scripts/amplitude-min.umd.js'),
    start: startAmplitudeBrowser,
    drops: { 'too large': HALVES, 'too fast': FIVE_TRIES, restart: FIVE_TRIES, kill: FIVE_TRIES },
  },
  {
    name: 'posthog-js',
    package: 'posthog-js',
    protocol: 'posthog',
    head: modules('posthog-js', { 'posthog-js': 'posthog-js/dist/module.mjs' }, 'posthog'),
    start: startPosthogJs,
    drops: { ...REFUSED_ONLY, restart: THREE_TRIES, kill: THREE_TRIES },
  },
  {
    name: '@rudderstack/analytics-js',
    package: '@rudderstack/analytics-js',
    protocol: 'rudderstack',
    head: script('@rudderstack/analytics-js/dist/npm/modern/bundled/umd/index.js'),
    start: startRudderJs,
    drops: REFUSED_ONLY,
  },
  {
    name: '@snowplow/browser-tracker',
    package: '@snowplow/browser-tracker',
    protocol: 'snowplow',
    head: script('@snowplow/browser-tracker/dist/index.umd.js'),
    start: startSnowplowBrowser,
    drops: REFUSED_ONLY,
  },
  {
    name: '@sentry/browser',
    package: '@sentry/browser',
    protocol: 'sentry',
    head: modules('@sentry/browser', SENTRY_MODULES, '* as Sentry'),
    start: startSentryBrowser,
    drops: {
      'over limit': NO_RETRY,
      'too large': NO_RETRY,
      'too fast': NO_RETRY,
      full: NO_RETRY,
      restart: NO_RETRY,
      kill: NO_RETRY,
    },
  },
];
