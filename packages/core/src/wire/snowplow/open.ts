/**
 * Snowplow's containers: a `payload_data` envelope of flat payloads, one payload in a query, or one self-describing JSON at the
 * Iglu webhook. Payloads hide JSON in text, plain or in base64; all of it is undone here, within the same limit of depth,
 * so that nothing downstream meets a value in a wrapping.
 */
import { isJsonArray, isJsonObject } from '../../event.ts';
import type { Json, JsonObject } from '../../event.ts';
import { parseJson } from '../parse-json.ts';
import { decodeBase64, readBasicUser, readId, setOwn } from '../read-value.ts';
import type { Opened, Refusal, WireLimits, WireRequest } from '../wire.ts';
import { isSession } from './entities.ts';
import { readSelfDescribing, SNOWPLOW_VENDOR } from './schema.ts';

type Listed =
  | { readonly kind: 'listed'; readonly messages: readonly Json[] }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** What the envelope's schema begins with; every version of it has the same shape. */
const ENVELOPE = `iglu:${SNOWPLOW_VENDOR}/payload_data/jsonschema/1-`;
/** Words that hold JSON in text: [plain, in base64]. */
const EVENT_TEXTS = ['ue_pr', 'ue_px'] as const;
const CONTEXT_TEXTS = ['co', 'cx'] as const;
const TEXTS: ReadonlySet<string> = new Set([...EVENT_TEXTS, ...CONTEXT_TEXTS]);
/** As the key the app id says which source this is, and is no part of the event. */
const TEXTS_AND_APP_ID: ReadonlySet<string> = new Set([...TEXTS, 'aid']);
/** Query words that are the payload's own at the Iglu webhook; the others are the event's data (snowplow/enrich, `IgluAdapter`). */
const WEBHOOK_WORDS: ReadonlySet<string> = new Set(['nuid', 'aid', 'cv', 'eid', 'ttm', 'url', 'p']);

/** Words that name a person, a device, a session or an address. */
const IDENTIFYING_WORDS: readonly string[] = ['uid', 'duid', 'sid', 'nuid', 'tnuid', 'ip'];

/**
 * Opens a request of a tracker into messages `{ words, event, contexts }`: the payload's flat words, its self-describing event
 * and its entities. Those whose hidden JSON is none, or too deep, are null, which `decode` counts as malformed.
 */
export function open(request: WireRequest, limits: WireLimits): Opened {
  const listed =
    request.method === 'GET'
      ? listOne(queryObject(request), limits.depthMax)
      : listEnvelope(request.body, limits);
  return listed.kind === 'refused' ? listed : finish(request, listed.messages);
}

/** Opens a request of the Iglu webhook: the schema in the query with the data in it or in the body, or both in the body. */
export function openWebhook(request: WireRequest, limits: WireLimits): Opened {
  const words: Record<string, Json> = {};
  const fields: Record<string, Json> = {};
  for (const [word, value] of request.query) {
    if (WEBHOOK_WORDS.has(word)) words[word] = value;
    else if (word !== 'schema') setOwn(fields, word, value);
  }
  const schema = request.query.get('schema');
  const bodies = request.method === 'GET' ? [fields] : listBodies(request.body, limits);
  if (!isJsonArray(bodies)) return bodies;
  const messages = bodies.map((body): Json => ({
    words: { tv: 'com.snowplowanalytics.iglu-v1', p: 'app', ...words, e: 'ue' },
    event: schema === undefined ? body : { schema, data: body },
  }));
  return finish(request, messages);
}

function listBodies(
  body: string,
  limits: WireLimits,
): readonly Json[] | { readonly kind: 'refused'; readonly refusal: Refusal } {
  const parsed = parseJson(body, limits.depthMax);
  if (parsed.kind === 'refused') return parsed;
  const bodies = isJsonArray(parsed.value) ? parsed.value : [parsed.value];
  return bodies.length > limits.eventsMax ? { kind: 'refused', refusal: 'too-many-events' } : bodies;
}

function listEnvelope(body: string, limits: WireLimits): Listed {
  const parsed = parseJson(body, limits.depthMax);
  if (parsed.kind === 'refused') return parsed;
  if (!isJsonObject(parsed.value)) return { kind: 'refused', refusal: 'bad-shape' };
  const { schema, data } = parsed.value;
  if (typeof schema !== 'string' || !schema.startsWith(ENVELOPE) || !isJsonArray(data)) {
    return { kind: 'refused', refusal: 'bad-shape' };
  }
  if (data.length > limits.eventsMax) return { kind: 'refused', refusal: 'too-many-events' };
  return { kind: 'listed', messages: data.map((payload) => unpack(payload, limits.depthMax)) };
}

