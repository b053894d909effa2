/**
 * The three content modes of the HTTP binding (§3.1 to §3.3). Whatever the mode, a message is an event in the JSON format
 * (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md), with JSON that came as bytes read.
 */
import { isJsonArray, isJsonObject } from '../../event.ts';
import type { Json, JsonObject } from '../../event.ts';
import { parseJson } from '../parse-json.ts';
import { decodeBase64, readBasicUser, readId } from '../read-value.ts';
import type { Opened, Refusal, WireLimits, WireRequest } from '../wire.ts';
import { hasAttributes, readAttributes } from './attributes.ts';

type Read<T> =
  { readonly kind: 'read'; readonly value: T } | { readonly kind: 'refused'; readonly refusal: Refusal };

/** Opens one event, with its attributes in the headers or beside its data, or a batch. */
export function open(request: WireRequest, limits: WireLimits): Opened {
  const messages = isBinaryMode(request.headers)
    ? readBinary(request, limits)
    : readStructured(request, limits);
  if (messages.kind === 'refused') return messages;
  if (messages.value.length > limits.eventsMax) return { kind: 'refused', refusal: 'too-many-events' };
  return { kind: 'opened', key: keyOf(request), messages: messages.value };
}

/** A bearer token or the parameter `access_token` (HTTP Web Hooks for Event Delivery 1.0.2 §3), or the user name of Basic. */
function keyOf({ headers, query }: WireRequest): string | null {
  const authorization = headers['authorization'];
  const bearer = /^bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
  return bearer ?? readBasicUser(authorization) ?? readId(query.get('access_token'));
}

/** Attributes may also come along as headers in the structured modes, which name their format (§3, §3.2.3). */
function isBinaryMode(headers: WireRequest['headers']): boolean {
  return !mediaTypeOf(headers).startsWith('application/cloudevents') && hasAttributes(headers);
}

function mediaTypeOf(headers: WireRequest['headers']): string {
  return (headers['content-type'] ?? '').trim().toLowerCase();
}

/** One event or a list of them, told apart by their JSON. */
function readStructured(request: WireRequest, limits: WireLimits): Read<readonly Json[]> {
  const text = decodeUtf8(request.bytes);
  if (text === null) return { kind: 'refused', refusal: 'bad-encoding' };
  const parsed = parseJson(text, limits.depthMax);
  if (parsed.kind === 'refused') return parsed;
  const written = isJsonObject(parsed.value) ? [parsed.value] : parsed.value;
  if (!isJsonArray(written)) return { kind: 'refused', refusal: 'bad-shape' };
  if (written.length > limits.eventsMax) return { kind: 'refused', refusal: 'too-many-events' };
  const messages: Json[] = [];
  for (const message of written) {
    const opened = isJsonObject(message)
      ? withDataRead(message, limits)
      : ({ kind: 'read', value: message } as const);
    if (opened.kind === 'refused') return opened;
    messages.push(opened.value);
  }
  return { kind: 'read', value: messages };
}

/** `data_base64` that holds JSON becomes `data`; other bytes stay as they are. */
function withDataRead(message: JsonObject, limits: WireLimits): Read<JsonObject> {
  const encoded = message['data_base64'];
  if (typeof encoded !== 'string' || message['data'] !== undefined) return { kind: 'read', value: message };
  const text = decodeBase64(encoded);
  if (text === null || !/^\s*[[{]/.test(text)) return { kind: 'read', value: message };
  const parsed = parseJson(text, limits.depthMax - 1);
  if (parsed.kind === 'refused') {
    return parsed.refusal === 'too-deep' ? parsed : { kind: 'read', value: message };
  }
  const { data_base64: _, ...rest } = message;
  return { kind: 'read', value: { ...rest, data: parsed.value } };
}

/** An event whose attributes cannot be read is null, for `decode` to count. */
function readBinary(request: WireRequest, limits: WireLimits): Read<readonly Json[]> {
  const attributes = readAttributes(request.headers);
  if (attributes === null) return { kind: 'read', value: [null] };
  const data = readBody(request, limits);
  if (data.kind === 'refused') return data;
  const datacontenttype = request.headers['content-type'];
  const typed = datacontenttype === undefined ? attributes : { ...attributes, datacontenttype };
  return { kind: 'read', value: [{ ...typed, ...data.value }] };
}

/**
 * The body as `data`, where it is JSON or text. Other bytes are shown by an empty `data_base64`: nobody looks at them.
 */
function readBody(request: WireRequest, limits: WireLimits): Read<JsonObject> {
  if (request.bytes.length === 0) return { kind: 'read', value: {} };
  const mediaType = mediaTypeOf(request.headers);
  const isText = mediaType.startsWith('text/');
  if (!isText && mediaType !== '' && !/^[^;]*[/+]json\s*(?:;|$)/.test(mediaType)) {
    return { kind: 'read', value: { data_base64: '' } };
  }
  const text = decodeUtf8(request.bytes);
  if (text === null) return { kind: 'refused', refusal: 'bad-encoding' };
  if (isText) return { kind: 'read', value: { data: text } };
  const parsed = parseJson(text, limits.depthMax - 1);
  if (parsed.kind === 'parsed') return { kind: 'read', value: { data: parsed.value } };
  // cloudevents 10.0.0 writes a text without its quotes even where it says JSON (message/http/index.js, `binary`).
  const isBareText = parsed.refusal === 'bad-json' && !/^\s*[[{"]/.test(text);
  return isBareText ? { kind: 'read', value: { data: text } } : parsed;
}

function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
