/**
 * Sentry's words for what SDKs add by themselves, and for what the app said. As data, so that the vendor side can read the
 * tables backwards: every target occurs once. Read in @sentry/node and @sentry/browser 11.12.0 and
 * https://develop.sentry.dev/sdk/data-model/event-payloads/.
 */

/** The key of `context` that keeps what only Sentry has a word for. */
export const SENTRY_CONTEXT = 'sentry';

/**
 * `contexts.<group>.<word>` of an event → path in `context`
 * (https://develop.sentry.dev/sdk/data-model/event-payloads/contexts/). What is not listed goes to `context.sentry.contexts`.
 */
export const CONTEXTS = {
  'app.app_name': 'app.name',
  'app.app_version': 'app.version',
  'app.app_build': 'app.build',
  'app.app_identifier': 'app.namespace',
  'browser.name': 'browser.name',
  'browser.version': 'browser.version',
  'culture.locale': 'locale',
  'culture.timezone': 'timezone',
  'device.name': 'device.name',
  'device.model': 'device.model',
  'device.manufacturer': 'device.manufacturer',
  'device.device_type': 'device.type',
  'device.device_unique_identifier': 'device.id',
  'device.connection_type': 'network.type',
  'device.screen_width_pixels': 'screen.width',
  'device.screen_height_pixels': 'screen.height',
  'device.screen_density': 'screen.density',
  'os.name': 'os.name',
  'os.version': 'os.version',
  'runtime.name': 'server.runtime',
  'runtime.version': 'server.runtimeVersion',
  'trace.trace_id': 'trace.traceId',
  'trace.span_id': 'trace.spanId',
} as const satisfies Readonly<Record<string, string>>;

/**
 * Attribute of a log, metric or span → path in `context` (@sentry/conventions 0.32). `url.full` is not among them: on most
 * spans it is the address that was called and not the page.
 */
export const ATTRIBUTES = {
  'browser.name': 'browser.name',
  'browser.version': 'browser.version',
  'culture.locale': 'locale',
  'culture.timezone': 'timezone',
  'device.model': 'device.model',
  'device.manufacturer': 'device.manufacturer',
  'os.name': 'os.name',
  'os.version': 'os.version',
  'sentry.sdk.name': 'library.name',
  'sentry.sdk.version': 'library.version',
  'user.ip_address': 'ip',
  'user_agent.original': 'userAgent',
} as const satisfies Readonly<Record<string, string>>;

/** The same for logs and metrics, on which `server.address` is the sender's own name; on spans it is the one that was called. */
export const RECORD_ATTRIBUTES = {
  ...ATTRIBUTES,
  'server.address': 'server.host',
} as const satisfies Readonly<Record<string, string>>;

/** Attribute → property that every other kind of message has under this name. */
export const ATTRIBUTE_PROPERTIES = {
  'sentry.release': 'release',
  'sentry.environment': 'environment',
} as const satisfies Readonly<Record<string, string>>;

/** The attribute of the person, and the one in which the gateway sends its own message id. */
export const USER_ATTRIBUTE = 'user.id';
export const ID_ATTRIBUTE = 'headgate.message_id';

/** How an app tells its consent with logs, metrics and spans, for which Sentry has no word: `consent.analytics` is true. */
export const CONSENT_PREFIX = 'consent.';

/** What the app or its exception says: the properties of an event. All other words of an event go to `context.sentry`. */
export const EVENT_WORDS = [
  'level',
  'logger',
  'message',
  'logentry',
  'exception',
  'threads',
  'stacktrace',
  'fingerprint',
  'extra',
  'transaction',
  'transaction_info',
  'release',
  'environment',
  'dist',
  'platform',
  'measurements',
  'errors',
] as const;

/** Headers of the request → path in `context`, in the spelling in which they are sent (RFC 9110 §10.1.3, §10.1.5). */
export const HEADERS = {
  Referer: 'page.referrer',
  'User-Agent': 'userAgent',
} as const satisfies Readonly<Record<string, string>>;

/** What a session says, beside who, when and with what; and the same words of a check-in. */
export const SESSION_WORDS = ['init', 'status', 'errors', 'duration', 'abnormal_mechanism'] as const;
export const CHECK_IN_WORDS = [
  'check_in_id',
  'monitor_slug',
  'status',
  'duration',
  'release',
  'environment',
  'monitor_config',
] as const;

/** Names of the track events that have a form of their own at Sentry. */
export const NAMES = {
  event: 'error',
  transaction: 'transaction',
  feedback: 'feedback',
  session: 'session',
  sessions: 'sessions',
  check_in: 'check_in',
  log: 'log',
  span: 'span',
  metric: 'metric',
} as const;

/** What Sentry's servers are asked to put in from the address of the connection; it is no address. */
export const AUTO_ADDRESS = '{{auto}}';
