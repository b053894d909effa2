/** Segment's messages, as its S3 destination stores them (https://segment.com/docs/connections/storage/catalog/aws-s3/). */
import { firstOf } from './dialect.ts';
import type { Dialect } from './dialect.ts';

const CALLS: ReadonlySet<unknown> = new Set(['track', 'identify', 'page', 'screen', 'group', 'alias']);

export const segment: Dialect = {
  id: 'segment',
  is: (event) =>
    CALLS.has(event['type']) && ('messageId' in event || 'anonymousId' in event || 'userId' in event),
  name: (event) => (event['type'] === 'track' ? event['event'] : event['type']),
  time: (event) => firstOf(event, ['timestamp', 'originalTimestamp', 'sentAt', 'receivedAt']),
};
