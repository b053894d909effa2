import type { SdkEntry } from '../catalogue.ts';
import { inContext, SPEC_ENVELOPE } from '../spec-fields.ts';

/** Read in @segment/analytics-node 3.1.0: app/analytics-node.js, plugins/segmentio/index.js and publisher.js. */
export const segmentAnalyticsNode: SdkEntry = {
  package: '@segment/analytics-node',
  versions: '^3.1.0',
  runtime: 'node',
  protocol: 'segment',
  automatic: [
    ...SPEC_ENVELOPE,
    { wire: 'integrations', becomes: null, category: 'system.operations' },
    { wire: 'timestamp', becomes: 'time', category: 'system.operations' },
    { wire: 'sentAt', becomes: null, category: 'system.operations' },
    ...inContext(['library.name', 'library.version']),
    { wire: '_metadata.nodeVersion', becomes: 'context.server.runtimeVersion' },
    { wire: '_metadata.jsRuntime', becomes: 'context.server.runtime' },
  ],
  sideChannels: [
    {
      asks: 'https://oauth2.segment.io/token',
      what: 'identity',
      treatment: 'elsewhere',
      option: 'oauthSettings (leave it out)',
    },
  ],
  snippet: (gateway) => `new Analytics({ writeKey, host: '${gateway}' });`,
  notes: [
    'Any status below 400 is success to it, and a redirect loses its events: give the address with https.',
  ],
};
