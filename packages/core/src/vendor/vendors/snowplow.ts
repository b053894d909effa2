/**
 * A Snowplow collector: `POST /com.snowplowanalytics.snowplow/tp2`
 * (https://docs.snowplow.io/docs/sources/trackers/snowplow-tracker-protocol/). The collector looks at nothing but the size;
 * enrichment, later, refuses events of schemas that the pipeline's Iglu registries do not have, and a whole request for one
 * word that is not of `payload_data` (iglu-central), so no other word is ever sent.
 *
 * Events that no Snowplow tracker sent are self-describing under the settings' vendor: `iglu:<schema_vendor>/<event name>/
 * jsonschema/<schema_version>`, besides `screen`, `identify`, `group` and `alias`, and `headgate_context` for what has no word.
 */
import type { CleanEvent, JsonObject } from '../../event.ts';
import { CONTEXTS, PAYLOAD_DATA, selfDescribing, UNSTRUCT_EVENT } from '../../wire/snowplow/schema.ts';
import { REST_ENTITY } from '../../wire/snowplow/words.ts';
import { readStatus } from '../read-answer.ts';
import { createSettingsReader } from '../settings.ts';
import type { VendorUrl } from '../settings.ts';
import { uuidOf } from '../uuid-of.ts';
import type { Vendor } from '../vendor.ts';
import { ownSchema, toSnowplowEvent } from './snowplow-events.ts';
import type { SchemaSettings } from './snowplow-events.ts';
import { tellContext } from './snowplow-words.ts';

export interface SnowplowSettings extends SchemaSettings {
  readonly url: VendorUrl;
  /** Sent as `aid`, unless the event's own is planned. */
  readonly appId: string;
  readonly postPath: string;
}

/** What the streams behind most collectors take of one event, less the collector's own frame (stream-collector 3.4.0, `SplitBatch`). */
const EVENT_BYTES_MAX = 900_000;

/** The words that `payload_data` requires, where the plan gives none. */
const TRACKER = 'headgate';
const PLATFORM = 'srv';

/** Everything the plan allows is sent: what has no word goes to an entity. */
export const snowplow: Vendor<SnowplowSettings> = {
  kind: 'snowplow',
  /** A collector refuses more than 1 MB; JSON in text takes up to twice its size, and each event some 300 bytes of frame. */
  batch: { eventsMax: 500, bytesMax: 400_000 },
  secrets: [],
  parseSettings: (written, file) => {
    const known = ['url', 'app_id', 'schema_vendor', 'schema_version', 'post_path'];
    const reader = createSettingsReader(written, file, known);
    return reader.finish({
      url: reader.url('url'),
      appId: reader.text('app_id', { pattern: /^.{1,255}$/s, shape: 'at most 255 characters' }),
      schemaVendor: reader.text('schema_vendor', {
        pattern: /^[\w-]{1,64}(?:\.[\w-]{1,64}){1,8}$/,
        shape: 'the vendor of your Iglu schemas, like com.example',
      }),
      schemaVersion: reader.text('schema_version', {
        fallback: '1-0-0',
        pattern: /^[1-9]\d{0,8}-\d{1,9}-\d{1,9}$/,
        shape: 'a version like 1-0-0',
      }),
      postPath: reader.text('post_path', {
        fallback: '/com.snowplowanalytics.snowplow/tp2',
        pattern: /^\/[\w.-]{1,128}\/[\w.-]{1,128}$/,
        shape: 'a path like /com.example/track',
      }),
    });
  },
  hosts: (settings) => [settings.url.host],
  accepts: () => true,
  leavesOut: () => null,
  /** An event that alone is over the limit is carried by no request: the collector would answer 200 and throw it away. */
  toRequests: (events, settings) => {
    const carries: number[] = [];
    const payloads: string[] = [];
    events.forEach((event, position) => {
      const payload = JSON.stringify(payloadOf(event, settings));
      if (!fits(payload)) return;
      carries.push(position);
      payloads.push(payload);
    });
    if (carries.length === 0) return [];
    return [
      {
        method: 'POST',
        url: `${settings.url.base}${settings.postPath}`,
        headers: HEADERS,
        body: `{"schema":"${PAYLOAD_DATA}","data":[${payloads.join(',')}]}`,
        gzip: false,
        carries,
      },
    ];
  },
  readAnswer: (answer, _request, tools) => readStatus(answer, tools.now),
};

/**
 * `SP-Anonymous` keeps the collector from recording our address as the sender's and from making up a network user id for
 * each request (stream-collector 3.4.0, `Service`). The planned `ip` and `nuid` are in the payload, and count.
 * A pipeline whose PII enrichment has `anonymousOnly` set takes all of these events for anonymous ones.
 */
const HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'application/json; charset=UTF-8',
  'sp-anonymous': '*',
};

/** Both times are the event's: `ttm` alone counts in the end, but session models read `dtm`. */
function payloadOf(event: CleanEvent, settings: SnowplowSettings): JsonObject {
  const told = tellContext(event.context, event.anonymousId);
  const { e, words, described, entities, rest } = toSnowplowEvent(event, told, settings);
  const time = String(Math.round(event.time));
  return {
    p: PLATFORM,
    tv: TRACKER,
    aid: settings.appId,
    dtm: time,
    ...Object.fromEntries(told.words),
    ...Object.fromEntries(words),
    e,
    eid: uuidOf(event.id),
    ttm: time,
    ...(event.userId === null ? {} : { uid: event.userId }),
    ...(event.anonymousId === null ? {} : { duid: event.anonymousId }),
    ...(described === null ? {} : { ue_pr: JSON.stringify(selfDescribing(UNSTRUCT_EVENT, described)) }),
    ...contextsOf([
      ...told.entities,
      ...entities,
      ...restOf({ ...rest, ...contextRest(told.rest) }, settings),
    ]),
  };
}

function contextsOf(entities: readonly JsonObject[]): JsonObject {
  return entities.length === 0 ? {} : { co: JSON.stringify(selfDescribing(CONTEXTS, entities)) };
}

function contextRest(context: JsonObject): JsonObject {
  return Object.keys(context).length === 0 ? {} : { context };
}

function restOf(rest: JsonObject, settings: SnowplowSettings): readonly JsonObject[] {
  return Object.keys(rest).length === 0 ? [] : [selfDescribing(ownSchema(REST_ENTITY, settings), rest)];
}

function fits(payload: string): boolean {
  // UTF-8 takes at most three bytes for each UTF-16 unit, so most payloads need not be encoded to know.
  if (payload.length * 3 <= EVENT_BYTES_MAX) return true;
  return payload.length <= EVENT_BYTES_MAX && new TextEncoder().encode(payload).length <= EVENT_BYTES_MAX;
}
