/** Mixpanel's raw export, one event a line (https://developer.mixpanel.com/reference/raw-event-export). */
import { isJsonObject } from '@headgate/core/inspect';
import type { Dialect } from './dialect.ts';

export const mixpanel: Dialect = {
  id: 'mixpanel',
  is: ({ event, properties }) =>
    typeof event === 'string' &&
    isJsonObject(properties) &&
    ('distinct_id' in properties || '$insert_id' in properties || 'mp_lib' in properties),
  name: ({ event }) => event,
  time: ({ properties }) => (isJsonObject(properties) ? properties['time'] : undefined),
};
