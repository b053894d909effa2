/** Self-describing JSON, Snowplow's unit of data: `{"schema":"iglu:vendor/name/format/model-revision-addition","data":…}`. */
import { isJsonObject } from '../../event.ts';
import type { Json, JsonObject } from '../../event.ts';

/** The vendor of Snowplow's own events and entities, which bucket names leave out. */
export const SNOWPLOW_VENDOR = 'com.snowplowanalytics.snowplow';

/** The containers of the tracker protocol, in the versions that @snowplow/tracker-core 4.10.1 sends. */
export const PAYLOAD_DATA = `iglu:${SNOWPLOW_VENDOR}/payload_data/jsonschema/1-0-4`;
export const UNSTRUCT_EVENT = `iglu:${SNOWPLOW_VENDOR}/unstruct_event/jsonschema/1-0-0`;
export const CONTEXTS = `iglu:${SNOWPLOW_VENDOR}/contexts/jsonschema/1-0-0`;

/** A schema URI taken apart. `model` is the first number of the version: data of one model is compatible. */
export interface SchemaName {
  readonly vendor: string;
  readonly name: string;
  readonly model: string;
}

/** A schema URI, whole and taken apart. */
export interface Schema {
  readonly schema: string;
  readonly name: SchemaName;
}

/** A value that is an object with a valid schema URI. `data` is not looked at. */
export interface SelfDescribing extends Schema {
  readonly data: Json;
}

/** https://docs.snowplow.io/docs/fundamentals/schemas/#iglu; the length is a bound of ours. */
const URI = /^iglu:([\w.-]+)\/([\w-]+)\/[\w-]+\/(\d{1,9})-\d{1,9}-\d{1,9}$/;
const URI_LENGTH_MAX = 512;
/** Longer names cannot be planned. */
const BUCKET_LENGTH_MAX = 64;

/** Takes a schema URI apart; null when it is none. */
export function parseSchema(uri: Json | undefined): SchemaName | null {
  if (typeof uri !== 'string' || uri.length > URI_LENGTH_MAX) return null;
  const [, vendor, name, model] = URI.exec(uri) ?? [];
  if (vendor === undefined || name === undefined || model === undefined) return null;
  return { vendor, name, model };
}

/** Reads a self-describing JSON; null when the value is none. Members beside `schema` and `data` have no meaning. */
export function readSelfDescribing(value: Json | undefined): SelfDescribing | null {
  if (!isJsonObject(value)) return null;
  const { schema, data } = value;
  const name = parseSchema(schema);
  if (name === null || typeof schema !== 'string' || data === undefined) return null;
  return { schema, name, data };
}

/** Whether it is the schema of a screen that was seen, of the web trackers or of the mobile ones. */
export function isScreenView({ vendor, name }: SchemaName): boolean {
  return name === 'screen_view' && (vendor === SNOWPLOW_VENDOR || vendor === 'com.snowplowanalytics.mobile');
}

/** Whether it is Snowplow's own schema for the traits of a person. */
export function isIdentify({ vendor, name }: SchemaName): boolean {
  return name === 'identify' && vendor === SNOWPLOW_VENDOR;
}

/** The JSON again. */
export function selfDescribing(schema: string, data: Json): JsonObject {
  return { schema, data };
}

/**
 * The field of `context.snowplow.contexts` that holds entities of this schema: `web_page_1`, `com_acme_product_2`. Named as
 * Snowplow names its warehouse columns, so that a plan can. Two schemas may share a name: each entity keeps its own URI.
 */
export function bucketOf({ vendor, name, model }: SchemaName): string {
  const prefix = vendor === SNOWPLOW_VENDOR ? '' : `${vendor.replaceAll('.', '_')}_`;
  const ending = `_${model}`;
  return `${prefix}${name}`.slice(0, BUCKET_LENGTH_MAX - ending.length) + ending;
}
