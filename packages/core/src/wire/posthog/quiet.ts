/**
 * What PostHog's SDKs ask for beside sending events, answered so that they load and send nothing more. Read in posthog-js
 * 1.449.2 (lib/src/remote-config.js, posthog-core.js, posthog-featureflags.js) and posthog-node 5.70.0.
 */
import type { Answer, Endpoint } from '../wire.ts';
import { json } from './answer.ts';

const CONFIG_PATH = /^\/array\/([^/]{1,300})\/config(\.js)?$/;

/**
 * Everything that a project can switch on is off, but autocapture is left to the app's own option: what it sends are
 * events, and the plan says which. Replay, surveys, tours and site apps are content that no plan describes.
 */
const CONFIG: string = JSON.stringify({
  supportedCompression: ['gzip-js'],
  analytics: { endpoint: '/i/v0/e/' },
  hasFeatureFlags: false,
  autocapture_opt_out: false,
  elementsChainAsString: true,
  autocaptureExceptions: false,
  captureDeadClicks: false,
  capturePerformance: false,
  conversations: false,
  defaultIdentifiedOnly: true,
  heatmaps: false,
  isAuthenticated: false,
  productTours: false,
  sessionRecording: false,
  siteApps: [],
  surveys: false,
  toolbarParams: {},
});

/** Whether `find` should give the configuration for this path. */
export function isConfigPath(path: string): boolean {
  return CONFIG_PATH.test(path);
}

/** The project's configuration as JSON or as a script; not found for a key that is not known, so that none is echoed. */
export const REMOTE_CONFIG: Endpoint = {
  kind: 'static',
  id: 'posthog-config',
  methods: ['GET'],
  reply: (request, keyKnown) => {
    const [, encoded, script] = CONFIG_PATH.exec(request.path) ?? [];
    const key = encoded === undefined ? null : decode(encoded);
    if (key === null || !keyKnown(key)) return null;
    return script === undefined ? json(200, CONFIG) : configScript(key);
  },
};

/** What older SDKs asked for in place of `/flags`: no flags, and the same configuration. */
export const DECIDE: Endpoint = fixed(
  'decide',
  `{"flags":{},"featureFlags":{},"featureFlagPayloads":{},"errorsWhileComputingFlags":false,${CONFIG.slice(1)}`,
);

/** Lists that have nothing in them, by their path. */
export const EMPTY_LISTS: readonly (readonly [path: string, endpoint: Endpoint])[] = [
  ['/api/surveys', fixed('surveys', '{"surveys":[]}')],
  ['/api/early_access_features', fixed('early-access', '{"earlyAccessFeatures":[]}')],
  ['/api/product_tours', fixed('product-tours', '{"product_tours":[]}')],
  ['/api/web_experiments', fixed('web-experiments', '{"experiments":[]}')],
];

/** The same for everybody, so it says nothing of which keys exist. */
function fixed(name: string, body: string): Endpoint {
  const answer = json(200, body);
  return {
    kind: 'static',
    id: `posthog-${name}`,
    methods: ['GET', 'POST'],
    reply: () => answer,
  };
}

/** Where posthog-js looks once the script has run. */
function configScript(key: string): Answer {
  const name = JSON.stringify(key);
  return {
    status: 200,
    contentType: 'text/javascript; charset=utf-8',
    body: `(window._POSTHOG_REMOTE_CONFIG=window._POSTHOG_REMOTE_CONFIG||{})[${name}]={"config":${CONFIG},"siteApps":[]};`,
  };
}

function decode(encoded: string): string | null {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return null;
  }
}
