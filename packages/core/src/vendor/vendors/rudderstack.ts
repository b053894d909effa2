/**
 * RudderStack's data plane, `POST /v1/batch` (https://www.rudderstack.com/docs/api/http-api/): a userId or an anonymousId in
 * every message, or the batch is refused as a whole; 32 KB an event.
 */
import { isJsonObject } from '../../event.ts';
import type { CleanEvent, Json, JsonObject } from '../../event.ts';
import { readStatus } from '../read-answer.ts';
import { createSettingsReader } from '../settings.ts';
import { acceptsCall, batchRequests, bodyOf, headOf, isComplete, omissionOf } from '../spec-batch.ts';
import type { SpecSettings } from '../spec-batch.ts';
import type { Vendor } from '../vendor.ts';

/** At which the SDK sends what it has ("500kb is the API limit"; @rudderstack/rudder-sdk-node 3.0.13, index.js). */
const BATCH_BYTES_MAX = 450 * 1024;

/**
 * The data plane hands requests with equal headers of this name to one worker, which keeps them in order, and others to any
 * (rudder-server, gateway/handle.go). A batch is of many devices, so it names none.
 */
const IN_ORDER = { anonymousid: btoa('headgate') };

/** RudderStack as a destination. There is no address to assume: every data plane has its own. */
export const rudderstack: Vendor<SpecSettings> = {
  kind: 'rudderstack',
  batch: { eventsMax: 1000, bytesMax: BATCH_BYTES_MAX },
  secrets: ['write_key'],
  parseSettings: (written, file) => {
    const reader = createSettingsReader(written, file, ['url', 'write_key']);
    return reader.finish({ url: reader.url('url'), writeKey: reader.text('write_key') });
  },
  hosts: (settings) => [settings.url.host],
  accepts: acceptsCall,
  leavesOut: omissionOf,
  toRequests: (events, settings) =>
    batchRequests(events, { settings, headers: IN_ORDER, gzip: true, messageOf: toMessage }),
  /** 404 means that the source is switched off (gateway/response/response.go): a matter of configuration, so the events are kept. */
  readAnswer: (answer, _request, tools) =>
    answer.status === 404 ? { kind: 'unauthorised' } : readStatus(answer, tools.now),
};

/**
 * Without `originalTimestamp` the data plane would take the time of our request for it, and without `request_ip` our address,
 * by which it and its destinations would locate the person.
 */
function toMessage(event: CleanEvent): JsonObject | null {
  if (!isComplete(event)) return null;
  const head = headOf(event);
  const { ip } = event.context;
  const { context, beside } = contextOf(event.context);
  return {
    ...head,
    originalTimestamp: head['timestamp'] ?? null,
    channel: 'server',
    ...beside,
    request_ip: typeof ip === 'string' ? ip : '',
    ...(event.call === 'identify' ? personOf(event, context) : { ...bodyOf(event), context }),
  };
}

/** The traits of a person belong in the context. Where the plan lets both through, each keeps its own place. */
function personOf(event: CleanEvent, context: JsonObject): JsonObject {
  if (Object.hasOwn(context, 'traits')) return { traits: event.properties, context };
  return { context: { ...context, traits: event.properties } };
}

interface Parted {
  readonly context: JsonObject;
  /** Words that stand beside the context. */
  readonly beside: JsonObject;
}

/** The address stays in the context as well, where destinations look for it. */
function contextOf(given: JsonObject): Parted {
  const { channel, rudderstack: own, ...rest } = given;
  const beside: Record<string, Json> = {};
  const kept: Record<string, Json> = { ...rest };
  if (typeof channel === 'string') beside['channel'] = channel;
  else if (channel !== undefined) kept['channel'] = channel;
  if (isJsonObject(own)) {
    const { rudderId, ...others } = own;
    if (rudderId !== undefined) beside['rudderId'] = rudderId;
    if (Object.keys(others).length > 0) kept['rudderstack'] = others;
  } else if (own !== undefined) kept['rudderstack'] = own;
  return { context: withView(withSession(kept)), beside };
}

/** A session's id is a number here where it can be one; a pseudonym cannot. */
function withSession(context: JsonObject): JsonObject {
  const { sessionId } = context;
  const isNumber = typeof sessionId === 'string' && /^[1-9]\d{0,14}$/.test(sessionId);
  return isNumber ? { ...context, sessionId: Number(sessionId) } : context;
}

/** The id of a page view goes back to where the SDK writes it. */
function withView(context: JsonObject): JsonObject {
  const { page } = context;
  if (!isJsonObject(page) || typeof page['view_id'] !== 'string') return context;
  if (Object.hasOwn(context, 'autoTrack')) return context;
  const { view_id: pageViewId, ...rest } = page;
  const { page: _page, ...others } = context;
  const autoTrack = { page: { pageViewId: pageViewId ?? null } };
  return Object.keys(rest).length === 0 ? { ...others, autoTrack } : { ...others, page: rest, autoTrack };
}
