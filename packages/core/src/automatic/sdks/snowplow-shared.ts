/** What Snowplow's trackers have in common (@snowplow/tracker-core 4.10.1). */
import type { AutomaticField, SideChannel } from '../catalogue.ts';

/** Around every event of every tracker. */
export const SNOWPLOW_ENVELOPE: readonly AutomaticField[] = [
  { wire: 'aid', becomes: 'key', category: 'system.authentication' },
  { wire: 'e', becomes: 'context.snowplow.e', category: 'system.operations' },
  { wire: 'eid', becomes: 'id', category: 'system.operations' },
  { wire: 'dtm', becomes: 'time', category: 'user.telemetry' },
  { wire: 'stm', becomes: null, category: 'user.telemetry' },
  { wire: 'p', becomes: 'context.channel', readAs: '`srv` is `server`, `mob` is `mobile`' },
  // One word of two: `js-4.10.1`.
  { wire: 'tv', becomes: 'context.library.name' },
  { wire: 'tv', becomes: 'context.library.version' },
];

/** None is on unless the app asks for it. */
export const SNOWPLOW_SIDE_CHANNELS: readonly SideChannel[] = [
  {
    asks: 'the address given as cookieExtensionService, or idService by its old name',
    what: 'identity',
    treatment: 'elsewhere',
    option: 'cookieExtensionService left out, and idService',
  },
];
