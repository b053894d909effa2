/**
 * AWS Signature Version 4 in the Authorization header, the payload signed in a single chunk
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html). Pure: the time is handed in.
 */
import { createHash, createHmac } from 'node:crypto';

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of temporary credentials. */
  readonly sessionToken: string | null;
}

export interface UnsignedRequest {
  readonly method: string;
  /** Without a query; its path is signed as it stands, percent-encoded once as S3 asks for. */
  readonly url: URL;
  /** Names in lower case; all of them are signed, and the host. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface SigningScope {
  readonly credentials: AwsCredentials;
  readonly region: string;
  /** Milliseconds since 1970; a store refuses what is more than 15 minutes off. */
  readonly nowMs: number;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';
const SERVICE = 's3';

/** The headers to send: those given, the signature, and what it asks for. The host is left to the connection. */
export function signAwsRequest(request: UnsignedRequest, scope: SigningScope): Record<string, string> {
  const { credentials, region, nowMs } = scope;
  const timestamp = new Date(nowMs).toISOString().replace(/[-:]|\.\d{3}/g, '');
  const day = timestamp.slice(0, 8);
  const bodyDigest = sha256(request.body);
  const headers = {
    ...request.headers,
    'x-amz-content-sha256': bodyDigest,
    'x-amz-date': timestamp,
    ...(credentials.sessionToken === null ? {} : { 'x-amz-security-token': credentials.sessionToken }),
  };

  const signed = Object.entries({ ...headers, host: request.url.host }).toSorted(byName);
  const names = signed.map(([name]) => name).join(';');
  const lines = signed.map(([name, value]) => `${name}:${value.trim().replace(/ +/g, ' ')}\n`);
  // The empty line between is the query's.
  const canonical = [request.method, request.url.pathname, '', lines.join(''), names, bodyDigest].join('\n');

  const place = `${day}/${region}/${SERVICE}/aws4_request`;
  const toSign = [ALGORITHM, timestamp, place, sha256(canonical)].join('\n');
  const signature = hmac(keyOf(scope, day), toSign).toString('hex');
  const credential = `Credential=${credentials.accessKeyId}/${place}`;
  return {
    ...headers,
    authorization: `${ALGORITHM} ${credential}, SignedHeaders=${names}, Signature=${signature}`,
  };
}

function keyOf({ credentials, region }: SigningScope, day: string): Buffer {
  const ofDay = hmac(`AWS4${credentials.secretAccessKey}`, day);
  return hmac(hmac(hmac(ofDay, region), SERVICE), 'aws4_request');
}

/** By code units, which for lower-case header names is by bytes. */
function byName([left]: readonly [string, string], [right]: readonly [string, string]): number {
  return left < right ? -1 : 1;
}

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text, 'utf8').digest();
}
