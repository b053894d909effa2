/**
 * Mixpanel's containers: `data=` in the query or in a form, holding base64 of JSON or JSON itself; or a body of JSON;
 * or of one JSON object a line. Told apart by their text alone: the SDKs' Content-Type is no guide.
 */
import { isJsonArray, isJsonObject } from '../../event.ts';
import type { Json } from '../../event.ts';
import { unwrapData } from '../form-data.ts';
import { parseJson } from '../parse-json.ts';
import { readBasicUser, readId } from '../read-value.ts';
import type { Opened, Refusal, WireLimits, WireRequest } from '../wire.ts';

type Listed =
  | { readonly kind: 'listed'; readonly messages: readonly Json[] }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/**
 * Opens any Mixpanel request. The key is the first token that a message carries, else the user name of Basic.
 * A message with another token than that is replaced by null, which `decode` counts as malformed: it would otherwise
 * be booked on a source that its sender did not name.
 */
export function open(request: WireRequest, limits: WireLimits): Opened {
  const unwrapped = unwrapData(request);
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
