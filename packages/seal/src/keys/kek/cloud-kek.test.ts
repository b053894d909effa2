/**
 * AWS is asked through its real SDK, over HTTP, at a KMS on loopback. Google's and Azure's SDKs are stood in for at the interface
 * that is used of them; each fake keeps keys and checks what the service would.
 */
import {
  constants,
  createCipheriv,
  createDecipheriv,
  generateKeyPairSync,
  privateDecrypt,
  publicEncrypt,
  randomBytes,
} from 'node:crypto';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAzureKek } from './azure-kek.ts';
import { openGcpKek } from './gcp-kek.ts';
import { describeKek } from './kek.contract.ts';
import { loadSdk } from './load-sdk.ts';
import { openKek } from './open-kek.ts';

const NONE = { passphrase: null, secret: null, token: null, namespace: null };

function gcmSeal(key: Uint8Array, plain: Uint8Array, aad: string): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(aad));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function gcmOpen(key: Uint8Array, sealed: Buffer, aad: string): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12))
    .setAAD(Buffer.from(aad))
    .setAuthTag(sealed.subarray(-16));
  return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]);
}

function keyring(names: readonly string[]): (name: unknown) => Uint8Array | null {
  const keys = new Map(names.map((name) => [name, randomBytes(32)]));
  return (name) => keys.get(String(name)) ?? null;
}

