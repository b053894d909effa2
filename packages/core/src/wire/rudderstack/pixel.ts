/**
 * Messages as the query of an image: `/pixel/v1/track` and `/pixel/v1/page` of the data plane (rudder-server,
 * gateway/handle_http_pixel.go). Names with dots are paths; every value is text.
 */
import { isJsonObject } from '../../event.ts';
import type { Json } from '../../event.ts';
import { readId, setOwn } from '../read-value.ts';
import { REFUSALS } from '../wire.ts';
import type { Answer, Opened, Refusal, WireLimits, WireRequest } from '../wire.ts';

/** A transparent GIF of one pixel. */
const PIXEL = Uint8Array.from(
  atob('R0lGODlhAQABAIAAAAAAAAAAACH5BAEAAAAALAAAAAABAAEAAAICRAEAOw=='),
  (letter) => letter.charCodeAt(0),
);

/** The message in the query; the key is its `writeKey`. */
export function openPixel(request: WireRequest, limits: WireLimits): Opened {
  if (limits.eventsMax < 1) return { kind: 'refused', refusal: 'too-many-events' };
  const message: Record<string, Json> = { channel: 'web' };
  for (const [name, value] of request.query) {
    if (name === 'writeKey') continue;
    const path = name.split('.');
    // The message itself is the first level.
    if (path.length > limits.depthMax) return { kind: 'refused', refusal: 'too-deep' };
    setPath(message, path, name === 'anonymousId' ? withoutQuotes(value) : value);
  }
  return { kind: 'opened', key: readId(request.query.get('writeKey')), messages: [message] };
}

/** The image, which is shown whatever became of the event. */
export function acceptPixel(): Answer {
  return { status: 200, contentType: 'image/gif', body: PIXEL };
}

/** The image again, since a page would show a broken one for anything else. Nobody tries an image again. */
export function refusePixel(_request: unknown, refusal: Refusal): Answer {
  return { status: REFUSALS[refusal].status, contentType: 'image/gif', body: PIXEL };
}

/** Objects on the way are made, and made anew where they exist; what is in the way is replaced. */
function setPath(target: Record<string, Json>, path: readonly string[], value: string): void {
  const [name = '', ...rest] = path;
  if (rest.length === 0) {
    setOwn(target, name, value);
    return;
  }
  const found = Object.hasOwn(target, name) ? target[name] : undefined;
  const inner: Record<string, Json> = isJsonObject(found) ? { ...found } : {};
  setPath(inner, rest, value);
  setOwn(target, name, inner);
}

/** Some senders write the id as JSON text. */
function withoutQuotes(value: string): string {
  return /^"(.*)"$/.exec(value)?.[1] ?? value;
}
