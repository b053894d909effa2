/**
 * Attributes as HTTP headers (CloudEvents HTTP Protocol Binding 1.0.2 §3.1.3,
 * https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md).
 */
import type { Json, JsonObject } from '../../event.ts';
import { setOwn } from '../read-value.ts';
import type { WireRequest } from '../wire.ts';

const PREFIX = 'ce-';
/** What an attribute may be called (spec.md §3.1); `data` is none. */
const NAME = /^[a-z0-9]+$/;
const QUOTED = /^"(.*)"$/;
const ENCODED = /(?:%[0-9a-f]{2})+/gi;

/** Whether the headers say that the body is the data of an event. */
export function hasAttributes(headers: WireRequest['headers']): boolean {
  return headers['ce-specversion'] !== undefined || headers['ce-id'] !== undefined;
}

/** Every attribute of the headers, or null where one is no UTF-8 (§3.1.3.2: it MUST be rejected). */
export function readAttributes(headers: WireRequest['headers']): JsonObject | null {
  const attributes: Record<string, Json> = {};
  for (const [name, written] of Object.entries(headers)) {
    const attribute = name.startsWith(PREFIX) ? name.slice(PREFIX.length) : '';
    if (written === undefined || !NAME.test(attribute) || attribute === 'data') continue;
    const value = decodeHeaderValue(written);
    if (value === null) return null;
    setOwn(attributes, attribute, value);
  }
  return attributes;
}

/**
 * Undoes double quotes with their backslashes, then one round of percent encoding (§3.1.3.2). A percent sign that encodes
 * nothing stands for itself: cloudevents 10.0.0 encodes none (message/http/headers.js). Null where the bytes are no UTF-8.
 */
export function decodeHeaderValue(written: string): string | null {
  const inner = QUOTED.exec(written)?.[1];
  const bare = inner === undefined ? written : inner.replaceAll(/\\(.)/g, '$1');
  try {
    return bare.replaceAll(ENCODED, (run) => decodeURIComponent(run));
  } catch {
    return null;
  }
}
