/**
 * OTLP over HTTP as a destination (https://opentelemetry.io/docs/specs/otlp/#otlphttp, 1.7.0), in its JSON form: events
 * that came as spans go to `/v1/traces`, everything else as log records to `/v1/logs`. The specification has no limit of
 * a request; collectors take 20 MiB, and services behind them 4 MiB, the limit of gRPC's messages.
 */
import { isJsonObject } from '../../event.ts';
import type { CleanEvent, Json, JsonObject } from '../../event.ts';
import { readStatus } from '../read-answer.ts';
import { createSettingsReader } from '../settings.ts';
import type { SettingsReader, VendorUrl } from '../settings.ts';
import type { Vendor, VendorAnswer, VendorReading, VendorRequest } from '../vendor.ts';
import { isSpan, logRecord, spanRecord } from './otlp-records.ts';
import type { Written } from './otlp-records.ts';

export interface OtlpSettings {
  readonly url: VendorUrl;
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** OTLP as a destination. Every event has a form, and the form leaves nothing out. */
export const otlp: Vendor<OtlpSettings> = {
  kind: 'otlp',
  batch: { eventsMax: 1000, bytesMax: 4 * 1024 * 1024 },
  secrets: ['headers'],
  parseSettings: (written, file) => {
    const reader = createSettingsReader(written, file, ['url', 'headers']);
    const url = reader.url('url');
    const hasHeaders = isJsonObject(written) && Object.hasOwn(written, 'headers');
    return reader.finish({ url, headers: hasHeaders ? readHeaders(reader) : {} });
  },
  hosts: (settings) => [settings.url.host],
  accepts: () => true,
  leavesOut: () => null,
  toRequests: (events, settings) => [
    ...requestTo(LOGS, events, settings),
    ...requestTo(TRACES, events, settings),
  ],
  readAnswer: (answer, request, tools) => readExport(answer, request.carries.length, tools.now),
};

/** What the two signals call the levels of a request. */
interface SignalWords {
  readonly path: string;
  readonly resources: string;
  readonly scopes: string;
  readonly records: string;
  readonly takes: (event: CleanEvent) => boolean;
  readonly write: (event: CleanEvent) => Written;
}

const LOGS: SignalWords = {
  path: '/v1/logs',
  resources: 'resourceLogs',
  scopes: 'scopeLogs',
  records: 'logRecords',
  takes: (event) => !isSpan(event),
  write: logRecord,
};

const TRACES: SignalWords = {
  path: '/v1/traces',
  resources: 'resourceSpans',
  scopes: 'scopeSpans',
  records: 'spans',
  takes: isSpan,
  write: spanRecord,
};

/** Names that HTTP or this vendor speaks for. */
const RESERVED_HEADERS: ReadonlySet<string> = new Set([
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'host',
  'transfer-encoding',
]);

/** As in OTEL_EXPORTER_OTLP_HEADERS: `name=value,name=value`, values percent-encoded. */
function readHeaders(reader: SettingsReader): Readonly<Record<string, string>> {
  const pairs = reader
    .text('headers')
    .split(',')
    .map((pair) => /^\s*([!#$%&'*+.^_`|~0-9a-z-]+)\s*=\s*(\S(?:.*\S)?)\s*$/i.exec(pair));
  const headers = new Map<string, string>();
  for (const pair of pairs) {
    const name = pair?.[1]?.toLowerCase() ?? '';
    const value = decodePercent(pair?.[2] ?? '');
    if (name === '' || value === null || RESERVED_HEADERS.has(name) || headers.has(name)) {
      reader.refuse(
        'headers',
        'is not a list of headers',
        'Write headers like authorization=Bearer%20token.',
      );
      return {};
    }
    headers.set(name, value);
  }
  return Object.fromEntries(headers);
}

/** Null for what is no percent-encoding, or no value of a header (RFC 9110 §5.5). */
function decodePercent(written: string): string | null {
  try {
    const value = decodeURIComponent(written);
    return /^[\x20-\x7e]+$/.test(value) ? value : null;
  } catch {
    return null;
  }
}

interface Group {
  readonly written: Written;
  readonly scopes: Map<
    string,
    { readonly written: Written; readonly records: JsonObject[]; readonly carries: number[] }
  >;
}

/** Events that share their resource and scope are written under one; their order among themselves stays. */
function requestTo(
  words: SignalWords,
  events: readonly CleanEvent[],
  { url, headers }: OtlpSettings,
): readonly VendorRequest[] {
  const groups = new Map<string, Group>();
  events.forEach((event, position) => {
    if (!words.takes(event)) return;
    const written = words.write(event);
    const { resource, resourceSchemaUrl, scope, scopeSchemaUrl } = written.parts;
    const group = entryOf(groups, [resource, resourceSchemaUrl], () => ({ written, scopes: new Map() }));
    const part = entryOf(group.scopes, [scope, scopeSchemaUrl], () => ({
      written,
      records: [],
      carries: [],
    }));
    part.records.push(written.record);
    part.carries.push(position);
  });
  if (groups.size === 0) return [];
  const all = [...groups.values()];
  return [
    {
      method: 'POST',
      url: `${url.base}${words.path}`,
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ [words.resources]: all.map((group) => writeGroup(group, words)) }),
      gzip: true,
      carries: all.flatMap(({ scopes }) => [...scopes.values()].flatMap(({ carries }) => carries)),
    },
  ];
}

function writeGroup({ written, scopes }: Group, words: SignalWords): JsonObject {
  const { resource, resourceSchemaUrl } = written.parts;
  const parts = [...scopes.values()].map((part): JsonObject => {
    const { scope, scopeSchemaUrl } = part.written.parts;
    return { scope, [words.records]: part.records, ...schema(scopeSchemaUrl) };
  });
  return { resource, [words.scopes]: parts, ...schema(resourceSchemaUrl) };
}

function schema(schemaUrl: string | null): JsonObject {
  return schemaUrl === null ? {} : { schemaUrl };
}

function entryOf<T>(entries: Map<string, T>, key: Json, make: () => T): T {
  const text = JSON.stringify(key);
  const found = entries.get(text);
  if (found !== undefined) return found;
  const made = make();
  entries.set(text, made);
  return made;
}

/**
 * Only 429, 502, 503 and 504 may be tried again; a partial success may not, and says how many records were rejected but
 * not which (https://opentelemetry.io/docs/specs/otlp/#partial-success-1). Where it is some of several, all count as
 * delivered: the ledger then names a few events too many as given away, which is the safe side of its question.
 */
function readExport(answer: VendorAnswer, count: number, now: number): VendorReading {
  const { status } = answer;
  if (status >= 200 && status < 300) {
    return rejectedIn(answer.body) >= count ? { kind: 'refused' } : { kind: 'delivered' };
  }
  const isFinal = status === 408 || status === 425 || (status >= 500 && ![502, 503, 504].includes(status));
  return isFinal ? { kind: 'refused' } : readStatus(answer, now);
}

/** int64 is text in OTLP/JSON. What is no answer of this kind rejects nothing. */
function rejectedIn(body: string): number {
  try {
    const answer: Json = JSON.parse(body);
    const partial = isJsonObject(answer) ? answer['partialSuccess'] : undefined;
    if (!isJsonObject(partial)) return 0;
    const rejected = Number(partial['rejectedLogRecords'] ?? partial['rejectedSpans'] ?? 0);
    return Number.isNaN(rejected) ? 0 : rejected;
  } catch {
    return 0;
  }
}
