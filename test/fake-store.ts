/**
 * An object store on loopback that checks every signature with AWS's own signer, and keeps what it was given by key. It asks
 * for what S3 asks for (https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html): the host and every
 * `x-amz-` header signed, the path encoded in the one way, a time within 15 minutes of its own.
 */
import { SignatureV4 } from '@smithy/signature-v4';
import { createHash, createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';

export const ACCESS_KEY = 'AKIAIOSFODNN7EXAMPLE';
export const SECRET_KEY = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
export const REGION = 'eu-central-1';

/** How far the time of a request may be from the store's. */
const SKEW_MS_MAX = 15 * 60_000;

export interface FakeStore {
  readonly url: string;
  readonly host: string;
  /** The objects by path, decoded. */
  readonly objects: Map<string, { readonly body: Buffer; readonly contentType: string }>;
  /** Every PUT, also those refused. */
  readonly puts: string[];
  close(): Promise<void>;
}

/** An answer instead of the store's own; the object is kept before it when `keeps` says so. */
export interface Fault {
  readonly status: number;
  readonly code: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly keeps?: boolean;
}

export interface StoreRules {
  /** Of temporary credentials; default: the credentials are lasting ones. */
  readonly sessionToken?: string;
  /** Default: the time that the request names. */
  readonly now?: number;
}

/** `fault` is asked for each PUT, with its path and the number of PUTs so far; null lets it pass. */
export async function startFakeStore(
  fault: (path: string, count: number) => Fault | null = () => null,
  rules: StoreRules = {},
): Promise<FakeStore> {
  const objects: FakeStore['objects'] = new Map();
  const puts: string[] = [];
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readAll(request);
    const path = decodeURIComponent(request.url ?? '');
    puts.push(path);
    const found = fault(path, puts.length);
    const refusal = await refusalOf(request, body, rules);
    if (refusal !== null) return answer(response, { status: 403, code: refusal });
    if (request.method !== 'PUT') return answer(response, { status: 405, code: 'MethodNotAllowed' });
    if (found === null || found.keeps === true) {
      objects.set(path, { body, contentType: request.headers['content-type'] ?? '' });
    }
    return answer(response, found ?? { status: 200, code: '' });
  };
  const server = createServer((request, response) => {
    take(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const host = `127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  return {
    url: `http://${host}`,
    host,
    objects,
    puts,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** The code of what is wrong with the request itself; null when nothing is. */
async function refusalOf(request: IncomingMessage, body: Buffer, rules: StoreRules): Promise<string | null> {
  const { headers } = request;
  const names = namesSigned(headers);
  const amazons = Object.keys(headers).filter((name) => name.startsWith('x-amz-'));
  if (!['host', ...amazons].every((name) => names.includes(name))) return 'AccessDenied';
  const digest = createHash('sha256').update(body).digest('hex');
  if (headers['x-amz-content-sha256'] !== digest) return 'XAmzContentSHA256Mismatch';
  if (headers['x-amz-security-token'] !== rules.sessionToken) return 'InvalidToken';
  const time = timeOf(headers);
  const isNear = Math.abs(time - (rules.now ?? time)) <= SKEW_MS_MAX;
  if (!isNear) return 'RequestTimeTooSkewed';
  const signed = Object.fromEntries(names.map((name) => [name, String(headers[name])]));
  const { method = '', url = '' } = request;
  const expected = await authorizationOf({ method, url, signed, body, time }, rules);
  return expected === headers.authorization ? null : 'SignatureDoesNotMatch';
}

function namesSigned({ authorization = '' }: IncomingMessage['headers']): readonly string[] {
  return /SignedHeaders=([^,]+),/.exec(authorization)?.[1]?.split(';') ?? [];
}

/** Milliseconds since 1970; no number when it cannot be read, which is near to no time. */
function timeOf(headers: IncomingMessage['headers']): number {
  const written = String(headers['x-amz-date']);
  return Date.parse(written.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}

interface Signing {
  readonly method: string;
  readonly url: string;
  /** The headers that the request says are signed. */
  readonly signed: Record<string, string>;
  readonly body: Buffer;
  readonly time: number;
}

/** Signs again what was signed, as it arrived. */
async function authorizationOf(
  { method, url, signed, body, time }: Signing,
  { sessionToken }: StoreRules,
): Promise<string | undefined> {
  const lasting = { accessKeyId: ACCESS_KEY, secretAccessKey: SECRET_KEY };
  const signer = new SignatureV4({
    service: 's3',
    region: REGION,
    credentials: sessionToken === undefined ? lasting : { ...lasting, sessionToken },
    sha256: Sha256,
    uriEscapePath: false,
  });
  const again = await signer.sign(
    {
      method,
      protocol: 'http:',
      hostname: '127.0.0.1',
      path: canonical(url),
      query: {},
      headers: signed,
      body,
    },
    { signingDate: new Date(time) },
  );
  return again.headers['authorization'];
}

/** The path as S3 signs it: decoded, and every byte encoded anew that is no unreserved character (RFC 3986 §2.3). */
function canonical(path: string): string {
  const segments = path.split('/').map((segment) => Buffer.from(decodeURIComponent(segment)));
  return segments.map((bytes) => Array.from(bytes, encodeByte).join('')).join('/');
}

function encodeByte(byte: number): string {
  const character = String.fromCharCode(byte);
  const isUnreserved = /[A-Za-z0-9._~-]/.test(character);
  return isUnreserved ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
}

function answer(response: ServerResponse, { status, code, headers = {} }: Fault): void {
  const body = code === '' ? '' : `<?xml version="1.0"?><Error><Code>${code}</Code></Error>`;
  response.writeHead(status, { 'content-type': 'application/xml', ...headers }).end(body);
}

async function readAll(stream: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

type Data = string | ArrayBuffer | ArrayBufferView;

/** The digest that AWS's signer asks for, over node:crypto. */
export class Sha256 {
  #chunks: Buffer[] = [];
  readonly #key: Buffer | null;

  constructor(key?: Data) {
    this.#key = key === undefined ? null : bytesOf(key);
  }

  update(chunk: Data): void {
    this.#chunks.push(bytesOf(chunk));
  }

  digest(): Promise<Uint8Array> {
    const hash = this.#key === null ? createHash('sha256') : createHmac('sha256', this.#key);
    return Promise.resolve(new Uint8Array(hash.update(Buffer.concat(this.#chunks)).digest()));
  }

  reset(): void {
    this.#chunks = [];
  }
}

function bytesOf(data: Data): Buffer {
  if (typeof data === 'string') return Buffer.from(data);
  if (data instanceof ArrayBuffer) return Buffer.from(data);
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}
