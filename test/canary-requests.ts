/** Requests that carry canaries where no message is: headers, query strings, paths, broken and foreign bodies. */
import { gzipSync } from 'node:zlib';
import { CANARY_KINDS } from './canary.ts';
import type { CanaryKind, CanarySet } from './canary.ts';
import { talk } from './ingest-fixture.ts';
import { writeOtlp } from './otlp-protobuf.ts';
import { API_KEY } from './shop-gateway.ts';

const MARKED_HEADERS = [
  'Cookie',
  'User-Agent',
  'Referer',
  'X-Forwarded-For',
  'Forwarded',
  'X-Real-IP',
  'From',
  'X-Custom',
  'Content-Type',
  'Accept-Language',
  'X-Retry-Count',
  'Idempotency-Key',
  'Traceparent',
] as const;

/** Paths of Segment and Mixpanel, and one for each endpoint of the other protocols that reads a body. */
const SPEC_PATHS = ['/v1/batch', '/track', '/import', '/engage'];
const OTHER_PATHS = [
  '/2/httpapi',
  '/batch',
  '/identify',
  '/e',
  '/i/v1/analytics/events',
  '/com.snowplowanalytics.snowplow/tp2',
  '/com.snowplowanalytics.iglu/v1',
  '/v1/logs',
  '/v1/traces',
  '/api/42/envelope',
  '/api/42/store',
  '/sentry/tunnel',
  '/cloudevents',
  '/mp/collect',
  '/g/collect',
];
const FEW_KINDS: readonly CanaryKind[] = ['email', 'phone', 'jwt', 'url'];

const AT_ONCE = 32;

/** Sends them all on bare sockets; gives back every answer as it came. Origin is left out: CORS has it repeated to its sender. */
export async function sendMarkedRequests(port: number, canaries: CanarySet): Promise<readonly string[]> {
  const requests = [
    ...markedHeads(canaries),
    ...markedBodies(canaries, CANARY_KINDS, SPEC_PATHS),
    ...markedBodies(canaries, FEW_KINDS, OTHER_PATHS),
    ...CANARY_KINDS.flatMap((kind) => markedHeadsOfProtocols(canaries, kind)),
    ...CANARY_KINDS.flatMap((kind) => brokenContainers(canaries, kind)),
  ];
  const answers: string[] = [];
  while (requests.length > 0) {
    const some = requests.splice(0, AT_ONCE).map((request) => talk(port, ...request));
    answers.push(...(await Promise.all(some)));
  }
  return answers;
}

type Pieces = readonly (string | Buffer)[];

