import type { SdkEntry } from '../catalogue.ts';
import { SNOWPLOW_ENVELOPE, SNOWPLOW_SIDE_CHANNELS } from './snowplow-shared.ts';

/** Recorded with 4.8.0, over all its calls; see fixtures/decode/snowplow. */
export const snowplowNodeTracker: SdkEntry = {
  package: '@snowplow/node-tracker',
  versions: '^4.8.0',
  runtime: 'node',
  protocol: 'snowplow',
  automatic: SNOWPLOW_ENVELOPE,
  sideChannels: SNOWPLOW_SIDE_CHANNELS,
  snippet: (gateway) => `import { newTracker } from '@snowplow/node-tracker';

const tracker = newTracker(
  { namespace: 'server', appId: 'YOUR_WRITE_KEY' },
  { endpoint: '${gateway}' },
);`,
  notes: [
    'The app id is the write key. Where an app id is to stay as it is, give the key in customHeaders: { Authorization: "Bearer YOUR_WRITE_KEY" }.',
    'Leave postPath as it is: the gateway answers at /com.snowplowanalytics.snowplow/tp2, and at /i with eventMethod "get".',
    'retryStatusCodes must not name 400, 401, 403 or 422: the tracker would send a batch again for ever that can never be taken.',
    'It adds nothing of the machine it runs on; address, user agent and ids come from the app’s own calls.',
  ],
};
