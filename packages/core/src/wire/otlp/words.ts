/**
 * The attributes that have a place of their own in every event. As data, so that the vendor side can read the tables
 * backwards: every path occurs once among the words that are written. Names: OpenTelemetry semantic conventions 1.45.0
 * (https://opentelemetry.io/docs/specs/semconv/registry/attributes/).
 */

/** What a word's value must be to be taken for it; another one stays an ordinary attribute. */
export type WordType = 'text' | 'number' | 'boolean' | 'id';

/** Attribute of a log record or a span, or of the resource → path in `context`, at most two steps. */
export const RECORD_WORDS = {
  'session.id': 'sessionId',
  'client.address': 'ip',
  'user_agent.original': 'userAgent',
  'geo.country.iso_code': 'location.country',
  'geo.region.iso_code': 'location.region',
  'geo.locality.name': 'location.city',
  'geo.postal_code': 'location.postalCode',
  'geo.location.lat': 'location.latitude',
  'geo.location.lon': 'location.longitude',
  'network.carrier.name': 'network.carrier',
  'network.connection.type': 'network.type',
} as const satisfies Readonly<Record<string, string>>;

/** Of a log record alone: a span's `url.full` is the address that was asked for, and no page. */
export const LOG_WORDS = { 'url.full': 'page.url' } as const satisfies Readonly<Record<string, string>>;

/** Attribute of the resource → path in `context`. On a record these names say something about the record, and stay with it. */
export const RESOURCE_WORDS = {
  'service.name': 'app.name',
  'service.version': 'app.version',
  'service.namespace': 'app.namespace',
  'app.build_id': 'app.build',
  'browser.language': 'locale',
  'device.id': 'device.id',
  'device.manufacturer': 'device.manufacturer',
  'device.model.identifier': 'device.model',
  'host.name': 'server.host',
  'os.name': 'os.name',
  'os.version': 'os.version',
  'process.runtime.name': 'server.runtime',
  'process.runtime.version': 'server.runtimeVersion',
  'telemetry.sdk.name': 'library.name',
  'telemetry.sdk.version': 'library.version',
} as const satisfies Readonly<Record<string, string>>;

/** The system's kind, which stands for its name where the resource has none, as with Node's own detector. */
export const OS_TYPE = 'os.type';

/** Attribute → id of the event. The first of two for the same id is the one that is written. */
export const ID_WORDS = {
  'user.id': 'userId',
  'enduser.id': 'userId',
  'app.installation.id': 'anonymousId',
  'enduser.pseudo.id': 'anonymousId',
} as const satisfies Readonly<Record<string, 'userId' | 'anonymousId'>>;

/** The id of a record (https://opentelemetry.io/docs/specs/semconv/registry/attributes/log/). */
export const RECORD_ID = 'log.record.uid';
/** The name of an event as senders wrote it before log records had a field for it. */
export const EVENT_NAME = 'event.name';
/**
 * OpenTelemetry has no word for consent. A boolean `headgate.consent.<category>`, on the record or its resource, is read
 * as `context.consent.categoryPreferences.<category>`.
 */
export const CONSENT_PREFIX = 'headgate.consent.';

/** The group of `context` for what only OTLP has a word for. */
export const OTLP_CONTEXT = 'otlp';

/** The event's name where a record has none, and that of every span: a span's own name is one of too many. */
export const LOG_NAME = 'log';
export const SPAN_NAME = 'span';

/** Where a value stands whose key is a namespace as well: with `a` and `a.b`, the value of `a` is `a._value`. */
export const OWN_VALUE = '_value';
/** Where an attribute stands whose first name the record itself uses: the attribute `body` is `attributes.body`. */
export const SET_ASIDE = 'attributes';

/** Names in `properties` that a record fills beside its attributes. */
export const LOG_OWN: ReadonlySet<string> = new Set(['body']);
export const SPAN_OWN: ReadonlySet<string> = new Set([
  'name',
  'kind',
  'duration_ms',
  'status',
  'events',
  'links',
]);

/** By number (opentelemetry/proto/trace/v1/trace.proto v1.7.0, `Span.SpanKind`); 0 is unspecified. */
export const SPAN_KINDS = ['', 'internal', 'server', 'client', 'producer', 'consumer'] as const;
/** By number (the same file, `Status.StatusCode`); 0 is unset. */
export const STATUS_CODES = ['', 'ok', 'error'] as const;

/** Field of a record → word in `context.otlp`, with the value that means nothing. */
export const RECORD_FIELDS = {
  severityNumber: 'severity_number',
  severityText: 'severity_text',
  flags: 'flags',
  droppedAttributesCount: 'dropped_attributes_count',
  droppedEventsCount: 'dropped_events_count',
  droppedLinksCount: 'dropped_links_count',
  parentSpanId: 'parent_span_id',
  traceState: 'trace_state',
} as const satisfies Readonly<Record<string, string>>;

const NUMBERS: ReadonlySet<string> = new Set(['geo.location.lat', 'geo.location.lon']);

function typed(words: readonly string[], ids: readonly string[]): ReadonlyMap<string, WordType> {
  return new Map<string, WordType>([
    ...words.map((word) => [word, NUMBERS.has(word) ? 'number' : 'text'] as const),
    ...ids.map((word) => [word, 'id'] as const),
  ]);
}

const RECORD_WORD_NAMES = Object.keys(RECORD_WORDS);
const ID_WORD_NAMES = Object.keys(ID_WORDS);

/** The words of a log record, a span and a resource, each with its type. */
export const WORDS_OF_LOG = typed(
  [...RECORD_WORD_NAMES, ...Object.keys(LOG_WORDS), EVENT_NAME],
  [...ID_WORD_NAMES, RECORD_ID],
);
export const WORDS_OF_SPAN = typed(RECORD_WORD_NAMES, [...ID_WORD_NAMES, RECORD_ID]);
export const WORDS_OF_RESOURCE = typed([...RECORD_WORD_NAMES, ...Object.keys(RESOURCE_WORDS)], ID_WORD_NAMES);
