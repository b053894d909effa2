/**
 * Sentry as a destination: envelopes to `/api/<project>/envelope/`
 * (https://develop.sentry.dev/sdk/data-model/envelopes/). An envelope holds one event, or one container of logs, metrics or
 * spans; a container's items are of one kind. Limits: https://develop.sentry.dev/sdk/data-model/envelopes/#size-limits
 * (1 MB an event, 100 sessions an envelope). Events are dropped twice by their id; logs, metrics and spans are not.
 */
import type { CleanEvent, Json, JsonObject } from '../../event.ts';
import { isJsonObject } from '../../event.ts';
import type { Checked } from '../../issue.ts';
import { CHECK_IN_WORDS, NAMES, SESSION_WORDS } from '../../wire/sentry/words.ts';
import { readStatus } from '../read-answer.ts';
import { createSettingsReader } from '../settings.ts';
import type { VendorUrl } from '../settings.ts';
import type { Omission, Outline, Vendor, VendorAnswer, VendorReading, VendorRequest } from '../vendor.ts';
import { eventPayload, samplingOf } from './sentry-events.ts';
import { checkInItem, logItem, metricItem, sessionItem, sessionsItem, spanItem } from './sentry-items.ts';
import { eventIdOf } from './sentry-words.ts';

export interface SentrySettings {
  readonly url: VendorUrl;
  readonly publicKey: string;
  readonly project: string;
}

