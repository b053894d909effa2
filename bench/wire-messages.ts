/**
 * The same orders in the words of every wire protocol, as its SDK sends them: the twenty fields of the plan, ids, time, page,
 * address and user agent, and what the SDK adds by itself. Recorded requests of the SDKs are in `fixtures/decode`.
 */
import type { BenchRequest } from './load.ts';
import { protobufLogs } from './otlp-protobuf.ts';
import { BEARER, JSON_TYPE, isoTime, orders, request } from './order-request.ts';
import { cloudeventsBatch, ga4Collect } from './plain-messages.ts';
import { START_MS, WRITE_KEY, batch, message } from './shop.ts';
import type { Order } from './shop.ts';

export interface Maker {
  /** Protocol, and the form of it where it has several. */
  readonly name: string;
  /** Events in one request: 100, or what the protocol's SDK sends at most where that is less. */
  readonly events: number;
  /** A request with this many orders, from number `from` on. */
  readonly make: (from: number, count: number) => BenchRequest;
  /** All events of a request are those of the first order's person, address and user agent. */
  readonly hasOnePerson?: true;
}

const EVENTS = 100;
const SENT_AT = new Date(START_MS).toISOString();

/** By the id of the protocol. `benchProtocols` refuses to run when one of `PROTOCOLS` is missing. */
export const MAKERS: Readonly<Record<string, readonly Maker[]>> = {
  segment: [
    {
      name: 'segment',
      events: EVENTS,
      make: (from, count) => request('/v1/batch', JSON_TYPE, batch(from, count)),
    },
  ],
  rudderstack: [{ name: 'rudderstack', events: EVENTS, make: rudderstackBatch }],
  // mixpanel-node sends 50 at most (lib/mixpanel-node.js, MAX_BATCH_SIZE).
  mixpanel: [{ name: 'mixpanel', events: 50, make: mixpanelTrack }],
  amplitude: [{ name: 'amplitude', events: EVENTS, make: amplitudeEvents }],
  posthog: [
    { name: 'posthog, v0', events: EVENTS, make: posthogBatch },
    { name: 'posthog, v1', events: EVENTS, make: posthogEvents },
  ],
  snowplow: [{ name: 'snowplow, base64', events: EVENTS, make: snowplowPost }],
  otlp: [
    { name: 'otlp logs, JSON', events: EVENTS, make: otlpJson },
    { name: 'otlp logs, protobuf', events: EVENTS, make: otlpProtobuf },
  ],
  sentry: [
    { name: 'sentry, logs', events: EVENTS, make: sentryLogs },
    // "This Item may occur at most once per Envelope" (https://develop.sentry.dev/sdk/data-model/envelope-items/#event).
    { name: 'sentry, errors', events: 1, make: sentryErrors },
  ],
  // At most 25 events a request (https://developers.google.com/analytics/devguides/collection/protocol/ga4/sending-events).
  ga4: [{ name: 'ga4', events: 25, make: ga4Collect, hasOnePerson: true }],
  cloudevents: [{ name: 'cloudevents, batch', events: EVENTS, make: cloudeventsBatch }],
};

/** Segment's events one a request, beside which a protocol is measured whose requests have one. */
export const SINGLE: Maker = {
  name: 'segment, singles',
  events: 1,
  make: (from, count) => request('/v1/batch', JSON_TYPE, batch(from, count)),
};

/** As @rudderstack/rudder-sdk-node 3.0.13 sends it. */
function rudderstackBatch(from: number, count: number): BenchRequest {
  const messages = Array.from({ length: count }, (_, at) => {
    const { timestamp, ...rest } = message(from + at);
    return {
      ...rest,
      channel: 'server',
      _metadata: { nodeVersion: '24.0.0' },
      originalTimestamp: timestamp,
      sentAt: SENT_AT,
    };
  });
  const headers = {
    ...JSON_TYPE,
    'user-agent': 'analytics-node/3.0.13',
    authorization: `Basic ${Buffer.from(`${WRITE_KEY}:`).toString('base64')}`,
  };
  return request(
    '/v1/batch',
    headers,
    JSON.stringify({ batch: messages, timestamp: SENT_AT, sentAt: SENT_AT }),
  );
}

/** As mixpanel 0.24.0 sends it: base64 of JSON in a form. */
function mixpanelTrack(from: number, count: number): BenchRequest {
  const events = orders(from, count, (order) => ({
    event: 'Order Completed',
    properties: {
      ...order.fields,
      token: WRITE_KEY,
      time: order.time,
      distinct_id: order.userId,
      $user_id: order.userId,
      $device_id: order.anonymousId,
      $insert_id: order.id,
      mp_lib: 'node',
      $lib_version: '0.24.0',
      ip: order.ip,
      $user_agent: order.userAgent,
      $current_url: order.pageUrl,
    },
  }));
  const data = Buffer.from(JSON.stringify(events)).toString('base64');
  return request(
    '/track',
    { 'content-type': 'application/x-www-form-urlencoded' },
    `ip=0&verbose=0&data=${data}`,
  );
}

