/**
 * Segment's HTTP tracking API, `POST /v1/batch` (https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/):
 * at most 500 KB a batch and 32 KB an event, either one answered 400 as a whole; a userId or an anonymousId in every message.
 */
import type { CleanEvent, JsonObject } from '../../event.ts';
import { readStatus } from '../read-answer.ts';
import { createSettingsReader } from '../settings.ts';
import { acceptsCall, batchRequests, bodyOf, headOf, isComplete, omissionOf } from '../spec-batch.ts';
import type { SpecSettings } from '../spec-batch.ts';
import type { Vendor } from '../vendor.ts';

/** What Segment's own SDK allows itself (@segment/analytics-node 3.1.0, lib/base-post-body and context-batch). */
const BATCH_BYTES_MAX = 480 * 1024;

/** Segment as a destination. An event over 32 KB is carried by no request, because it would take its batch down with it. */
export const segment: Vendor<SpecSettings> = {
  kind: 'segment',
  batch: { eventsMax: 1000, bytesMax: BATCH_BYTES_MAX },
  secrets: ['write_key'],
  parseSettings: (written, file) => {
    const reader = createSettingsReader(written, file, ['url', 'write_key']);
    return reader.finish({
      url: reader.url('url', { fallback: 'https://api.segment.io' }),
      writeKey: reader.text('write_key'),
    });
  },
  hosts: (settings) => [settings.url.host],
  accepts: acceptsCall,
  leavesOut: omissionOf,
  toRequests: (events, settings) =>
    batchRequests(events, { settings, headers: {}, gzip: false, messageOf: toMessage }),
  readAnswer: (answer, _request, tools) => readStatus(answer, tools.now),
};

/** Segment answers 200 to messages without the ids they need and throws them away; better to know. */
function toMessage(event: CleanEvent): JsonObject | null {
  if (!isComplete(event) || (event.call === 'group' && event.groupId === null)) return null;
  return { ...headOf(event), ...bodyOf(event), context: event.context };
}
