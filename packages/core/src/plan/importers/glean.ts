/**
 * Glean's `metrics.yaml` (https://mozilla.github.io/glean/book/reference/yaml/metrics.html). An event metric becomes an
 * event. Glean collects the other metrics by ping, so each ping becomes an event with its metrics as fields.
 */
import type { Json, JsonObject } from '../../event.ts';
import { isJsonArray, isJsonObject } from '../../event.ts';
import { convertSchema } from './convert-schema.ts';
import type { DraftEvent, ImportFile, Imported, Importer, ReviewNote, UnreadFile } from './imported.ts';
import { makeDraft } from './make-draft.ts';
import { membersOf, readData, textOf } from './read-data.ts';

interface Metric {
  readonly category: string;
  readonly name: string;
  readonly data: JsonObject;
}

/** Bounds that Glean itself has (…/reference/metrics/string.html and its neighbours): bytes there, characters here. */
const SCHEMAS: Readonly<Record<string, JsonObject>> = {
  boolean: { type: 'boolean' },
  string: { type: 'string', maxLength: 255 },
  string_list: { type: 'array', maxItems: 100, items: { type: 'string', maxLength: 100 } },
  counter: { type: 'integer', minimum: 0 },
  quantity: { type: 'integer', minimum: 0 },
  timespan: { type: 'integer', minimum: 0 },
  datetime: { type: 'string', format: 'date-time' },
  uuid: { type: 'string', format: 'uuid' },
  url: { type: 'string', maxLength: 8192 },
  text: { type: 'string', maxLength: 200_000 },
};
const EXTRA_SCHEMAS: Readonly<Record<string, JsonObject>> = {
  string: { type: 'string', maxLength: 500 },
  boolean: { type: 'boolean' },
  quantity: { type: 'integer', minimum: 0 },
};
const CLOSED = { type: 'object', additionalProperties: false } as const;

export const glean: Importer = {
  reads: "Glean's metrics.yaml, or a directory of them",
  wants: (path) => /metrics[\w.-]*\.ya?ml$/u.test(path),
  read: (files) => readAll(files),
};

function readAll(files: readonly ImportFile[]): Imported {
  const unread: UnreadFile[] = [];
  const metrics: Metric[] = [];
  for (const file of files) {
    const data = readData(file);
    const found = isJsonObject(data ?? undefined) ? metricsOf(data) : [];
    if (found.length === 0) unread.push({ file: file.path, reason: 'holds no metrics of Glean' });
    metrics.push(...found);
  }
  const isEvent = ({ data }: Metric): boolean => data['type'] === 'event';
  return {
    events: [...metrics.filter(isEvent).map(toEvent), ...toPings(metrics.filter((each) => !isEvent(each)))],
    unread,
  };
}

function metricsOf(data: Json | null): readonly Metric[] {
  if (data === null) return [];
  return membersOf(data)
    .filter(([category]) => !category.startsWith('$') && category !== 'no_lint')
    .flatMap(([category, metrics]) =>
      membersOf(metrics).map(([name, each]) => ({ category, name, data: each })),
    )
    .filter(({ data: each }) => textOf(each, 'type') !== null);
}

function toEvent(metric: Metric): DraftEvent {
  const { category, name, data } = metric;
  const properties = membersOf(data['extra_keys']).map(([key, extra]): [string, Json] => [
    key,
    { ...EXTRA_SCHEMAS[textOf(extra, 'type') ?? 'string'], description: textOf(extra, 'description') ?? '' },
  ]);
  const { schema, notes } = convertSchema({ ...CLOSED, properties: Object.fromEntries(properties) });
  return makeDraft({
    key: `${category}.${name}`,
    version: versionOf(data),
    description: textOf(data, 'description') ?? '',
    ...ownersOf([data]),
    ...expiryOf(data),
    schema,
    notes: [...metricNotes(data, ''), ...notes, ...(ownersOf([data]).team === null ? [] : [OWNER])],
  });
}

const OWNER: ReviewNote = { rule: 'guess', pointer: '/owners', detail: 'Glean names addresses and no team' };