/** As @amplitude/analytics-node 1.5.73 sends it; the page is what its browser SDK writes. */
function amplitudeEvents(from: number, count: number): BenchRequest {
  const events = orders(from, count, (order) => ({
    user_id: order.userId,
    device_id: order.anonymousId,
    time: order.time,
    insert_id: order.id,
    event_type: 'Order Completed',
    event_properties: { ...order.fields, '[Amplitude] Page Location': order.pageUrl },
    ip: order.ip,
    user_agent: order.userAgent,
    platform: 'Node.js',
    library: 'amplitude-node-ts/1.5.73',
    event_id: 7,
    session_id: -1,
  }));
  const body = { api_key: WRITE_KEY, events, options: {}, client_upload_time: SENT_AT };
  return request('/2/httpapi', JSON_TYPE, JSON.stringify(body));
}

/** What posthog-node 5.70.0 adds, and the words of posthog-js for page, address and user agent. */
function posthogProperties(order: Order): object {
  return {
    ...order.fields,
    $current_url: order.pageUrl,
    $ip: order.ip,
    $raw_user_agent: order.userAgent,
    $device_id: order.anonymousId,
    $is_server: true,
    $geoip_disable: true,
  };
}

function posthogMessage(order: Order): object {
  const library = { $lib: 'posthog-node', $lib_version: '5.70.0' };
  return {
    event: 'Order Completed',
    uuid: order.id,
    distinct_id: order.userId,
    timestamp: isoTime(order),
    type: 'capture',
    library: 'posthog-node',
    library_version: '5.70.0',
    properties: { ...posthogProperties(order), ...library },
  };
}

function posthogBatch(from: number, count: number): BenchRequest {
  const body = { api_key: WRITE_KEY, batch: orders(from, count, posthogMessage), sent_at: SENT_AT };
  return request('/batch', JSON_TYPE, JSON.stringify(body));
}

function posthogEvents(from: number, count: number): BenchRequest {
  const events = orders(from, count, (order) => ({
    event: 'Order Completed',
    uuid: order.id,
    distinct_id: order.userId,
    timestamp: isoTime(order),
    options: {},
    properties: posthogProperties(order),
  }));
  const headers = {
    ...JSON_TYPE,
    ...BEARER,
    'posthog-sdk-info': 'posthog-node/5.70.0',
    'posthog-request-timestamp': SENT_AT,
  };
  return request('/i/v1/analytics/events', headers, JSON.stringify({ created_at: SENT_AT, batch: events }));
}

const SNOWPLOW = 'iglu:com.snowplowanalytics.snowplow';

/** As @snowplow/browser-tracker 4.10.1 sends it with `encodeBase64`; numbers are text, but not in the self-describing event. */
function snowplowPost(from: number, count: number): BenchRequest {
  const data = orders(from, count, (order) => {
    const event = { schema: 'iglu:example.shop/order_completed/jsonschema/1-0-0', data: order.fields };
    const page = { schema: `${SNOWPLOW}/web_page/jsonschema/1-0-0`, data: { id: order.anonymousId } };
    return {
      e: 'ue',
      eid: order.id,
      tv: 'js-4.10.1',
      tna: 'sp1',
      aid: WRITE_KEY,
      p: 'web',
      cookie: '1',
      cs: 'UTF-8',
      lang: 'en-GB',
      res: '1280x720',
      cd: '24',
      tz: 'Europe/Brussels',
      dtm: String(order.time),
      vp: '1280x720',
      ds: '1280x3016',
      vid: '1',
      sid: order.anonymousId,
      duid: order.anonymousId,
      uid: order.userId,
      url: order.pageUrl,
      ip: order.ip,
      ua: order.userAgent,
      stm: String(order.time),
      ue_px: base64Url({ schema: `${SNOWPLOW}/unstruct_event/jsonschema/1-0-0`, data: event }),
      cx: base64Url({ schema: `${SNOWPLOW}/contexts/jsonschema/1-0-0`, data: [page] }),
    };
  });
  const body = { schema: `${SNOWPLOW}/payload_data/jsonschema/1-0-4`, data };
  return request('/com.snowplowanalytics.snowplow/tp2', JSON_TYPE, JSON.stringify(body));
}