function listOne(payload: JsonObject, depthMax: number): Listed {
  return { kind: 'listed', messages: [unpack(payload, depthMax)] };
}

function queryObject(request: WireRequest): JsonObject {
  const payload: Record<string, Json> = {};
  for (const [word, value] of request.query) setOwn(payload, word, value);
  return payload;
}

/** The words are the whole payload until `finish` knows what of it is none of the event's. */
function unpack(payload: Json, depthMax: number): Json {
  if (!isJsonObject(payload)) return null;
  const event = unwrap(payload, EVENT_TEXTS, depthMax);
  const contexts = unwrap(payload, CONTEXT_TEXTS, depthMax);
  if (event === undefined || contexts === undefined) return null;
  return { words: payload, event, contexts };
}

/** The `data` of the self-describing container that the text holds; null where there is no text, undefined where it holds none. */
function unwrap(
  payload: JsonObject,
  [plain, encoded]: readonly [string, string],
  depthMax: number,
): Json | undefined {
  const text = readText(payload[plain]) ?? decodeText(payload[encoded]);
  if (text === null) return undefined;
  if (text === '') return null;
  const parsed = parseJson(text, depthMax);
  if (parsed.kind === 'refused' || !isJsonObject(parsed.value)) return undefined;
  return parsed.value['data'];
}

/** Empty where there is none; null where it is no text or no base64. */
function decodeText(value: Json | undefined): string | null {
  if (value === undefined) return '';
  return typeof value === 'string' ? decodeBase64(value) : null;
}

function readText(value: Json | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/**
 * Finds the key: the sender's credentials, or else the first app id, which is what a Snowplow tracker has. A message with another
 * app id than that is replaced by null: it would otherwise be booked on a source that its sender did not name.
 *
 * `SP-Anonymous` asks a collector not to add the sender's address and a network user id of its own making (stream-collector
 * 3.4.0, `Service`). Nothing here ever adds either; but who asks not to be known is not known by what the payload says either.
 */
function finish(request: WireRequest, messages: readonly Json[]): Opened {
  const key = readCredentials(request.headers['authorization']);
  const appId = key === null ? firstAppId(messages) : null;
  const isAnonymous = request.headers['sp-anonymous'] !== undefined;
  const taken = new Set([
    ...(appId === null ? TEXTS : TEXTS_AND_APP_ID),
    ...(isAnonymous ? IDENTIFYING_WORDS : []),
  ]);
  return {
    kind: 'opened',
    key: key ?? appId,
    messages: messages.map((message) =>
      appId === null || (appIdOf(message) ?? appId) === appId
        ? withoutWords(isAnonymous ? anonymous(message) : message, taken)
        : null,
    ),
  };
}

/** Without its session, and marked for `decode`, since an event can name a person in its data as well. */
function anonymous(message: Json): Json {
  if (!isJsonObject(message)) return message;
  const { contexts = null } = message;
  return {
    ...message,
    contexts: isJsonArray(contexts) ? contexts.filter(isNoSession) : contexts,
    anonymous: true,
  };
}

function isNoSession(entity: Json): boolean {
  const read = readSelfDescribing(entity);
  return read === null || !isSession(read);
}

function withoutWords(message: Json, taken: ReadonlySet<string>): Json {
  if (!isJsonObject(message) || !isJsonObject(message['words'])) return message;
  return { ...message, words: without(message['words'], taken) };
}

/** `customHeaders` of the trackers can carry Basic (RFC 7617) or Bearer (RFC 6750) credentials. */
function readCredentials(authorization: string | undefined): string | null {
  const [, token] = /^bearer +(\S+) *$/i.exec(authorization ?? '') ?? [];
  return token ?? readBasicUser(authorization);
}

function firstAppId(messages: readonly Json[]): string | null {
  for (const message of messages) {
    const appId = appIdOf(message);
    if (appId !== null) return appId;
  }
  return null;
}

function appIdOf(message: Json): string | null {
  if (!isJsonObject(message)) return null;
  const words = message['words'];
  return isJsonObject(words) ? readId(words['aid']) : null;
}

function without(object: JsonObject, names: ReadonlySet<string>): JsonObject {
  const rest: Record<string, Json> = {};
  for (const name of Object.keys(object)) {
    const value = object[name];
    if (value !== undefined && !names.has(name)) setOwn(rest, name, value);
  }
  return rest;
}
