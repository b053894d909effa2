/**
 * The recorded requests of all protocols, opened into plain trees so that canaries can be planted anywhere in them, and put
 * back into their containers: JSON, forms and queries, base64, JSON in strings, lines, envelopes, protobuf.
 *
 * A container inside a tree is an object with one of the keys of `CONTAINERS`.
 */
import { readFileSync, readdirSync } from 'node:fs';
import type { Json, JsonObject } from '@headgate/core';
import { isJsonArray, isJsonObject } from '@headgate/core';
import { readOtlp, writeOtlp } from './otlp-protobuf.ts';

const ROOT = new URL('../fixtures/decode/', import.meta.url);

/** A request as it goes over the wire. */
export interface PackedRequest {
  readonly method: 'GET' | 'POST';
  /** With query. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** One recorded request, opened. */
export interface OpenedRequest {
  /** Protocol and golden case, as in `posthog/node-capture`. */
  readonly name: string;
  /** Everything in it that a sender controls, containers undone. */
  readonly tree: JsonObject;
  readonly pack: (tree: JsonObject) => PackedRequest;
}

interface Written {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Base64, for endpoints that read bytes. */
  readonly bytes?: string;
}

/** Every recorded request of a protocol; none where nothing was recorded. */
export function recordedRequests(protocol: string): readonly OpenedRequest[] {
  const cases = readdirSync(ROOT).includes(protocol) ? readdirSync(new URL(`${protocol}/`, ROOT)) : [];
  return cases.map((name) => {
    const file = new URL(`${protocol}/${name}/request.json`, ROOT);
    return openRequest(`${protocol}/${name}`, JSON.parse(readFileSync(file, 'utf8')) as Written);
  });
}

/** Headers that say what the request is rather than what happened; canaries in them are `canary-requests.ts`' part. */
const KEPT_HEADERS: ReadonlySet<string> = new Set(['content-type', 'authorization', 'origin']);

function openRequest(name: string, written: Written): OpenedRequest {
  const { method, path } = written;
  const raw = Buffer.from(
    written.bytes ?? written.body ?? '',
    written.bytes === undefined ? 'utf8' : 'base64',
  );
  const headers = Object.entries(written.headers);
  const kept = headers.filter(([header]) => KEPT_HEADERS.has(header));
  const marked = headers.filter(([header]) => !KEPT_HEADERS.has(header));
  return {
    name,
    tree: {
      query: openPairs(written.query),
      headers: Object.fromEntries(marked),
      ...(raw.length === 0 ? {} : { body: openBody(path, raw) }),
    },
    pack: ({ query = {}, headers: others = {}, body }) => ({
      method,
      target: `${path}${isJsonObject(query) && Object.keys(query).length > 0 ? `?${closePairs(query)}` : ''}`,
      headers: { ...Object.fromEntries(kept), ...headersOf(others) },
      body: body === undefined ? Buffer.alloc(0) : closeBody(path, body),
    }),
  };
}

/** Names and values are brought to what HTTP can carry, values as CloudEvents has it (percent-encoded UTF-8). */
function headersOf(headers: Json): Readonly<Record<string, string>> {
  if (!isJsonObject(headers)) return {};
  const pairs = Object.entries(headers).map(([name, value]): [string, string] => [
    name.replaceAll(/[^\w-]/g, '-').toLowerCase(),
    closeText(value).replaceAll(/[^\x20-\x7e]/gu, encodeURIComponent),
  ]);
  return Object.fromEntries(pairs);
}

function openBody(path: string, raw: Buffer): Json {
  if (path === '/v1/logs' || path === '/v1/traces') return openOtlp(path, raw);
  const text = raw.toString('utf8');
  if (path.endsWith('/envelope') || path.endsWith('/tunnel')) return { '@envelope': openEnvelope(raw) };
  if (/^[a-z_]+=/.test(text)) return { '@form': openPairs(text) };
  const lines = text.split('\n').filter((line) => line !== '');
  if (lines.length > 1 && lines.every((line) => parsed(line) !== null))
    return { '@lines': lines.map((line) => openText(line)) };
  return openText(text);
}

/** A text in it is a value, even where it is JSON. */
function openOtlp(path: string, raw: Buffer): Json {
  const json = parsed(raw.toString('utf8'));
  return json === null ? { '@protobuf': readOtlp(path, raw) } : { '@json': json };
}

function closeBody(path: string, body: Json): Buffer {
  if (!isJsonObject(body)) return Buffer.from(closeText(body));
  const { '@protobuf': protobuf, '@envelope': envelope, '@form': form, '@lines': lines } = body;
  if (protobuf !== undefined) return Buffer.from(writeOtlp(path, protobuf));
  if (isJsonArray(envelope)) return closeEnvelope(envelope);
  if (isJsonObject(form)) return Buffer.from(closePairs(form));
  return Buffer.from(isJsonArray(lines) ? lines.map(closeText).join('\n') : closeText(body));
}

/** Header, then header and payload of each item (https://develop.sentry.dev/sdk/data-model/envelopes/). */
function openEnvelope(raw: Buffer): readonly Json[] {
  const parts: Json[] = [];
  let at = 0;
  const take = (length: number): Buffer => {
    const part = raw.subarray(at, at + length);
    at += length + 1;
    return part;
  };
  const line = (): Buffer => {
    const end = raw.indexOf(0x0a, at);
    return take((end === -1 ? raw.length : end) - at);
  };
  parts.push(openText(line().toString('utf8')));
  while (at < raw.length) {
    const header = parsed(line().toString('utf8'));
    const length = isJsonObject(header) ? header['length'] : undefined;
    const payload = typeof length === 'number' ? take(length) : line();
    parts.push([openIn(header), openText(payload.toString('utf8'))]);
  }
  return parts;
}

function closeEnvelope(parts: readonly Json[]): Buffer {
  const lines = parts.flatMap((part) => {
    if (!isJsonArray(part)) return [closeText(part)];
    const [header = null, payload = null] = part;
    const text = closeText(payload);
    const hasLength = isJsonObject(header) && typeof header['length'] === 'number';
    return [closeText(hasLength ? { ...header, length: Buffer.byteLength(text) } : header), text];
  });
  return Buffer.from(lines.join('\n'));
}

function openPairs(text: string): JsonObject {
  return Object.fromEntries([...new URLSearchParams(text)].map(([key, value]) => [key, openText(value)]));
}

function closePairs(pairs: JsonObject): string {
  return String(
    new URLSearchParams(
      Object.entries(pairs).map(([key, value]): [string, string] => [key, closeText(value)]),
    ),
  );
}

/** What a text may be a container of JSON in. */
const CONTAINERS = {
  '@json': { open: (text: string) => text, close: (text: string) => text },
  '@base64': {
    open: (text: string) => Buffer.from(text, 'base64').toString('utf8'),
    close: (text: string) => Buffer.from(text).toString('base64'),
  },
  '@base64url': {
    open: (text: string) => Buffer.from(text, 'base64url').toString('utf8'),
    close: (text: string) => Buffer.from(text).toString('base64url'),
  },
} as const;

function openText(text: string): Json {
  for (const [name, { open, close }] of Object.entries(CONTAINERS)) {
    const inner = open(text);
    const value = parsed(inner);
    if (value !== null && (name === '@json' || close(inner) === text)) return { [name]: openIn(value) };
  }
  return text;
}

function openIn(value: Json): Json {
  if (typeof value === 'string') return openText(value);
  if (isJsonArray(value)) return value.map(openIn);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, openIn(child)]));
}

function closeText(value: Json): string {
  const closed = closeIn(value);
  return typeof closed === 'string' ? closed : JSON.stringify(closed);
}

function closeIn(value: Json): Json {
  if (isJsonArray(value)) return value.map(closeIn);
  if (!isJsonObject(value)) return value;
  for (const [name, { close }] of Object.entries(CONTAINERS)) {
    const inner = value[name];
    if (inner !== undefined) return close(JSON.stringify(closeIn(inner)));
  }
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, closeIn(child)]));
}

/** The object or array that a text is JSON of, or null. */
function parsed(text: string): Json {
  if (!/^\s*[[{]/.test(text)) return null;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return null;
  }
}
