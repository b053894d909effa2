/** Snowplow's enriched events, once their columns have names. */
import { firstOf } from './dialect.ts';
import type { Dialect } from './dialect.ts';

export const snowplow: Dialect = {
  id: 'snowplow',
  is: (event) => 'collector_tstamp' in event && 'event_id' in event,
  name: (event) => firstOf(event, ['event_name', 'event']),
  time: (event) => firstOf(event, ['derived_tstamp', 'collector_tstamp']),
};