/** `https://<key>@<host>[:port][/path]/<project>`; the secret half of old keys is not needed and not taken. */
const DSN = /^(https?:\/\/)([A-Za-z0-9_-]{1,128})@([^\s?#@]+)\/(\d{1,20})$/;

/** Track events alone: Sentry keeps no profiles and no page views. What is none of its own kinds becomes a log. */
export const sentry: Vendor<SentrySettings> = {
  kind: 'sentry',
  batch: { eventsMax: 100, bytesMax: 1_000_000 },
  secrets: ['dsn'],
  parseSettings,
  hosts: (settings) => [settings.url.host],
  accepts: ({ call, operation }) => call === 'track' && operation === 'set',
  leavesOut: omissionOf,
  toRequests: (events, settings, tools) => [
    ...events.flatMap((event, position) => aloneRequest(event, position, settings, tools.now)),
    ...CONTAINERS.flatMap((form) => containerRequest(form, events, settings, tools.now)),
  ],
  readAnswer: (answer, _request, tools) => readAnswer(answer, tools.now),
};

type Alone = 'event' | 'transaction' | 'feedback' | 'session' | 'sessions' | 'check_in';
type Container = 'log' | 'span' | 'trace_metric';
type Form = Alone | Container;

const CONTAINERS: readonly Container[] = ['span', 'log', 'trace_metric'];
const ITEMS: Readonly<Record<Container, (event: CleanEvent) => JsonObject>> = {
  log: logItem,
  span: spanItem,
  trace_metric: metricItem,
};
const CONTENT_TYPES: Readonly<Record<Container, string>> = {
  log: 'application/vnd.sentry.items.log+json',
  span: 'application/vnd.sentry.items.span.v2+json',
  trace_metric: 'application/vnd.sentry.items.trace-metric+json',
};
/** Without it Sentry would take our address and our HTTP client for the sender's. */
const INGEST_SETTINGS: JsonObject = { infer_ip: 'never', infer_user_agent: 'never' };

const FORMS: ReadonlyMap<string, Form> = new Map<string, Form>([
  [NAMES.event, 'event'],
  [NAMES.transaction, 'transaction'],
  [NAMES.feedback, 'feedback'],
  [NAMES.session, 'session'],
  [NAMES.sessions, 'sessions'],
  [NAMES.check_in, 'check_in'],
  [NAMES.span, 'span'],
  [NAMES.metric, 'trace_metric'],
]);

/** A metric without a name or a number is no metric at Sentry. */
function formOf({ name, properties }: Pick<Outline, 'name' | 'properties'>): Form {
  const form = FORMS.get(name) ?? 'log';
  if (form !== 'trace_metric') return form;
  return typeof properties['name'] === 'string' && typeof properties['value'] === 'number' ? form : 'log';
}

const SDK_PATHS: readonly string[] = ['context.library.name', 'context.library.version'];

/** Sessions and check-ins are closed forms: what is not named here has no place in them. */
function all(but: readonly string[]): Omission {
  const kept = [...but, ...SDK_PATHS];
  return {
    omits: (path) =>
      !kept.some((each) => path === each || (/^[.[]/.test(path.slice(each.length)) && path.startsWith(each))),
  };
}

const ATTRIBUTES = ['properties.release', 'properties.environment', 'context.ip', 'context.userAgent'];
const SESSION = [...ATTRIBUTES, 'time', 'properties.elapsed_ms', 'context.sessionId', ...said(SESSION_WORDS)];
const OF_PERSON = all([...SESSION, 'userId']);
const OF_DEVICE = all([...SESSION, 'anonymousId']);
const OF_SESSIONS = all([...ATTRIBUTES, 'properties.aggregates']);
const OF_CHECK_IN = all(['context.trace', ...said(CHECK_IN_WORDS)]);

function said(words: readonly string[]): readonly string[] {
  return words.map((word) => `properties.${word}`);
}

/** Events and the items of containers carry everything. */
function omissionOf(event: Outline): Omission | null {
  switch (formOf(event)) {
    case 'session':
      return event.userId === null ? OF_DEVICE : OF_PERSON;
    case 'sessions':
      return OF_SESSIONS;
    case 'check_in':
      return OF_CHECK_IN;
    case 'event':
    case 'transaction':
    case 'feedback':
    case 'log':
    case 'span':
    case 'trace_metric':
      return null;
  }
}

/** The request of an event that stands alone in its envelope; none for one that a container takes, or Sentry would refuse. */
function aloneRequest(
  event: CleanEvent,
  position: number,
  settings: SentrySettings,
  now: number,
): readonly VendorRequest[] {
  const form = formOf(event);
  if (!sentry.accepts(event) || isContainer(form)) return [];
  const payload = payloadOf(event, form);
  if (payload === null) return [];
  const isEvent = form === 'event' || form === 'transaction' || form === 'feedback';
  const trace = isEvent ? samplingOf(event, settings.publicKey) : null;
  const header = {
    ...(isEvent ? { event_id: eventIdOf(event) } : { ...sdkOf(event) }),
    sent_at: new Date(now).toISOString(),
    ...(trace === null ? {} : { trace }),
  };
  return [requestOf([header, { type: form }, payload], [position], settings)];
}

function payloadOf(event: CleanEvent, form: Alone): JsonObject | null {
  switch (form) {
    case 'event':
    case 'transaction':
    case 'feedback':
      return eventPayload(event, form);
    case 'session':
      return sessionItem(event);
    case 'sessions':
      return sessionsItem(event);
    case 'check_in':
      return checkInItem(event);
  }
}

/** Items without a place for the SDK leave it to the envelope. */
function sdkOf({ context }: CleanEvent): JsonObject {
  const { library } = context;
  if (!isJsonObject(library)) return {};
  const { name, version } = library;
  return {
    sdk: { ...(name === undefined ? {} : { name }), ...(version === undefined ? {} : { version }) },
  };
}

function containerRequest(
  form: Container,
  events: readonly CleanEvent[],
  settings: SentrySettings,
  now: number,
): readonly VendorRequest[] {
  const carries = events.flatMap((event, position) =>
    sentry.accepts(event) && formOf(event) === form ? [position] : [],
  );
  if (carries.length === 0) return [];
  const items = events.filter((_, position) => carries.includes(position)).map(ITEMS[form]);
  const header = { sent_at: new Date(now).toISOString() };
  const item = { type: form, item_count: items.length, content_type: CONTENT_TYPES[form] };
  const payload = { version: 2, ingest_settings: INGEST_SETTINGS, items };
  return [requestOf([header, item, payload], carries, settings)];
}

function isContainer(form: Form): form is Container {
  return form === 'log' || form === 'span' || form === 'trace_metric';
}

/** The key stands in a header: addresses end up in logs. */
function requestOf(
  lines: readonly JsonObject[],
  carries: readonly number[],
  { url, publicKey, project }: SentrySettings,
): VendorRequest {
  return {
    method: 'POST',
    url: `${url.base}/api/${project}/envelope/`,
    headers: {
      'content-type': 'application/x-sentry-envelope',
      'x-sentry-auth': `Sentry sentry_version=7, sentry_client=headgate/1, sentry_key=${publicKey}`,
    },
    // JSON holds no line feeds of its own, so each line ends its item.
    body: `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`,
    gzip: true,
    carries,
  };
}

/** A DSN is an address with the key and the project in it. */
function parseSettings(written: Json, file: string): Checked<SentrySettings> {
  const reader = createSettingsReader(written, file, ['dsn']);
  const dsn = reader.text('dsn', { pattern: DSN, shape: 'like https://key@host.example/42' });
  const given = reader.finish({ url: { base: '', host: '' }, publicKey: '', project: '' });
  const [, scheme = '', publicKey = '', place = '', project = ''] = DSN.exec(dsn) ?? [];
  if (given.value === null) return given;
  const address = createSettingsReader({ dsn: `${scheme}${place}` }, file, ['dsn']);
  return address.finish({ url: address.url('dsn'), publicKey, project });
}

/**
 * The status, and how long the limits last where there is no Retry-After: `60:error;transaction:key, 2700:log_item:organization`
 * (https://develop.sentry.dev/sdk/expected-features/rate-limiting/).
 */
function readAnswer(answer: VendorAnswer, now: number): VendorReading {
  const reading = readStatus(answer, now);
  const limits = answer.headers['x-sentry-rate-limits'];
  if (reading.kind !== 'later' || reading.waitMs !== null || limits === undefined) return reading;
  const seconds = limits
    .split(',')
    .map((limit) => /^\s*(\d{1,9})(?::|\s*$)/.exec(limit)?.[1])
    .filter((each) => each !== undefined);
  return seconds.length === 0 ? reading : { kind: 'later', waitMs: Math.max(...seconds.map(Number)) * 1000 };
}
