/**
 * Sentry's container: a line of JSON for the envelope, then for each item a line of JSON and a payload, which is as long as
 * its header says or ends with its line (https://develop.sentry.dev/sdk/data-model/envelopes/, "Serialization Format").
 */
import { isJsonObject } from '../../event.ts';
import type { JsonObject } from '../../event.ts';
import { parseJson } from '../parse-json.ts';
import type { ParsedJson } from '../parse-json.ts';
import type { Refusal, WireLimits } from '../wire.ts';

export interface EnvelopeItem {
  readonly header: JsonObject;
  readonly payload: Uint8Array;
}

export type ReadEnvelope =
  | { readonly kind: 'read'; readonly header: JsonObject; readonly items: readonly EnvelopeItem[] }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/**
 * Takes an envelope apart; no payload is looked at. An item whose length runs over the body, or that something else than the
 * end of its line follows, refuses the whole: from there on nobody knows where items begin. Never throws.
 */
export function readEnvelope(bytes: Uint8Array, limits: WireLimits): ReadEnvelope {
  const first = lineAt(bytes, 0);
  const header = headerOf(bytes.subarray(0, first.end), limits.depthMax);
  if (header.kind === 'refused') return header;
  const items: EnvelopeItem[] = [];
  let at = first.next;
  while (at < bytes.length) {
    const line = lineAt(bytes, at);
    if (isBlank(bytes, at, line.end)) {
      at = line.next;
      continue;
    }
    if (items.length === limits.eventsMax) return { kind: 'refused', refusal: 'too-many-events' };
    const item = headerOf(bytes.subarray(at, line.end), limits.depthMax);
    if (item.kind === 'refused') return item;
    const span = payloadAt(bytes, line.next, item.value['length']);
    if (span === null) return { kind: 'refused', refusal: 'bad-shape' };
    items.push({ header: item.value, payload: bytes.subarray(line.next, span.end) });
    at = span.next;
  }
  return { kind: 'read', header: header.value, items };
}

const UTF_8 = new TextDecoder('utf-8', { fatal: true });

/** JSON of bytes that must be UTF-8. Never throws. */
export function parseBytes(bytes: Uint8Array, depthMax: number): ParsedJson {
  let text: string;
  try {
    text = UTF_8.decode(bytes);
  } catch {
    return { kind: 'refused', refusal: 'bad-json' };
  }
  return parseJson(text, depthMax);
}

interface Span {
  readonly end: number;
  /** Where what follows begins. */
  readonly next: number;
}

function lineAt(bytes: Uint8Array, from: number): Span {
  const feed = bytes.indexOf(LINE_FEED, from);
  return feed === -1 ? { end: bytes.length, next: bytes.length } : { end: feed, next: feed + 1 };
}

function isBlank(bytes: Uint8Array, from: number, end: number): boolean {
  return from === end || (end === from + 1 && bytes[from] === CARRIAGE_RETURN);
}

type Header =
  | { readonly kind: 'header'; readonly value: JsonObject }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

function headerOf(line: Uint8Array, depthMax: number): Header {
  const parsed = parseBytes(line, depthMax);
  if (parsed.kind === 'refused') return parsed;
  return isJsonObject(parsed.value)
    ? { kind: 'header', value: parsed.value }
    : { kind: 'refused', refusal: 'bad-shape' };
}

/** Null where the length cannot be right. Some senders end lines with CRLF, which a stated length does not count. */
function payloadAt(bytes: Uint8Array, from: number, length: unknown): Span | null {
  if (length === undefined || length === null) return lineAt(bytes, from);
  if (typeof length !== 'number' || !Number.isInteger(length) || length < 0) return null;
  const end = from + length;
  if (end > bytes.length) return null;
  if (end === bytes.length) return { end, next: end };
  const feed = bytes[end] === CARRIAGE_RETURN ? end + 1 : end;
  return bytes[feed] === LINE_FEED ? { end, next: feed + 1 } : null;
}
