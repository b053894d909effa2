import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeKek } from './kek.contract.ts';
import { openVaultKek } from './vault-kek.ts';

const TOKEN = 'token-of-the-test';
const NONE = { passphrase: null, secret: null, token: TOKEN, namespace: null };

/** A transit engine with two AES-GCM keys, as strict as the real one about method, path, token and forms. */
const keys = new Map([
  ['headgate', randomBytes(32)],
  ['other', randomBytes(32)],
]);

function bytesOf(text: unknown): Buffer {
  if (typeof text !== 'string' || Buffer.from(text, 'base64').toString('base64') !== text)
    throw new Error('400');
  return Buffer.from(text, 'base64');
}

function encrypt(key: Buffer, body: Record<string, unknown>): object {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(bytesOf(body['associated_data']));
  const sealed = Buffer.concat([
    cipher.update(bytesOf(body['plaintext'])),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
  return { ciphertext: `vault:v1:${Buffer.concat([nonce, sealed]).toString('base64')}`, key_version: 1 };
}

function decrypt(key: Buffer, body: Record<string, unknown>): object {
  const ciphertext = body['ciphertext'];
  if (typeof ciphertext !== 'string' || !ciphertext.startsWith('vault:v1:')) throw new Error('400');
  const bytes = bytesOf(ciphertext.slice('vault:v1:'.length));
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12))
    .setAAD(bytesOf(body['associated_data']))
    .setAuthTag(bytes.subarray(-16));
  return {
    plaintext: Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('base64'),
  };
}

function answer(path: string, token: unknown, text: string): { status: number; body: object } {
  const [, verb = '', name = ''] = /^\/v1\/transit\/(encrypt|decrypt)\/([\w-]+)$/.exec(path) ?? [];
  const key = keys.get(name);
  if (token !== TOKEN) return { status: 403, body: { errors: ['permission denied'] } };
  if (path.startsWith('/v1/sealed/')) return { status: 503, body: { errors: ['Vault is sealed'] } };
  if (path.startsWith('/v1/odd/')) return { status: 200, body: { data: { plaintext: 'c2hvcnQ=' } } };
  if (key === undefined) return { status: 400, body: { errors: ['encryption key not found'] } };
  try {
    const body = JSON.parse(text) as Record<string, unknown>;
    return { status: 200, body: { data: verb === 'encrypt' ? encrypt(key, body) : decrypt(key, body) } };
  } catch {
    return { status: 400, body: { errors: [`cipher: message authentication failed ${text}`] } };
  }
}

let server: Server;
let address = '';
const namespaces: unknown[] = [];
beforeAll(async () => {
  server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (more: string) => (text += more));
    request.on('end', () => {
      namespaces.push(request.headers['x-vault-namespace']);
      if (request.url?.startsWith('/v1/moved/')) {
        response.writeHead(307, { location: `${address}/v1/transit/encrypt/headgate` }).end();
        return;
      }
      const { status, body } = answer(request.url ?? '', request.headers['x-vault-token'], text);
      const isStrict = request.method === 'POST' && request.headers['content-type'] === 'application/json';
      response.writeHead(isStrict ? status : 405).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

function vault(changes: Partial<{ address: string; mount: string; key: string; token: string }> = {}) {
  const { token = TOKEN, ...rest } = changes;
  return openVaultKek(
    { provider: 'vault', address, mount: 'transit', key: 'headgate', ...rest },
    { ...NONE, token },
  );
}

describe('a KEK in OpenBao or Vault', () => {
  describeKek(async () => ({ kek: vault(), other: vault({ key: 'other' }) }));

  const secret = Buffer.alloc(32, 0x41);
  const sent = secret.toString('base64');

  it.each([
    ['denied', 'a token that may not', () => vault({ token: 'wrong' })],
    ['denied', 'a key that is not there', () => vault({ key: 'none' })],
    ['unreachable', 'a vault that is sealed', () => vault({ mount: 'sealed' })],
    ['unreachable', 'an answer of something else', () => vault({ mount: 'odd' })],
    ['unreachable', 'a redirect, which is not followed', () => vault({ mount: 'moved' })],
    ['unreachable', 'nobody there', () => vault({ address: 'http://127.0.0.1:9' })],
  ])('says %s for %s, and tells neither token nor key', async (fault, _, open) => {
    const error: unknown = await open()
      .wrap(secret, 'c')
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'KeysUnusable', fault });
    const told = JSON.stringify([error, (error as Error).message, (error as Error).stack]);
    for (const hidden of [sent, 'wrong', TOKEN]) expect(told).not.toContain(hidden);
  });

  it('refuses a secret of another length', async () => {
    await expect(vault({ mount: 'odd' }).unwrap('vault:v1:AAAA', 'c')).rejects.toThrow(
      'no answer of the transit',
    );
  });

  it('names the namespace where one is given', async () => {
    const settings = { provider: 'vault', address, mount: 'transit', key: 'headgate' } as const;
    await openVaultKek(settings, { ...NONE, namespace: 'admin' }).wrap(secret, 'c');
    expect(namespaces.at(-1)).toBe('admin');
  });

  it.each([
    { address: 'http://bao.example:8200' },
    { address: 'ftp://127.0.0.1' },
    { address: 'bao.example' },
    { mount: '../sys' },
    { key: 'a/../../sys/seal' },
    { key: 'a?b' },
  ])('does not open %j', (changes) => {
    expect(() => vault(changes)).toThrow(/https|path/);
  });

  it('needs a token', () => {
    const settings = { provider: 'vault', address, mount: 'transit', key: 'headgate' } as const;
    expect(() => openVaultKek(settings, { ...NONE, token: null })).toThrow('token');
  });
});