function markedHeads(canaries: CanarySet): readonly Pieces[] {
  const body = JSON.stringify({ writeKey: API_KEY, batch: [] });
  return CANARY_KINDS.flatMap((kind) => {
    const of = (place: string): string => canaries.plant(kind, place).replaceAll(/[\r\n]/g, ' ');
    const inUrl = (place: string): string => encodeURIComponent(of(place));
    const basic = Buffer.from(`${of('user of Basic')}:${of('password of Basic')}`).toString('base64');
    const headers = MARKED_HEADERS.map((name) => `${name}: ${of(`header ${name}`)}`);
    return [
      [post('/v1/batch', body, headers)],
      [post('/v1/batch', body, [`Authorization: Bearer ${of('bearer token')}`])],
      [post('/v1/batch', body, [`Authorization: Basic ${basic}`])],
      [post(`/v1/batch?email=${inUrl('query of a known path')}`, body, [])],
      [post(`/v1/${inUrl('unknown path')}`, body, [])],
      [post('/track', `data=${inUrl('data that is no base64')}`, headers)],
      [get(`/track?ip=0&data=${inUrl('data of a GET')}&verbose=${inUrl('verbose')}`)],
      [
        get(
          `/${inUrl('path')}?${inUrl('name in a query')}=${inUrl('value in a query')}#${inUrl('fragment')}`,
        ),
      ],
      [get(`/v1/projects/${inUrl('key of the settings')}/settings`)],
      [get(`/?who=${inUrl('query of the home page')}`)],
      [
        `BREW /${inUrl('path of a strange method')} HTTP/1.1\r\nHost: gateway.example\r\nConnection: close\r\n\r\n`,
      ],
      [`${of('no HTTP at all')}\r\n\r\n`],
      [`GET / HTTP/1.1\r\n${of('no header')}\r\n\r\n`],
      [
        `POST /v1/batch HTTP/1.1\r\nHost: ${inUrl('host')}.example\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
      ],
    ];
  });
}

function markedBodies(
  canaries: CanarySet,
  kinds: readonly CanaryKind[],
  paths: readonly string[],
): readonly Pieces[] {
  return kinds.flatMap((kind) => {
    const of = (place: string): string => canaries.plant(kind, `body: ${place}`);
    const whole = JSON.stringify({ writeKey: API_KEY, batch: [{ type: 'track', event: of('gzip') }] });
    const zipped = gzipSync(whole);
    const bodies: readonly (string | Buffer)[] = [
      of('no JSON'),
      `{"writeKey":"${API_KEY}","batch":[{"type":"track","event":${JSON.stringify(of('cut off'))}`,
      JSON.stringify(of('a text')),
      JSON.stringify([of('a list')]),
      JSON.stringify({ [of('a key')]: of('a value') }),
      JSON.stringify({
        writeKey: of('a wrong key'),
        batch: [{ type: 'track', event: of('under a wrong key') }],
      }),
      JSON.stringify({ writeKey: API_KEY, batch: of('a batch that is no list') }),
      JSON.stringify({ writeKey: API_KEY, batch: [of('a message that is no object')] }),
      JSON.stringify({ writeKey: API_KEY, batch: [{ type: of('an unknown type'), event: of('its name') }] }),
      `{"writeKey":"${API_KEY}","batch":[{"__proto__":${JSON.stringify({ a: of('__proto__') })}}]}`,
      `{"writeKey":"${API_KEY}","batch":${'['.repeat(200)}${JSON.stringify(of('too deep'))}${']'.repeat(200)}}`,
      zipped.subarray(0, zipped.length - 12),
      Buffer.concat([Buffer.from([0x1f, 0x8b]), Buffer.from(of('no gzip'))]),
      Buffer.from(of('UTF-16'), 'utf16le'),
    ];
    return bodies.flatMap((body) => paths.map((path) => [post(path, '', [], body), body]));
  });
}

/** Queries of pixels and side requests, and headers that only one protocol reads. */
function markedHeadsOfProtocols(canaries: CanarySet, kind: CanaryKind): readonly Pieces[] {
  const of = (place: string): string => canaries.plant(kind, place).replaceAll(/[\r\n]/g, ' ');
  const query = (path: string, ...names: readonly string[]): string =>
    `${path}?${names.map((name) => `${name}=${encodeURIComponent(of(`${name} of ${path}`))}`).join('&')}`;
  const targets = [
    query('/pixel/v1/track', 'writeKey', 'event', 'anonymousId', 'properties.note'),
    query('/sourceConfig', 'writeKey', 'p', 'v'),
    query('/groupidentify', 'api_key', 'identification'),
    query('/e', 'data', 'ip', 'ver'),
    query('/flags', 'v', 'token'),
    query('/i', 'e', 'aid', 'url', 'cx', 'ue_px', 'co', 'ue_pr'),
    query('/com.snowplowanalytics.iglu/v1', 'schema', 'aid', 'note'),
    query('/g/collect', 'tid', 'cid', 'en', 'dl', 'ep.note'),
    query('/api/embed/error-page', 'dsn', 'eventId', 'name', 'email'),
  ];
  const event = '{"note":"rye"}';
  const ceHeaders = ['id', 'source', 'type', 'subject', 'note'].map(
    (name) => `ce-${name}: ${of(`header ce-${name}`)}`,
  );
  return [
    ...targets.flatMap((target) => [[get(target)], [post(target, '', [])]]),
    [post(query('/mp/collect', 'measurement_id', 'api_secret'), event, [])],
    [post(query('/api/42/envelope', 'sentry_key', 'sentry_client'), event, [])],
    [post('/api/42/envelope', event, [`X-Sentry-Auth: Sentry sentry_key=${of('header X-Sentry-Auth')}`])],
    [post('/v1/batch', event, [`AnonymousId: ${of('header AnonymousId')}`])],
    [post('/com.snowplowanalytics.snowplow/tp2', event, [`SP-Anonymous: ${of('header SP-Anonymous')}`])],
    [post('/cloudevents', event, ['ce-specversion: 1.0', ...ceHeaders])],
    [post('/cloudevents', event, [`ce-specversion: ${of('header ce-specversion')}`])],
    [get(`/array/${encodeURIComponent(of('key of the configuration'))}/config`)],
  ];
}

/** Containers that are not what they should be, each with a key that is. */
function brokenContainers(canaries: CanarySet, kind: CanaryKind): readonly Pieces[] {
  const of = (place: string): string => canaries.plant(kind, `broken: ${place}`);
  const attributes = [{ key: of('a key of protobuf'), value: { stringValue: of('a value of protobuf') } }];
  const protobuf = writeOtlp('/v1/logs', { groups: [{ scoped: [{ records: [{ attributes }] }] }] });
  const bearer = [`Authorization: Bearer ${API_KEY}`];
  const asProtobuf = [...bearer, 'Content-Type: application/x-protobuf'];
  const header = JSON.stringify({
    dsn: `https://${API_KEY}@gateway.example/42`,
    trace: { user: of('a header') },
  });
  const bodies: readonly (readonly [path: string, headers: readonly string[], body: string | Uint8Array])[] =
    [
      ['/v1/logs', asProtobuf, protobuf.subarray(0, protobuf.length - 3)],
      ['/v1/traces', asProtobuf, protobuf],
      ['/v1/logs', asProtobuf, Buffer.from(of('no protobuf'))],
      [
        '/sentry/tunnel',
        [],
        `${header}\n{"type":"event","length":9999}\n{"message":${JSON.stringify(of('cut off'))}}`,
      ],
      ['/sentry/tunnel', [], `${header}\n${of('no header of an item')}\n{}`],
      ['/sentry/tunnel', [], `${header}\n{"type":${JSON.stringify(of('a type'))}}\n${of('a payload')}`],
      ['/track', [], `data=${encodeURIComponent(`*${of('no base64')}`)}`],
      ['/e', [], `data=${encodeURIComponent(`*${of('no base64 either')}`)}&compression=base64`],
      ['/identify', [], `api_key=${API_KEY}&identification=${encodeURIComponent(of('no JSON'))}`],
      [
        '/com.snowplowanalytics.snowplow/tp2',
        [],
        JSON.stringify({
          schema: 'iglu:com.snowplowanalytics.snowplow/payload_data/jsonschema/1-0-4',
          data: [{ e: 'ue', aid: API_KEY, cx: of('no base64 of JSON'), ue_pr: of('no JSON in a text') }],
        }),
      ],
      [
        '/cloudevents',
        [...bearer, 'Content-Type: application/cloudevents+json'],
        `{"specversion":"1.0","id":${JSON.stringify(of('cut off'))}`,
      ],
      [
        '/cloudevents',
        [...bearer, 'Content-Type: application/cloudevents-batch+json'],
        JSON.stringify([of('no event')]),
      ],
    ];
  return bodies.map(([path, headers, body]) => {
    const bytes = Buffer.from(body);
    return [post(path, '', headers, bytes), bytes];
  });
}

/** The head of a POST, with `body` behind it; `other` counts instead where it is sent apart. */
function post(path: string, body: string, headers: readonly string[], other: string | Buffer = body): string {
  const lines = [
    'Host: gateway.example',
    'Connection: close',
    `Content-Length: ${Buffer.byteLength(other)}`,
    ...headers,
  ];
  return `POST ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body}`;
}

function get(target: string): string {
  return `GET ${target} HTTP/1.1\r\nHost: gateway.example\r\nConnection: close\r\n\r\n`;
}
