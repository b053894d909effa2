/**
 * Segment's HTTP tracking API, `POST /v1/batch` (https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/):
 * at most 500 KB a batch and 32 KB an event, either one answered 400 as a whole; a userId or an anonymousId in every message.
 */
import type { CleanEvent, JsonObject } from '../../event.ts';
import { basicCredentials, readStatus } from '../read-answer.ts';
import { createSettingsReader } from '../settings.ts';
import type { VendorUrl } from '../settings.ts';
import type { Omission, Vendor } from '../vendor.ts';

export interface SegmentSettings {
  readonly url: VendorUrl;
  readonly writeKey: string;
}

/** What Segment's own SDK allows itself (@segment/analytics-node 3.1.0, lib/base-post-body and context-batch). */
const EVENT_BYTES_MAX = 32 * 1024;
const BATCH_BYTES_MAX = 480 * 1024;

/** The largest time that has an ISO 8601 text here (https://tc39.es/ecma262/#sec-time-values-and-time-range). */
const TIME_MS_MAX = 8.64e15;

/** Segment as a destination. An event over 32 KB is carried by no request, because it would take its batch down with it. */
export const segment: Vendor<SegmentSettings> = {
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
  /** Segment has traits that are set, and no other way to change a profile. */
  accepts: ({ call, operation }) =>
    (call !== 'identify' && call !== 'group') || operation === 'set' || operation === 'set_once',
  leavesOut: ({ call }) => (call === 'alias' ? ALIAS : null),
  toRequests: (events, settings) => {
    const carries: number[] = [];
    const messages: string[] = [];
    events.forEach((event, position) => {
      const message = isComplete(event) ? JSON.stringify(toMessage(event)) : null;
      if (message === null || !fits(message)) return;
      carries.push(position);
      messages.push(message);
    });
    if (carries.length === 0) return [];
    return [
      {
        method: 'POST',
        url: `${settings.url.base}/v1/batch`,
        headers: {
          'content-type': 'application/json',
          authorization: basicCredentials(settings.writeKey, ''),
        },
        body: `{"batch":[${messages.join(',')}]}`,
        gzip: false,
        carries,
      },
    ];
  },
  readAnswer: (answer, _request, tools) => readStatus(answer, tools.now),
};

/** An alias joins two ids and has no body. */
const ALIAS: Omission = { omits: (path) => path.startsWith('properties.') };

/** Segment answers 200 to messages without the ids they need and throws them away; better to know. */
function isComplete(event: CleanEvent): boolean {
  if (!segment.accepts(event) || !(Math.abs(event.time) <= TIME_MS_MAX)) return false;
  if (event.call === 'alias') return event.userId !== null && event.previousId !== null;
  if (event.call === 'group' && event.groupId === null) return false;
  return event.userId !== null || event.anonymousId !== null;
}

/** `timestamp` is final: without `sentAt` Segment does not correct it by our clock. */
function toMessage(event: CleanEvent): JsonObject {
  const { userId, anonymousId, groupId, previousId } = event;
  return {
    type: event.call,
    messageId: event.id,
    timestamp: new Date(event.time).toISOString(),
    ...(userId === null ? {} : { userId }),
    ...(anonymousId === null ? {} : { anonymousId }),
    ...(groupId === null ? {} : { groupId }),
    ...(previousId === null ? {} : { previousId }),
    ...bodyOf(event),
    context: event.context,
  };
}

function bodyOf(event: CleanEvent): JsonObject {
  switch (event.call) {
    case 'track':
      return { event: event.name, properties: event.properties };
    case 'page':
    case 'screen':
      return { name: event.name, properties: event.properties };
    case 'identify':
    case 'group':
      return { traits: event.properties };
    case 'alias':
      return {};
  }
}

function fits(message: string): boolean {
  // UTF-8 takes at most three bytes for each UTF-16 unit, so most messages need not be encoded to know.
  if (message.length * 3 <= EVENT_BYTES_MAX) return true;
  return message.length <= EVENT_BYTES_MAX && new TextEncoder().encode(message).length <= EVENT_BYTES_MAX;
}
