import type { SdkEntry } from '../catalogue.ts';
import { inContext, SPEC_ENVELOPE } from '../spec-fields.ts';

/** Read in @rudderstack/rudder-sdk-node 3.0.13, cjs/index.js, and recorded from it. */
export const rudderstackNode: SdkEntry = {
  package: '@rudderstack/rudder-sdk-node',
  versions: '^3.0.13',
  runtime: 'node',
  protocol: 'rudderstack',
  automatic: [
    ...SPEC_ENVELOPE,
    { wire: 'originalTimestamp', becomes: 'time', category: 'system.operations' },
    { wire: 'sentAt', becomes: null, category: 'system.operations' },
    { wire: 'channel', becomes: 'context.channel' },
    { wire: '_metadata.nodeVersion', becomes: 'context.server.runtimeVersion' },
    ...inContext(['library.name', 'library.version']),
  ],
  sideChannels: [],
  snippet: (gateway) => `new Analytics(writeKey, { dataPlaneUrl: '${gateway}' });`,
  notes: [
    'The traits of an identify are sent twice, beside the context and in it; they are read as one.',
    'It tries again three times after 429 and 5xx and loses what comes back with any other status.',
    'A queue in Redis (`createPersistenceQueue`) keeps raw events outside the app and the gateway.',
  ],
};
