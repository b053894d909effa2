/** Requests that carry canaries where no message is: headers, query strings, paths, broken and foreign bodies. */
import { gzipSync } from 'node:zlib';
import { CANARY_KINDS } from './canary.ts';
import type { CanarySet } from './canary.ts';
import { talk } from './ingest-fixture.ts';
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

const AT_ONCE = 32;

/** Sends them all on bare sockets; gives back every answer as it came. Origin is left out: CORS has it repeated to its sender. */
export async function sendMarkedRequests(port: number, canaries: CanarySet): Promise<readonly string[]> {
  const requests = [...markedHeads(canaries), ...markedBodies(canaries)];
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

function markedBodies(canaries: CanarySet): readonly Pieces[] {
  return CANARY_KINDS.flatMap((kind) => {
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
    return bodies.flatMap((body) =>
      ['/v1/batch', '/track', '/import', '/engage'].map((path) => [post(path, '', [], body), body]),
    );
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