describe('a KEK in AWS KMS, by its SDK', () => {
  const keyOf = keyring(['alias/headgate', 'alias/other']);
  let server: Server;

  function answer(target: unknown, body: Record<string, unknown>): { status: number; body: object } {
    const key = keyOf(body['KeyId']);
    if (key === null) return { status: 400, body: { __type: 'NotFoundException' } };
    const aad = JSON.stringify(body['EncryptionContext']);
    if (target === 'TrentService.Encrypt') {
      const plain = Buffer.from(String(body['Plaintext']), 'base64');
      return { status: 200, body: { CiphertextBlob: gcmSeal(key, plain, aad).toString('base64') } };
    }
    try {
      const blob = Buffer.from(String(body['CiphertextBlob']), 'base64');
      return { status: 200, body: { Plaintext: gcmOpen(key, blob, aad).toString('base64') } };
    } catch {
      return { status: 400, body: { __type: 'InvalidCiphertextException' } };
    }
  }

  const before = { ...process.env };
  beforeAll(async () => {
    server = createServer((request, response) => {
      let text = '';
      request.setEncoding('utf8').on('data', (more: string) => (text += more));
      request.on('end', () => {
        const isSigned = request.headers.authorization?.startsWith('AWS4-HMAC-SHA256 Credential=test-id/');
        const { status, body } =
          isSigned === true
            ? answer(request.headers['x-amz-target'], JSON.parse(text) as Record<string, unknown>)
            : { status: 403, body: { __type: 'AccessDeniedException' } };
        response
          .writeHead(status, { 'content-type': 'application/x-amz-json-1.1' })
          .end(JSON.stringify(body));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    // The SDK reads these itself, as it does for its users.
    Object.assign(process.env, {
      AWS_ENDPOINT_URL_KMS: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'test-id',
      AWS_SECRET_ACCESS_KEY: 'test-secret',
      AWS_MAX_ATTEMPTS: '1',
    });
  });
  afterAll(async () => {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    await new Promise((resolve) => server.close(resolve));
  });

  describeKek(async () => ({
    kek: await openKek({ provider: 'aws', key: 'alias/headgate' }, NONE),
    other: await openKek({ provider: 'aws', key: 'alias/other' }, NONE),
  }));

  it('says denied for a key that is not there, and unreachable where nobody answers', async () => {
    const none = await openKek({ provider: 'aws', key: 'alias/none' }, NONE);
    await expect(none.wrap(Buffer.alloc(32), 'c')).rejects.toMatchObject({
      fault: 'denied',
      message: 'AWS KMS refused (NotFoundException).',
    });
    process.env['AWS_ENDPOINT_URL_KMS'] = 'http://127.0.0.1:9';
    const lost = await openKek({ provider: 'aws', key: 'alias/headgate' }, NONE);
    await expect(lost.wrap(Buffer.alloc(32), 'c')).rejects.toMatchObject({ fault: 'unreachable' });
  });
});

function gcpName(key: string): string {
  return `projects/p/locations/eu/keyRings/r/cryptoKeys/${key}`;
}

function failure(code: number): Error {
  return Object.assign(new Error('quoted request'), { code });
}

describe('a KEK in Google Cloud KMS', () => {
  const keyOf = keyring([gcpName('headgate'), gcpName('other')]);

  function sdk(isRest: boolean): object {
    const out = (bytes: Buffer): Uint8Array | string => (isRest ? bytes.toString('base64') : bytes);
    class KeyManagementServiceClient {
      async encrypt(request: Record<string, unknown>): Promise<unknown[]> {
        const key = keyOf(request['name']);
        if (key === null) throw failure(5);
        const aad = (request['additionalAuthenticatedData'] as Buffer).toString();
        return [{ ciphertext: out(gcmSeal(key, request['plaintext'] as Buffer, aad)) }, undefined, undefined];
      }

      async decrypt(request: Record<string, unknown>): Promise<unknown[]> {
        const key = keyOf(request['name']);
        const aad = (request['additionalAuthenticatedData'] as Buffer).toString();
        if (key === null) throw failure(5);
        try {
          return [{ plaintext: out(gcmOpen(key, request['ciphertext'] as Buffer, aad)) }];
        } catch {
          throw failure(3);
        }
      }
    }
    return { KeyManagementServiceClient };
  }

  describe.each([false, true])('which answers with base64: %s', (isRest) => {
    const load = async (): Promise<unknown> => sdk(isRest);
    describeKek(async () => ({
      kek: await openGcpKek({ provider: 'gcp', key: gcpName('headgate') }, load),
      other: await openGcpKek({ provider: 'gcp', key: gcpName('other') }, load),
    }));
  });

  it('says denied for a key that is not there, without the words of the SDK', async () => {
    const kek = await openGcpKek({ provider: 'gcp', key: gcpName('none') }, async () => sdk(false));
    await expect(kek.wrap(Buffer.alloc(32), 'c')).rejects.toMatchObject({
      fault: 'denied',
      message: 'Google Cloud KMS refused (Error).',
    });
  });
});

describe('a KEK in Azure Key Vault', () => {
  const VAULT = 'https://shop.vault.azure.net/keys';
  const pairs = new Map(
    ['headgate/v1', 'headgate/v2', 'other/v1'].map((name) => [
      `${VAULT}/${name}`,
      generateKeyPairSync('rsa', { modulusLength: 2048 }),
    ]),
  );
  const newest = new Map([
    [`${VAULT}/headgate`, `${VAULT}/headgate/v1`],
    [`${VAULT}/other`, `${VAULT}/other/v1`],
  ]);
  const OAEP = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' };
  const asked: string[] = [];

  class CryptographyClient {
    readonly url: string;
    constructor(url: string, credential: object) {
      if (!(credential instanceof DefaultAzureCredential)) throw new TypeError('Expected a credential.');
      this.url = newest.get(url) ?? url;
      asked.push(this.url);
    }
    async wrapKey(algorithm: string, key: Uint8Array): Promise<object> {
      const pair = pairs.get(this.url);
      if (pair === undefined || algorithm !== 'RSA-OAEP-256')
        throw Object.assign(new Error(), { statusCode: 404 });
      return { result: publicEncrypt({ key: pair.publicKey, ...OAEP }, key), algorithm, keyID: this.url };
    }
    async unwrapKey(_: string, wrapped: Uint8Array): Promise<object> {
      const pair = pairs.get(this.url);
      if (pair === undefined) throw Object.assign(new Error(), { statusCode: 404 });
      try {
        return { result: privateDecrypt({ key: pair.privateKey, ...OAEP }, wrapped) };
      } catch {
        throw Object.assign(new Error(), { statusCode: 400 });
      }
    }
  }
  class DefaultAzureCredential {
    readonly isDefault = true;
  }

  const load = async (name: string): Promise<unknown> =>
    name === '@azure/identity' ? { DefaultAzureCredential } : { CryptographyClient };
  const open = (key: string) => openAzureKek({ provider: 'azure', key: `${VAULT}/${key}` }, load);

  describeKek(async () => ({ kek: await open('headgate'), other: await open('other') }));

  it('opens what an older version of its key wrapped', async () => {
    const kek = await open('headgate');
    const secret = randomBytes(32);
    const wrapped = await kek.wrap(secret, 'c');
    newest.set(`${VAULT}/headgate`, `${VAULT}/headgate/v2`);
    expect(await kek.unwrap(wrapped, 'c')).toEqual(secret);
    expect(asked.at(-1)).toBe(`${VAULT}/headgate/v1`);
    expect(JSON.parse(await kek.wrap(secret, 'c'))).toContain(`${VAULT}/headgate/v2`);
  });

  it('asks no other vault, whatever the ring file says', async () => {
    const kek = await open('headgate');
    const wrapped = await kek.wrap(randomBytes(32), 'c');
    const before = asked.length;
    for (const url of [
      'https://evil.example/keys/headgate/v1',
      'http://shop.vault.azure.net/keys/headgate/v1',
    ]) {
      const [, ...rest] = JSON.parse(wrapped) as string[];
      await expect(kek.unwrap(JSON.stringify([url, ...rest]), 'c')).rejects.toMatchObject({
        fault: 'denied',
      });
    }
    expect(asked.length).toBe(before);
  });
});

describe('an SDK', () => {
  it.each(['aws', 'gcp', 'azure'] as const)('of another shape is refused: %s', async (provider) => {
    const opened = openKek({ provider, key: 'k' }, NONE, async () => ({ Client: Map }));
    await expect(opened).rejects.toMatchObject({
      fault: 'missing',
      mend: expect.stringContaining('version'),
    });
  });

  it('that fails while it is loaded does not pass for one that is missing', async () => {
    await expect(loadSdk('data:text/javascript,throw new TypeError("inside")')).rejects.toThrow('inside');
  });
});
