/** @amplitude/analytics-node. Read in 1.5.73 (plugins/context.js, transports/http.js) and recorded; see fixtures/decode/amplitude. */
import type { SdkEntry } from '../catalogue.ts';

export const amplitudeAnalyticsNode: SdkEntry = {
  package: '@amplitude/analytics-node',
  versions: '^1.5.73',
  runtime: 'node',
  protocol: 'amplitude',
  automatic: [
    { wire: 'insert_id', becomes: 'id', category: 'system.operations' },
    { wire: 'time', becomes: 'time', category: 'system.operations' },
    {
      wire: 'event_type',
      becomes: 'call',
      category: 'system.operations',
      readAs: '`$identify` and `$groupidentify` are calls',
    },
    { wire: 'event_id', becomes: 'context.amplitude.event_id', category: 'system.operations' },
    { wire: 'library', becomes: 'context.library.name' },
    { wire: 'library', becomes: 'context.library.version' },
  ],
  sideChannels: [],
  snippet: (gateway) => `import * as amplitude from '@amplitude/analytics-node';

amplitude.init('YOUR_WRITE_KEY', { serverUrl: '${gateway}/2/httpapi' });`,
  notes: [
    'serverUrl is the whole address; with useBatch it is the gateway’s /batch.',
    'The answers are those that the SDK takes for final: what the gateway refuses for its body or its key is not sent again.',
  ],
};
