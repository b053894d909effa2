/**
 * Mixpanel's containers: `data=` in the query or in a form, holding base64 of JSON or JSON itself; or a body of JSON;
 * or of one JSON object a line. Told apart by their text alone: the SDKs' Content-Type is no guide.
 */
import { isJsonArray, isJsonObject } from '../../event.ts';
import type { Json } from '../../event.ts';
import { parseJson } from '../parse-json.ts';
import { decodeBase64, readBasicUser, readId } from '../read-value.ts';
import type { Opened, Refusal, WireLimits, WireRequest } from '../wire.ts';

type Unwrapped =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'refused'; readonly refusal: Refusal };
type Listed =
  | { readonly kind: 'listed'; readonly messages: readonly Json[] }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/**
 * Opens any Mixpanel request. The key is the first token that a message carries, else the user name of Basic.
 * A message with another token than that is replaced by null, which `decode` counts as malformed: it would otherwise
 * be booked on a source that its sender did not name.
 */
export function open(request: WireRequest, limits: WireLimits): Opened {
  const unwrapped = unwrap(request);
  if (unwrapped.kind === 'refused') return unwrapped;
  const listed = list(unwrapped.text, limits.depthMax);
  if (listed.kind === 'refused') return listed;
  const { messages } = listed;
  if (messages.length > limits.eventsMax) return { kind: 'refused', refusal: 'too-many-events' };
  const token = firstToken(messages);
  const key = token ?? readBasicUser(request.headers['authorization']);
  if (token === null) return { kind: 'opened', key, messages };
  const isForeign = (message: Json): boolean => (tokenOf(message) ?? token) !== token;
  return {
    kind: 'opened',
    key,
    messages: messages.some(isForeign) ? messages.map((each) => (isForeign(each) ? null : each)) : messages,
  };
}

/** Whether the events came as a `data` parameter, as the SDKs send them, and not as a body of JSON. */
export function hasDataParameter(request: WireRequest): boolean {
  return findFormData(request.body) !== null || request.query.has('data');
}

function unwrap(request: WireRequest): Unwrapped {
  const inForm = findFormData(request.body);
  if (inForm !== null) return decodeFormData(inForm);
  if (request.body !== '') return { kind: 'text', text: request.body };
  const inQuery = request.query.get('data');
  return inQuery === undefined ? { kind: 'refused', refusal: 'bad-shape' } : decodeData(inQuery);
}

/** The raw value of `data` in a form, or null. A JSON body cannot be mistaken for one: it starts with a bracket. */
function findFormData(body: string): string | null {
  const first = body.trimStart().charAt(0);
  if (first === '{' || first === '[') return null;
  const start = body.startsWith('data=') ? 'data='.length : afterName(body);
  if (start === null) return null;
  const end = body.indexOf('&', start);
  return end === -1 ? body.slice(start) : body.slice(start, end);
}

function afterName(body: string): number | null {
  const found = body.indexOf('&data=');
  return found === -1 ? null : found + '&data='.length;
}

/**
 * Undoes percent encoding where there is any. mixpanel-node leaves its base64 raw, so that `+` means itself; only in
 * JSON, whose bracket every form encoder escapes, is it a space.
 */
function decodeFormData(raw: string): Unwrapped {
  if (!raw.includes('%')) return decodeData(raw);
  const isJson = /^%(?:7b|5b)/i.test(raw);
  try {
    return decodeData(decodeURIComponent(isJson ? raw.replaceAll('+', ' ') : raw));
  } catch {
    return { kind: 'refused', refusal: 'bad-encoding' };
  }
}

function decodeData(data: string): Unwrapped {
  if (/^\s*[[{]/.test(data)) return { kind: 'text', text: data };
  const text = decodeBase64(data);
  return text === null ? { kind: 'refused', refusal: 'bad-encoding' } : { kind: 'text', text };
}

function list(text: string, depthMax: number): Listed {
  const parsed = parseJson(text, depthMax);
  if (parsed.kind === 'refused') {
    return parsed.refusal === 'bad-json' ? listLines(text, depthMax) : parsed;
  }
  if (isJsonArray(parsed.value)) return { kind: 'listed', messages: parsed.value };
  if (isJsonObject(parsed.value)) return { kind: 'listed', messages: [parsed.value] };
  return { kind: 'refused', refusal: 'bad-shape' };
}

/** One object a line, as `/import` takes it. One bad line refuses all, so that the sender learns of it. */
function listLines(text: string, depthMax: number): Listed {
  const messages: Json[] = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const parsed = parseJson(line, depthMax);
    if (parsed.kind === 'refused') return parsed;
    if (!isJsonObject(parsed.value)) return { kind: 'refused', refusal: 'bad-json' };
    messages.push(parsed.value);
  }
  return messages.length === 0 ? { kind: 'refused', refusal: 'bad-json' } : { kind: 'listed', messages };
}

function firstToken(messages: readonly Json[]): string | null {
  for (const message of messages) {
    const token = tokenOf(message);
    if (token !== null) return token;
  }
  return null;
}

/** `properties.token` of an event, `$token` of a profile update. */
function tokenOf(message: Json): string | null {
  if (!isJsonObject(message)) return null;
  const { properties, $token: token } = message;
  return readId(isJsonObject(properties) ? (properties['token'] ?? token) : token);
}
