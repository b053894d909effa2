/** Amplitude's export, one event a line in gzip files of a zip archive (https://amplitude.com/docs/apis/analytics/export). */
import { firstOf } from './dialect.ts';
import type { Dialect } from './dialect.ts';

export const amplitude: Dialect = {
  id: 'amplitude',
  is: (event) =>
    typeof event['event_type'] === 'string' &&
    ('event_properties' in event || 'amplitude_id' in event || 'user_properties' in event),
  name: (event) => event['event_type'],
  time: (event) => firstOf(event, ['event_time', 'client_event_time', 'time', 'server_upload_time']),
};
