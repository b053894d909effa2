/** Lines of JSON → a sample: one message of an SDK a line, or one request with many of them. */
import type { Json, JsonObject } from '@headgate/core';
import { readLines } from '../scrub/read-lines.ts';
import type { Readable } from 'node:stream';
import { decodeMessages } from './decode-messages.ts';
import type { WireMessage } from './decode-messages.ts';
import type { Sample, Wire } from './sample.ts';

export interface SampleLimits {
  /** Bytes of one line. */
  readonly lineBytesMax: number;
  /** Messages of one sample: every pair of vendors is joined in memory. */
  readonly messagesMax: number;
}

export const SAMPLE_LIMITS: SampleLimits = { lineBytesMax: 16_000_000, messagesMax: 200_000 };

/** Reads to the end, or to the limit of messages; `isCut` says that there were more. */
export async function readSample(
  stream: Readable,
  now: number,
  { lineBytesMax, messagesMax }: SampleLimits = SAMPLE_LIMITS,
): Promise<Sample & { readonly isCut: boolean }> {
  const messages: WireMessage[] = [];
  let unread = 0;
  let isCut = false;
  for await (const line of readLines(stream, lineBytesMax)) {
    if (line.kind === 'text' && line.text.trim() === '') continue;
    const value = line.kind === 'text' ? parse(line.text) : undefined;
    const opened = value === undefined ? [] : openLine(value);
    if (opened.length === 0) unread += 1;
    isCut = messages.length + opened.length > messagesMax;
    messages.push(...opened.slice(0, messagesMax - messages.length));
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