function toPings(metrics: readonly Metric[]): readonly DraftEvent[] {
  const pings = new Map<string, Metric[]>();
  for (const metric of metrics) {
    const { send_in_pings: written } = metric.data;
    const names = isJsonArray(written) ? written.filter((each) => typeof each === 'string') : ['metrics'];
    for (const name of names.length > 0 ? names : ['metrics']) {
      const known = pings.get(name === 'default' ? 'metrics' : name);
      if (known === undefined) pings.set(name === 'default' ? 'metrics' : name, [metric]);
      else known.push(metric);
    }
  }
  return [...pings].map(([name, inside]) => toPing(name, inside));
}

/** A ping's fields keep their own expiries as notes: an event has one. */
function toPing(name: string, metrics: readonly Metric[]): DraftEvent {
  const properties = metrics.map(({ category, name: metric, data }): [string, Json] => [
    keyOf(category, metric),
    {
      ...(SCHEMAS[textOf(data, 'type') ?? ''] ?? labelled(data)),
      description: textOf(data, 'description') ?? '',
    },
  ]);
  const { schema, notes } = convertSchema({ ...CLOSED, properties: Object.fromEntries(properties) });
  const own = metrics.flatMap(({ category, name: metric, data }) => [
    ...metricNotes(data, `/properties/${keyOf(category, metric)}`),
    ...expiryNotes(data, `/schema/properties/${keyOf(category, metric)}`),
  ]);
  return makeDraft({
    key: `ping ${name}`,
    name,
    description: `The ping ${name}, with its metrics as fields.`,
    ...ownersOf(metrics.map(({ data }) => data)),
    schema,
    notes: [...own, ...notes, OWNER],
  });
}

/** A plan's key has no dots. */
function keyOf(category: string, name: string): string {
  return `${category}.${name}`.replaceAll('.', '_').slice(0, 64);
}

/** Labelled metrics have the labels that are listed, else any; distributions and custom ones are objects of Glean's own. */
function labelled(data: JsonObject): JsonObject {
  const inner = SCHEMAS[(textOf(data, 'type') ?? '').replace('labeled_', '')] ?? {};
  const labels = isJsonArray(data['labels']) ? data['labels'].filter((each) => typeof each === 'string') : [];
  if (labels.length === 0) return { type: 'object' };
  return { ...CLOSED, properties: Object.fromEntries(labels.map((label) => [label, inner])) };
}

function versionOf(data: JsonObject): string {
  const { version } = data;
  return typeof version === 'number' && version >= 1 ? `${Math.trunc(version)}.0.0` : '1.0.0';
}

/** Glean's expiry is a day, `never`, `expired`, or a version of the application. */
function expiryOf(data: JsonObject): Pick<DraftEvent, 'expires' | 'deprecated'> {
  const expires = textOf(data, 'expires') ?? '';
  if (/^\d{4}-\d{2}-\d{2}$/u.test(expires) && !Number.isNaN(Date.parse(expires))) {
    return { expires, deprecated: false };
  }
  return { expires: null, deprecated: expires === 'expired' };
}

function expiryNotes(data: JsonObject, pointer: string): readonly ReviewNote[] {
  const { expires } = expiryOf(data);
  return expires === null ? [] : [{ rule: 'collection', pointer, detail: `expires ${expires}` }];
}

function metricNotes(data: JsonObject, at: string): readonly ReviewNote[] {
  const pointer = `/schema${at}`;
  const { data_sensitivity: levels, expires } = data;
  const said = isJsonArray(levels) ? levels.filter((each) => typeof each === 'string') : [];
  const kept = ['lifetime', 'send_in_pings', 'no_lint', 'data_reviews', 'bugs'].filter(
    (key) => data[key] !== undefined && !(at !== '' && key === 'send_in_pings'),
  );
  return [
    ...(said.length > 0 ? [{ rule: 'sensitivity', pointer, detail: said.join(', ') } as const] : []),
    ...(kept.length > 0 ? [{ rule: 'collection', pointer, detail: kept.join(', ') } as const] : []),
    ...(typeof expires === 'number'
      ? [
          {
            rule: 'collection',
            pointer: at === '' ? '/expires' : pointer,
            detail: 'expires with a version',
          } as const,
        ]
      : []),
  ];
}

function ownersOf(metrics: readonly JsonObject[]): Pick<DraftEvent, 'team' | 'notify'> {
  const notify = metrics.flatMap(({ notification_emails: written }) =>
    isJsonArray(written) ? written.filter((each) => typeof each === 'string') : [],
  );
  return notify.length === 0 ? { team: null, notify: [] } : { team: 'unknown', notify: [...new Set(notify)] };
}