function base64Url(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** Attributes of a record and of its resource, as the exporters of OpenTelemetry write them. */
function attributesOf(order: Order): Readonly<Record<string, string | number | boolean>> {
  return {
    ...order.fields,
    'user.id': order.userId,
    'app.installation.id': order.anonymousId,
    'log.record.uid': order.id,
    'client.address': order.ip,
    'user_agent.original': order.userAgent,
    'url.full': order.pageUrl,
  };
}

const RESOURCE = {
  'service.name': 'shop',
  'service.version': '1.4.0',
  'host.name': 'host-a',
  'host.arch': 'amd64',
  'os.type': 'linux',
  'os.version': '6.1',
  'process.pid': 4242,
  'process.runtime.name': 'nodejs',
  'process.runtime.version': '24.0.0',
  'telemetry.sdk.language': 'nodejs',
  'telemetry.sdk.name': 'opentelemetry',
  'telemetry.sdk.version': '3.1.0',
};
const SEVERITY = { number: 9, text: 'INFO' };

function otlpJson(from: number, count: number): BenchRequest {
  const logRecords = orders(from, count, (order) => ({
    timeUnixNano: `${order.time}123456`,
    observedTimeUnixNano: `${order.time}223456`,
    severityNumber: SEVERITY.number,
    severityText: SEVERITY.text,
    eventName: 'Order Completed',
    attributes: jsonAttributes(attributesOf(order)),
    droppedAttributesCount: 0,
  }));
  const resource = { attributes: jsonAttributes(RESOURCE), droppedAttributesCount: 0 };
  const scopeLogs = [{ scope: { name: 'shop-events', version: '2.0.0' }, logRecords }];
  const body = { resourceLogs: [{ resource, scopeLogs }] };
  return request('/v1/logs', { ...JSON_TYPE, ...BEARER }, JSON.stringify(body));
}

function jsonAttributes(values: Readonly<Record<string, string | number | boolean>>): readonly object[] {
  return Object.entries(values).map(([key, value]) => ({ key, value: jsonValue(value) }));
}

function jsonValue(value: string | number | boolean): object {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  return Number.isInteger(value) ? { intValue: value } : { doubleValue: value };
}

function otlpProtobuf(from: number, count: number): BenchRequest {
  const records = orders(from, count, (order) => ({
    nanos: BigInt(order.time) * 1_000_000n,
    severity: SEVERITY,
    eventName: 'Order Completed',
    attributes: attributesOf(order),
  }));
  const body = protobufLogs(RESOURCE, { name: 'shop-events', version: '2.0.0' }, records);
  return request('/v1/logs', { ...BEARER, 'content-type': 'application/x-protobuf' }, body);
}

const SENTRY_PATH = `/api/42/envelope?sentry_version=7&sentry_key=${WRITE_KEY}`;
const SENTRY_SDK = { name: 'sentry.javascript.node', version: '11.12.0' };
const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';

/** One container of logs, as @sentry/node 11.12.0 flushes it at 100 (@sentry/core, logs/internal.js, MAX_LOG_BUFFER_SIZE). */
function sentryLogs(from: number, count: number): BenchRequest {
  const items = orders(from, count, (order) => ({
    timestamp: order.time / 1000,
    level: 'info',
    body: 'order paid',
    trace_id: TRACE_ID,
    severity_number: SEVERITY.number,
    attributes: sentryAttributes({
      ...order.fields,
      'user.id': order.userId,
      'user.ip_address': order.ip,
      'user_agent.original': order.userAgent,
      'sentry.release': 'shop@1.4.2',
      'sentry.environment': 'production',
      'sentry.sdk.name': SENTRY_SDK.name,
      'sentry.sdk.version': SENTRY_SDK.version,
      'server.address': 'shop-1',
      'sentry.timestamp.sequence': 0,
    }),
  }));
  const header = { type: 'log', item_count: count, content_type: 'application/vnd.sentry.items.log+json' };
  return envelope({ sdk: SENTRY_SDK }, [[header, { items }]]);
}

function sentryAttributes(values: Readonly<Record<string, string | number | boolean>>): object {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, { value, type: sentryType(value) }]),
  );
}

function sentryType(value: string | number | boolean): string {
  if (typeof value !== 'number') return typeof value;
  return Number.isInteger(value) ? 'integer' : 'double';
}

function sentryErrors(from: number, count: number): BenchRequest {
  const items = orders(from, count, (order): readonly [object, object] => [
    { type: 'event' },
    {
      event_id: order.id.replaceAll(/[^0-9a-f]/g, '').slice(-32),
      timestamp: order.time / 1000,
      level: 'error',
      platform: 'node',
      environment: 'production',
      release: 'shop@1.4.2',
      server_name: 'shop-1',
      exception: { values: [{ type: 'TypeError', value: 'card declined', stacktrace: { frames: FRAMES } }] },
      user: { id: order.userId, ip_address: order.ip },
      request: { url: order.pageUrl, method: 'POST', headers: { 'user-agent': order.userAgent } },
      contexts: {
        trace: { trace_id: TRACE_ID, span_id: '53995c3f42cd8ad8' },
        runtime: { name: 'node', version: 'v24' },
      },
      sdk: SENTRY_SDK,
      extra: order.fields,
    },
  ]);
  return envelope(
    { sent_at: SENT_AT, sdk: SENTRY_SDK, trace: { trace_id: TRACE_ID, release: 'shop@1.4.2' } },
    items,
  );
}

const FRAMES = ['processTicksAndRejections', 'handle', 'pay', 'charge'].map((name, at) => ({
  filename: '/srv/shop/shop.mjs',
  module: 'shop',
  function: name,
  lineno: 20 + at,
  colno: 7,
  in_app: at > 0,
}));

function envelope(header: object, items: readonly (readonly [object, object])[]): BenchRequest {
  const lines = [header, ...items.flat()].map((line) => JSON.stringify(line));
  return request(SENTRY_PATH, { 'content-type': 'application/x-sentry-envelope' }, lines.join('\n'));
}
