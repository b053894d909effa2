/** An object store on loopback that checks every signature with AWS's own signer, and keeps what it was given by key. */
import { SignatureV4 } from '@smithy/signature-v4';
import { createHash, createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';

export const ACCESS_KEY = 'AKIAIOSFODNN7EXAMPLE';
export const SECRET_KEY = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
export const REGION = 'eu-central-1';

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
  readonly keeps?: boolean;
}

/** `fault` is asked for each PUT, with its path and the number of PUTs so far; null lets it pass. */
export async function startFakeStore(
  fault: (path: string, count: number) => Fault | null = () => null,
): Promise<FakeStore> {
  const objects: FakeStore['objects'] = new Map();
  const puts: string[] = [];
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readAll(request);
    const path = decodeURIComponent(request.url ?? '');
    puts.push(path);
    const found = fault(path, puts.length);
    const refusal = await refusalOf(request, body);
    if (refusal !== null) return answer(response, 403, refusal);
    if (request.method !== 'PUT') return answer(response, 405, 'MethodNotAllowed');
    if (found === null || found.keeps === true) {
      objects.set(path, { body, contentType: request.headers['content-type'] ?? '' });
    }
    return answer(response, found?.status ?? 200, found?.code ?? '');
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

/** Signs again what was signed, as it arrived, and compares. */
async function refusalOf(request: IncomingMessage, body: Buffer): Promise<string | null> {
  const { authorization = '' } = request.headers;
  const names = /SignedHeaders=([^,]+),/.exec(authorization)?.[1]?.split(';') ?? [];
  const digest = createHash('sha256').update(body).digest('hex');
  if (request.headers['x-amz-content-sha256'] !== digest) return 'XAmzContentSHA256Mismatch';
  const headers = Object.fromEntries(names.map((name) => [name, String(request.headers[name])]));
  const time = String(request.headers['x-amz-date']);
  const written = time.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z');
  const signer = new SignatureV4({
    service: 's3',
    region: REGION,
    credentials: { accessKeyId: ACCESS_KEY, secretAccessKey: SECRET_KEY },
    sha256: Sha256,
    uriEscapePath: false,
  });
  const { method = '', url = '' } = request;
  const signed = await signer.sign(
    { method, protocol: 'http:', hostname: '127.0.0.1', path: url, query: {}, headers, body },
    { signingDate: new Date(written) },
  );
  return signed.headers['authorization'] === authorization ? null : 'SignatureDoesNotMatch';
}

function answer(response: ServerResponse, status: number, code: string): void {
  const body = code === '' ? '' : `<?xml version="1.0"?><Error><Code>${code}</Code></Error>`;
  response.writeHead(status, { 'content-type': 'application/xml' }).end(body);
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
