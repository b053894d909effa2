/** Lines of JSON → a sample: one message of an SDK a line, or one request with many of them. */
import type { Json, JsonObject } from '@headgate/core';
import { readLines } from '../scrub/read-lines.ts';
import type { Readable } from 'node:stream';
import { decodeMessages } from './decode-messages.ts';
import type { WireMessage } from './decode-messages.ts';
import type { Sample, Wire } from './sample.ts';

/** Bytes of one line. */
export const LINE_BYTES_MAX = 16_000_000;
/** Messages of one sample: every pair of vendors is joined in memory. */
export const MESSAGES_MAX = 200_000;

/** Reads no further than `MESSAGES_MAX`; what is beyond is counted as unread by `isCut`. */
export async function readSample(
  stream: Readable,
  now: number,
): Promise<Sample & { readonly isCut: boolean }> {
  const messages: WireMessage[] = [];
  let unread = 0;
  let isCut = false;
  for await (const line of readLines(stream, LINE_BYTES_MAX)) {
    if (line.kind === 'text' && line.text.trim() === '') continue;
    const value = line.kind === 'text' ? parse(line.text) : undefined;
    const opened = value === undefined ? [] : openLine(value);
    if (opened.length === 0) unread += 1;
    messages.push(...opened.slice(0, MESSAGES_MAX - messages.length));
    isCut ||= messages.length === MESSAGES_MAX;
    if (isCut) break;
  }
  const decoded = decodeMessages(messages, now);
  return { events: decoded.events, unread: unread + decoded.unread, isCut };
}

function parse(text: string): Json | undefined {
  try {
    // What JSON.parse gives is JSON.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function openLine(value: Json): readonly WireMessage[] {
  if (Array.isArray(value)) return value.flatMap(openLine);
  if (!isObject(value)) return [];
  const { batch, events } = value;
  if (Array.isArray(batch)) return batch.flatMap(openLine);
  if (Array.isArray(events)) return events.flatMap(openLine);
  const wire = wireOf(value);
  return wire === null ? [] : [{ wire, message: value }];
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const SEGMENT_CALLS: readonly unknown[] = ['track', 'page', 'screen', 'identify', 'group', 'alias'];

function wireOf(message: JsonObject): Wire | null {
  if (SEGMENT_CALLS.includes(message['type'])) return 'segment';
  if (typeof message['event_type'] === 'string') return 'amplitude';
  if ('$distinct_id' in message) return 'mixpanel-profile';
  if (typeof message['event'] !== 'string') return null;
  const { properties } = message;
  const isInside = typeof properties === 'object' && properties !== null && 'token' in properties;
  return 'distinct_id' in message && !isInside ? 'posthog' : 'mixpanel';
}
