/** What RudderStack's browser SDK asks for beside sending events. Read in @rudderstack/analytics-js 3.34.1, modern/bundled. */
import { readBasicUser, readId } from '../read-value.ts';
import type { Answer, StaticEndpoint } from '../wire.ts';

/**
 * The configuration of a known write key; not found for any other, so that the key is never echoed. No destinations, so that
 * nothing is loaded from elsewhere and nothing is sent past the gateway; no reports of errors or metrics.
 */
export const SOURCE_CONFIG: StaticEndpoint = {
  kind: 'static',
  id: 'rudderstack-source-config',
  methods: ['GET'],
  reply: ({ headers, query }, keyKnown) => {
    const key = readBasicUser(headers['authorization']) ?? readId(query.get('writeKey'));
    return key === null || !keyKnown(key) ? null : json(JSON.stringify(configFor(key)));
  },
};

/** Transformations for destinations in the browser, of which there are none: nothing is transformed. */
export const TRANSFORM: StaticEndpoint = fixed('rudderstack-transform', json('{"transformedBatch":[]}'));

/** The SDK's reports of its own errors: taken and dropped. */
export const METRICS: StaticEndpoint = fixed('rudderstack-metrics', {
  status: 200,
  contentType: 'text/plain',
  body: 'OK',
});

function configFor(key: string) {
  return {
    source: {
      id: 'headgate',
      name: 'headgate',
      writeKey: key,
      enabled: true,
      workspaceId: 'headgate',
      destinations: [],
      dataplanes: {},
      config: { statsCollection: { errors: { enabled: false }, metrics: { enabled: false } } },
    },
    updatedAt: '2026-01-01T00:00:00.000Z',
  };
}

function fixed(id: string, answer: Answer): StaticEndpoint {
  return { kind: 'static', id, methods: ['POST'], reply: () => answer };
}

function json(body: string): Answer {
  return { status: 200, contentType: 'application/json', body };
}
