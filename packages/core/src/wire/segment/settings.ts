/** What analytics-next asks for beside sending events. Read in @segment/analytics-next 1.84.3, browser/index.js and core/stats. */
import type { Answer, Endpoint, WireRequest } from '../wire.ts';

const SETTINGS_PATH = /^\/v1\/projects\/([^/]{1,300})\/settings$/;

/** `name`, `name:port`, `[v6]:port`: anything else in a Host header is not repeated. */
const HOST = /^[a-z0-9.:[\]-]{1,255}$/i;

/** Whether `find` should give the settings endpoint for this path. */
export function isSettingsPath(path: string): boolean {
  return SETTINGS_PATH.test(path);
}

/** The settings file of a known write key; not found for any other, so that the key is never echoed. */
export const SETTINGS: Endpoint = {
  kind: 'static',
  id: 'segment-settings',
  methods: ['GET'],
  reply: (request, keyKnown) => {
    const key = keyOf(request.path);
    return key === null || !keyKnown(key) ? null : settingsFor(key, request);
  },
};

/** The SDK's own performance counters: taken and dropped, because a failure here is logged on the page's console. */
export const METRICS: Endpoint = {
  kind: 'static',
  id: 'segment-metrics',
  methods: ['POST'],
  reply: () => json('{"success":true}'),
};

function keyOf(path: string): string | null {
  const encoded = SETTINGS_PATH.exec(path)?.[1];
  if (encoded === undefined) return null;
  try {
    return decodeURIComponent(encoded);
  } catch {
    return null;
  }
}

/**
 * A single integration and no plugins, so that the SDK loads nothing from elsewhere; metrics off. `apiHost` names the
 * host that was asked, so that an app that sets only `cdnURL` does not send its events past the gateway to Segment;
 * an `apiHost` given to the SDK itself wins over this one.
 */
function settingsFor(key: string, request: WireRequest): Answer {
  const host = request.headers['host'];
  const own = host !== undefined && HOST.test(host) ? { apiHost: `${host}/v1` } : {};
  return json(
    JSON.stringify({
      integrations: {
        'Segment.io': {
          apiKey: key,
          ...own,
          addBundledMetadata: true,
          unbundledIntegrations: [],
          maybeBundledConfigIds: {},
        },
      },
      metrics: { sampleRate: 0 },
      middlewareSettings: { routingRules: [] },
      enabledMiddleware: {},
      remotePlugins: [],
      legacyVideoPluginsEnabled: false,
    }),
  );
}

function json(body: string): Answer {
  return { status: 200, contentType: 'application/json', body };
}
