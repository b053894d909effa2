/**
 * The recorded requests of all protocols, opened into plain JSON so that canaries can be planted anywhere in them, and put
 * back into their containers: JSON, forms and queries, base64, JSON in strings, lines of an envelope, protobuf.
 */
import { readFileSync, readdirSync } from 'node:fs';
import type { Json, JsonObject } from '@headgate/core';
import { isJsonArray, isJsonObject } from '@headgate/core';
import { toProtobuf, toTree } from './otlp-protobuf.ts';

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
  /** Name of the golden case, `posthog/node-batch`. */
  readonly name: string;
  readonly protocol: string;
  /** Everything in it that a sender controls, containers undone. */
  readonly tree: JsonObject;
  readonly pack: (tree: JsonObject) => PackedRequest;
}

interface Written {
  readonly method?: 'GET' | 'POST';
  readonly path: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly bytes?: string;
}

/** Every recorded request of a protocol. `key` stands in for the key that was recorded. */
export function recordedRequests(protocol: string): readonly OpenedRequest[] {
  return readdirSync(new URL(`${protocol}/`, ROOT)).map((name) => {
    const file = new URL(`${protocol}/${name}/request.json`, ROOT);
    const written = JSON.parse(readFileSync(file, 'utf8')) as Written;
    const body =
      written.bytes === undefined ? Buffer.from(written.body ?? '') : Buffer.from(written.bytes, 'base64');
    return openRequest(`${protocol}/${name}`, protocol, { ...written, raw: body });
  });
}

type Raw = Written & { readonly raw: Buffer };

/** A container of the body: how it is undone, and how it is made again. */
interface Container {
  readonly tree: Json;
  readonly pack: (tree: Json) => Buffer;
}

function openRequest(name: string, protocol: string, written: Raw): OpenedRequest {
  const { method = 'POST', path, headers = {} } = written;
  const container =
    method === 'GET' ? { tree: null, pack: () => Buffer.alloc(0) } : openBody(protocol, path, written.raw);
  const query = Object.fromEntries(
    [...new URLSearchParams(written.query ?? '')].map(([key, value]): [string, Json] => [
      key,
      opened(key, value),
    ]),
  );
  return {
    name,
    protocol,
    tree: { query, body: container.tree },
    pack: (tree) => ({
      method,
      target: `${path}${queryOf(tree['query'])}`,
      headers: Object.fromEntries(
        Object.entries(headers).filter(
          ([header]) => header !== 'content-length' && header !== 'content-encoding' && header !== 'host',
        ),
      ),
      body: container.pack(tree['body'] ?? null),
    }),
  };
}

function queryOf(query: Json | undefined): string {
  if (!isJsonObject(query) || Object.keys(query).length === 0) return '';
  const pairs = Object.entries(query).map(([key, value]): [string, string] => [key, closedText(key, value)]);
  return `?${String(new URLSearchParams(pairs))}`;
}

function openBody(protocol: string, path: string, raw: Buffer): Container {
  const first = raw[0];
  if (protocol === 'otlp' && first !== 0x7b)
    return { tree: toTree(path, raw), pack: (tree) => toProtobuf(path, tree) };
  if (protocol === 'sentry') return envelope(raw);
  const text = raw.toString('utf8');
  if (text.startsWith('data=')) return form(text);
  return {
    tree: openedIn(JSON.parse(text) as Json),
    pack: (tree) => Buffer.from(JSON.stringify(closedIn(tree))),
  };
}

/** `data=` with base64, and whatever else the form has. */
function form(text: string): Container {
  const { data = '', ...rest } = Object.fromEntries(new URLSearchParams(text));
  const isJson = /^\s*[[{]/.test(data);
  const json = isJson ? data : Buffer.from(data, 'base64').toString('utf8');
  return {
    tree: openedIn(JSON.parse(json) as Json),
    pack: (tree) => {
      const packed = JSON.stringify(closedIn(tree));
      const sent = isJson ? packed : Buffer.from(packed).toString('base64');
      return Buffer.from(String(new URLSearchParams({ data: sent, ...rest })));
    },
  };
}

/** Lines of an envelope whose payloads are one line each; others stay text. */
function envelope(raw: Buffer): Container {
  const lines = raw.toString('utf8').split('\n');
  return {
    tree: lines.map((line): Json => (line.startsWith('{') ? openedIn(JSON.parse(line) as Json) : line)),
    pack: (tree) => Buffer.from((isJsonArray(tree) ? relengthened(tree) : []).join('\n')),
  };
}

/** The length of an item is that of the line behind it, as it now is. */
function relengthened(lines: readonly Json[]): readonly string[] {
  const texts = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(closedIn(line))));
  return lines.map((line, at) => {
    if (!isJsonObject(line) || typeof line['length'] !== 'number' || typeof line['type'] !== 'string')
      return texts[at] ?? '';
    return JSON.stringify({ ...line, length: Buffer.byteLength(texts[at + 1] ?? '') });
  });
}

/** Snowplow's words whose value is JSON: as base64url, or as text. */
const BASE64_WORDS: ReadonlySet<string> = new Set(['cx', 'ue_px']);
const JSON_WORDS: ReadonlySet<string> = new Set(['co', 'ue_pr']);

/** A nested container stays told apart by its word, so that it can be closed again. */
function opened(key: string, value: string): Json {
  if (BASE64_WORDS.has(key)) return JSON.parse(Buffer.from(value, 'base64url').toString('utf8')) as Json;
  return JSON_WORDS.has(key) ? (JSON.parse(value) as Json) : value;
}

function openedIn(value: Json): Json {
  if (isJsonArray(value)) return value.map(openedIn);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [
      key,
      typeof child === 'string' ? opened(key, child) : openedIn(child),
    ]),
  );
}

function closedText(key: string, value: Json): string {
  if (BASE64_WORDS.has(key) && typeof value === 'object')
    return Buffer.from(JSON.stringify(value)).toString('base64url');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function closedIn(value: Json): Json {
  if (isJsonArray(value)) return value.map(closedIn);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [
      key,
      BASE64_WORDS.has(key) || JSON_WORDS.has(key) ? closedText(key, child) : closedIn(child),
    ]),
  );
}
