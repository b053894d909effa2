import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { SignatureV4 } from '@smithy/signature-v4';
import { describe, expect, it } from 'vitest';
import { Sha256 } from '../../../../test/fake-store.ts';
import { signAwsRequest } from './sign-aws.ts';
import type { AwsCredentials } from './sign-aws.ts';

const EXAMPLE: AwsCredentials = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  sessionToken: null,
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html, the examples without a query. */
describe('the examples that AWS publishes', () => {
  const NOW = Date.UTC(2013, 4, 24);
  const scope = { credentials: EXAMPLE, region: 'us-east-1', nowMs: NOW };

  it('PUT an object', () => {
    const headers = { date: 'Fri, 24 May 2013 00:00:00 GMT', 'x-amz-storage-class': 'REDUCED_REDUNDANCY' };
    const url = new URL('https://examplebucket.s3.amazonaws.com/test%24file.text');
    const body = Buffer.from('Welcome to Amazon S3.');
    expect(signAwsRequest({ method: 'PUT', url, headers, body }, scope)).toEqual({
      ...headers,
      'x-amz-content-sha256': '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072',
      'x-amz-date': '20130524T000000Z',
      authorization:
        'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, ' +
        'SignedHeaders=date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class, ' +
        'Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
    });
  });

  it('GET a range of an object', () => {
    const url = new URL('https://examplebucket.s3.amazonaws.com/test.txt');
    const request = { method: 'GET', url, headers: { range: 'bytes=0-9' }, body: new Uint8Array() };
    expect(signAwsRequest(request, scope)['authorization']).toMatch(
      /Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41$/,
    );
  });
});

function encode(segment: string): string {
  return encodeURIComponent(segment).replace(
    /[!'()*]/g,
    (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

it("agrees with AWS's own signer over keys, tokens, bodies and times of any kind", async () => {
  const segment = fc
    .string({ unit: 'grapheme', minLength: 1 })
    .filter((each) => each !== '.' && each !== '..');
  const printable = fc.string({
    unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
    minLength: 1,
  });
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        path: fc.array(segment, { minLength: 1, maxLength: 4 }),
        body: fc.uint8Array(),
        secretAccessKey: fc.string({ minLength: 1 }),
        sessionToken: fc.option(printable),
        header: printable,
        region: fc.constantFrom('us-east-1', 'auto', 'eu-central-1'),
        host: fc.constantFrom('shop.s3.amazonaws.com', '127.0.0.1:9000', 'store.example:8443'),
        nowMs: fc.integer({ min: 0, max: Date.UTC(2100, 0, 1) }),
      }),
      async ({ path, body, secretAccessKey, sessionToken, header, region, host, nowMs }) => {
        const credentials = { accessKeyId: 'AKIA', secretAccessKey, sessionToken };
        const url = new URL(`https://${host}/${path.map(encode).join('/')}`);
        const headers = { 'content-type': 'application/gzip', 'x-amz-meta-note': header };
        const own = signAwsRequest({ method: 'PUT', url, headers, body }, { credentials, region, nowMs });

        const signer = new SignatureV4({
          service: 's3',
          region,
          credentials: {
            accessKeyId: 'AKIA',
            secretAccessKey,
            ...(sessionToken === null ? {} : { sessionToken }),
          },
          sha256: Sha256,
          uriEscapePath: false,
        });
        const request = {
          method: 'PUT',
          protocol: 'https:',
          hostname: url.hostname,
          path: url.pathname,
          query: {},
          headers: {
            ...headers,
            host,
            'x-amz-content-sha256': createHash('sha256').update(body).digest('hex'),
          },
          body,
        };
        const theirs = await signer.sign(request, { signingDate: new Date(nowMs) });
        expect({ ...own, host }).toEqual(theirs.headers);
      },
    ),
    { numRuns: 300 },
  );
});
