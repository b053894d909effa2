/** Events as messages of the Segment spec, in one batch with a write key: what Segment and RudderStack have in common. */
import type { CleanEvent, JsonObject } from '../event.ts';
import { basicCredentials } from './read-answer.ts';
import type { VendorUrl } from './settings.ts';
import type { Omission, VendorRequest } from './vendor.ts';

export interface SpecSettings {
  readonly url: VendorUrl;
  readonly writeKey: string;
}

/** What both vendors' own SDKs hold an event to. */
const EVENT_BYTES_MAX = 32 * 1024;

/** The largest time that has an ISO 8601 text here (https://tc39.es/ecma262/#sec-time-values-and-time-range). */
const TIME_MS_MAX = 8.64e15;

/** An alias joins two ids and has no body. */
const ALIAS: Omission = { omits: (path) => path.startsWith('properties.') };

/** The spec has traits that are set, and no other way to change a profile. */
export function acceptsCall({ call, operation }: Pick<CleanEvent, 'call' | 'operation'>): boolean {
  return (call !== 'identify' && call !== 'group') || operation === 'set' || operation === 'set_once';
}

/** What the spec has no place for. */
export function omissionOf({ call }: Pick<CleanEvent, 'call'>): Omission | null {
  return call === 'alias' ? ALIAS : null;
}

/** Whether the event has a form, a time that can be written, and the ids without which the vendor throws it away. */
export function isComplete(event: CleanEvent): boolean {
  if (!acceptsCall(event) || !(Math.abs(event.time) <= TIME_MS_MAX)) return false;
  if (event.call === 'alias') return event.userId !== null && event.previousId !== null;
  return event.userId !== null || event.anonymousId !== null;
}

/** Type, id, time and the ids that the event has. `timestamp` is final: without `sentAt` nobody corrects it by our clock. */
export function headOf(event: CleanEvent): JsonObject {
  const { userId, anonymousId, groupId, previousId } = event;
  return {
    type: event.call,
    messageId: event.id,
    timestamp: new Date(event.time).toISOString(),
    ...(userId === null ? {} : { userId }),
    ...(anonymousId === null ? {} : { anonymousId }),
    ...(groupId === null ? {} : { groupId }),
    ...(previousId === null ? {} : { previousId }),
  };
}

/** Name and properties or traits, by the call. */
export function bodyOf(event: CleanEvent): JsonObject {
  switch (event.call) {
    case 'track':
      return { event: event.name, properties: event.properties };
    case 'page':
    case 'screen':
      return { name: event.name, ...categoryOf(event.properties), properties: event.properties };
    case 'identify':
    case 'group':
      return { traits: event.properties };
    case 'alias':
      return {};
  }
}

/** The SDKs name the category of a page in both places, and destinations look into either. */
function categoryOf(properties: JsonObject): JsonObject {
  const category = Object.hasOwn(properties, 'category') ? properties['category'] : undefined;
  return typeof category === 'string' ? { category } : {};
}

export interface SpecBatch {
  readonly settings: SpecSettings;
  /** Beside the content type and the credentials. */
  readonly headers: Readonly<Record<string, string>>;
  readonly gzip: boolean;
  /** Null for an event that cannot be sent. */
  readonly messageOf: (event: CleanEvent) => JsonObject | null;
}

/** One request with every event that can be sent; none where there is no such event. One over 32 KB would take its batch down with it. */
export function batchRequests(events: readonly CleanEvent[], batch: SpecBatch): readonly VendorRequest[] {
  const { url, writeKey } = batch.settings;
  const carries: number[] = [];
  const messages: string[] = [];
  events.forEach((event, position) => {
    const message = batch.messageOf(event);
    const text = message === null ? null : JSON.stringify(message);
    if (text === null || !fits(text)) return;
    carries.push(position);
    messages.push(text);
  });
  if (carries.length === 0) return [];
  const authorization = basicCredentials(writeKey, '');
  return [
    {
      method: 'POST',
      url: `${url.base}/v1/batch`,
      headers: { 'content-type': 'application/json', authorization, ...batch.headers },
      body: `{"batch":[${messages.join(',')}]}`,
      gzip: batch.gzip,
      carries,
    },
  ];
}

function fits(message: string): boolean {
  // UTF-8 takes at most three bytes for each UTF-16 unit, so most messages need not be encoded to know.
  if (message.length * 3 <= EVENT_BYTES_MAX) return true;
  return message.length <= EVENT_BYTES_MAX && new TextEncoder().encode(message).length <= EVENT_BYTES_MAX;
}
