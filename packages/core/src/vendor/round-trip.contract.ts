/**
 * The same-protocol path: a message of a vendor's own SDK, decoded, allowed in full, and encoded for that vendor again.
 * Two statements: the vendor's message means the same event, and no value of the original is lost on the way.
 */
import { createHmac } from 'node:crypto';
import { expect } from 'vitest';
import type { CleanEvent, Json, JsonObject, ReceivedEvent } from '../event.ts';
import { isJsonArray, isJsonObject } from '../event.ts';
import { readRequest, wireRequest } from '../wire/wire.contract.ts';
import type { WireRequest } from '../wire/wire.ts';
import { connectVendor } from './vendors/index.ts';
import type { VendorKind } from './vendors/index.ts';
import type { VendorRequest, VendorTools } from './vendor.ts';

const TOOLS: VendorTools = {
  now: Date.UTC(2026, 0, 2, 3, 4, 5),
  hmacBase64: (key, text) => createHmac('sha256', Buffer.from(key, 'base64')).update(text).digest('base64'),
};

/** What `protect` would make under a plan that allows everything and changes nothing. For tests alone. */
function untouched(event: ReceivedEvent): CleanEvent {
  const { source, protocol: _protocol, receivedAt: _receivedAt, signals: _signals, ...rest } = event;
  const parts = {
    ...rest,
    vendor: 'vendor',
    environment: source.environment,
    subject: '0000000000000001',
    fields: '0000000000000001',
  };
  return parts as unknown as CleanEvent;
}

export interface RoundTripCase {
  readonly kind: VendorKind;
  readonly settings: JsonObject;
  readonly request: WireRequest;
  /** A header of the vendor's request that speaks of the gateway as a sender and not of the events. Default: none. */
  readonly hopHeader?: string;
}

export interface RoundTrip {
  /** The events as the SDK sent them. */
  readonly before: readonly ReceivedEvent[];
  /** What the vendor gets. */
  readonly sent: readonly VendorRequest[];
  /** The events as the gateway would read what the vendor gets. */
  readonly after: readonly ReceivedEvent[];
}

/** Runs a request through its decoder, the vendor's encoder, and the decoder again. */
export function roundTrip({ kind, settings, request, hopHeader = '' }: RoundTripCase): RoundTrip {
  const { value: vendor, issues } = connectVendor(kind, settings, 'settings');
  if (vendor === null) throw new Error(issues.map((issue) => issue.message).join('\n'));
  const before = readRequest(request).events;
  const sent = vendor.toRequests(before.map(untouched), TOOLS);
  const after = sent.flatMap((each) => {
    const { [hopHeader]: _hop, ...headers } = each.headers;
    return readRequest(asReceived({ ...each, headers })).events;
  });
  return { before, sent, after };
}

/** A vendor's request as it would arrive at the gateway. */
export function asReceived({ url, headers, body }: VendorRequest): WireRequest {
  const { pathname, searchParams } = new URL(url);
  return wireRequest({
    path: pathname.length > 1 ? pathname.replace(/\/$/, '') : pathname,
    query: new Map(searchParams),
    headers,
    body,
    bytes: Buffer.from(body),
  });
}

/** What the two readings of an event may differ in: where it came in, and the id, whose form is the vendor's. */
function meaningOf(event: ReceivedEvent): Omit<ReceivedEvent, 'receivedAt' | 'signals' | 'id' | 'source'> {
  const { receivedAt: _receivedAt, signals: _signals, id: _id, source: _source, ...meaning } = event;
  return meaning;
}

/** Both readings mean the same, event by event; `order` may be lost where a vendor has several endpoints. */
export function expectSameMeaning({ before, after }: RoundTrip): void {
  expect(meaningsOf(after)).toEqual(meaningsOf(before));
}

/** Every leaf of `original` that is not at a path of `except` stands in `sent` as well, at the same path with the same value. */
export function expectNothingLost(original: Json, sent: Json, except: ReadonlySet<string>): void {
  const found = new Map(leavesOf(sent));
  const lost = leavesOf(original).filter(
    ([path, value]) => !except.has(path) && JSON.stringify(found.get(path)) !== JSON.stringify(value),
  );
  expect(lost).toEqual([]);
}

/** Path → value of every leaf; array positions are numbers. */
export function leavesOf(value: Json, path = ''): readonly (readonly [string, Json])[] {
  const join = (key: string | number): string => (path === '' ? String(key) : `${path}.${key}`);
  if (isJsonArray(value)) return value.flatMap((item, at) => leavesOf(item, join(at)));
  if (isJsonObject(value)) return Object.entries(value).flatMap(([key, child]) => leavesOf(child, join(key)));
  return [[path, value]];
}

function meaningsOf(events: readonly ReceivedEvent[]): readonly object[] {
  return events.map(meaningOf).toSorted((left, right) => (canonical(left) < canonical(right) ? -1 : 1));
}

function canonical(event: object): string {
  return JSON.stringify(event, (_key, value: unknown) => sorted(value));
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1)));
}
