import * as fc from 'fast-check';
import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core';
import * as hpke from 'hpke';
import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { deriveKeyPair, exportSecret, openAt, sealAt, setupReceiver, setupSender } from './hpke.ts';
import { rawPrivateKey, rawPublicKey, toPrivateKey } from './x25519.ts';

interface Vector {
  readonly mode: number;
  readonly kem_id: number;
  readonly kdf_id: number;
  readonly aead_id: number;
  readonly [name: string]: string | number | readonly Readonly<Record<string, string | number>>[];
  readonly encryptions: readonly { aad: string; ct: string; pt: string; sequence?: number }[];
  readonly exports: readonly { exporter_context: string; L: number; exported_value: string }[];
}

function bytes(hex: unknown): Buffer {
  return Buffer.from(String(hex), 'hex');
}

function here(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}

/** Of RFC 9180's test-vectors.json (github.com/cfrg/draft-irtf-cfrg-hpke @ 5f503c5): the vector of our suite, six encryptions. */
const excerpt = JSON.parse(
  readFileSync(here('../../../../fixtures/hpke/x25519-sha256-aes256gcm-base.json'), 'utf8'),
) as readonly Vector[];
const folder = process.env['HEADGATE_VECTORS'] ?? here('../../../../../shared/data/vectors');
const whole = `${folder}/hpke/vectors_rfc9180_5f503c5.json.gz`;

function readWhole(): readonly Vector[] {
  const all = JSON.parse(gunzipSync(readFileSync(whole)).toString('utf8')) as readonly Vector[];
  return all.filter(
    ({ mode, kem_id: kem, kdf_id: kdf, aead_id: aead }) =>
      mode === 0 && kem === 0x20 && kdf === 1 && aead === 2,
  );
}

function checkVector(vector: Vector): void {
  const info = bytes(vector['info']);
  const recipient = deriveKeyPair(bytes(vector['ikmR']));
  expect(rawPrivateKey(recipient).equals(bytes(vector['skRm']))).toBe(true);
  expect(rawPublicKey(recipient).equals(bytes(vector['pkRm']))).toBe(true);
  const sender = setupSender(rawPublicKey(recipient), info, bytes(vector['ikmE']));
  expect(sender.enc.toString('hex')).toBe(vector['enc']);
  const receiver = setupReceiver(recipient, info, sender.enc);
  if (receiver === null) throw new Error('no receiver');
  for (const keys of [sender.keys, receiver]) {
    expect(keys.key.export().toString('hex')).toBe(vector['key']);
    expect(keys.baseNonce.toString('hex')).toBe(vector['base_nonce']);
    expect(keys.exporterSecret.toString('hex')).toBe(vector['exporter_secret']);
    for (const { exporter_context: context, L, exported_value: value } of vector.exports) {
      expect(exportSecret(keys, bytes(context), L).toString('hex')).toBe(value);
    }
  }
  vector.encryptions.forEach(({ aad, ct, pt, sequence }, at) => {
    expect(sealAt(sender.keys, sequence ?? at, bytes(aad), bytes(pt)).toString('hex')).toBe(ct);
    expect(openAt(receiver, sequence ?? at, bytes(aad), bytes(ct))?.toString('hex')).toBe(pt);
  });
}

describe('HPKE against the vectors of RFC 9180', () => {
  it('computes the committed excerpt: one vector, six encryptions, three exports', () => {
    expect(excerpt.map(({ encryptions }) => encryptions.length)).toEqual([6]);
    excerpt.forEach(checkVector);
  });

  // Where they are at hand: HEADGATE_VECTORS may say.
  for (const vector of existsSync(whole) ? readWhole() : []) {
    const { encryptions, exports } = vector;
    it(`computes its suite whole: ${encryptions.length} encryptions, ${exports.length} exports`, () => {
      expect([encryptions.length, exports.length]).toEqual([257, 3]);
      checkVector(vector);
    });
  }
});

const core = new CipherSuite({
  kem: new DhkemX25519HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes256Gcm(),
});
const panva = new hpke.CipherSuite(
  hpke.KEM_DHKEM_X25519_HKDF_SHA256,
  hpke.KDF_HKDF_SHA256,
  hpke.AEAD_AES_256_GCM,
);
const INFO = Buffer.from('headgate/seal/v1');
const AAD = Buffer.from('place');
const PLAINTEXT = Buffer.from('value');
const CONTEXT = Buffer.from('headgate/field-dek/v1');

function own(bytesOf: ArrayBuffer | Uint8Array): Buffer {
  return Buffer.from(new Uint8Array(bytesOf));
}

/** WebCrypto's types want a view on a buffer of its own. */
function plain(buffer: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(buffer);
}

describe('HPKE beside two other implementations', () => {
  const { privateKey } = generateKeyPairSync('x25519');
  const publicKey = rawPublicKey(privateKey);

  it('seals and exports what @hpke/core opens', async () => {
    const { enc, keys } = setupSender(publicKey, INFO, randomBytes(32));
    const recipientKey = await core.kem.importKey('raw', plain(rawPrivateKey(privateKey)).buffer, false);
    const context = await core.createRecipientContext({ recipientKey, enc: plain(enc), info: plain(INFO) });
    for (const sequence of [0, 1, 2]) {
      const ciphertext = sealAt(keys, sequence, AAD, PLAINTEXT);
      expect(own(await context.open(plain(ciphertext), plain(AAD)))).toEqual(PLAINTEXT);
    }
    expect(own(await context.export(plain(CONTEXT), 32))).toEqual(exportSecret(keys, CONTEXT, 32));
  });

  it('opens and exports what @hpke/core seals', async () => {
    const recipientPublicKey = await core.kem.importKey('raw', plain(publicKey).buffer, true);
    const context = await core.createSenderContext({ recipientPublicKey, info: plain(INFO) });
    const keys = setupReceiver(privateKey, INFO, own(context.enc));
    if (keys === null) throw new Error('no keys');
    for (const sequence of [0, 1, 2]) {
      const ciphertext = await context.seal(plain(PLAINTEXT), plain(AAD));
      expect(openAt(keys, sequence, AAD, own(ciphertext))).toEqual(PLAINTEXT);
    }
    // @hpke/core 1.9.0 writes the length of longer exports into one byte, where RFC 9180, section 4, has two.
    expect(own(await context.export(plain(CONTEXT), 255))).toEqual(exportSecret(keys, CONTEXT, 255));
  });

  it('seals and exports what hpke opens', async () => {
    const { enc, keys } = setupSender(publicKey, INFO, randomBytes(32));
    const recipientKey = await panva.DeserializePrivateKey(rawPrivateKey(privateKey));
    const context = await panva.SetupRecipient(recipientKey, enc, { info: INFO });
    for (const sequence of [0, 1, 2]) {
      expect(own(await context.Open(sealAt(keys, sequence, AAD, PLAINTEXT), AAD))).toEqual(PLAINTEXT);
    }
    expect(own(await context.Export(CONTEXT, 8160))).toEqual(exportSecret(keys, CONTEXT, 8160));
  });

  it('opens and exports what hpke seals', async () => {
    const recipient = await panva.DeserializePublicKey(publicKey);
    const { encapsulatedSecret: enc, ctx } = await panva.SetupSender(recipient, { info: INFO });
    const keys = setupReceiver(privateKey, INFO, enc);
    if (keys === null) throw new Error('no keys');
    for (const sequence of [0, 1, 2]) {
      expect(openAt(keys, sequence, AAD, await ctx.Seal(PLAINTEXT, AAD))).toEqual(PLAINTEXT);
    }
    expect(own(await ctx.Export(CONTEXT, 32))).toEqual(exportSecret(keys, CONTEXT, 32));
  });
});

describe('HPKE', () => {
  const privateKey = toPrivateKey(Buffer.alloc(32, 7));
  const publicKey = rawPublicKey(privateKey);
  const { enc, keys } = setupSender(publicKey, INFO, Buffer.alloc(32, 8));

  it('takes sequence numbers up to 2³² − 1, and neither one more nor less than nought', () => {
    const last = sealAt(keys, 2 ** 32 - 1, AAD, PLAINTEXT);
    expect(openAt(keys, 2 ** 32 - 1, AAD, last)).toEqual(PLAINTEXT);
    for (const sequence of [2 ** 32, -1, 0.5]) {
      expect(() => sealAt(keys, sequence, AAD, PLAINTEXT)).toThrow(RangeError);
    }
  });

  it('exports up to 8,160 bytes and not one more', () => {
    expect(exportSecret(keys, CONTEXT, 8160)).toHaveLength(8160);
    expect(() => exportSecret(keys, CONTEXT, 8161)).toThrow('8160');
  });

  it('wants 32 fresh bytes, and refuses 31', () => {
    expect(() => setupSender(publicKey, INFO, Buffer.alloc(31))).toThrow('32');
  });

  it('refuses public keys of small order, as recipient and as encapsulation', () => {
    for (const weak of [Buffer.alloc(32), Buffer.from([1, ...Buffer.alloc(31)])]) {
      expect(() => setupSender(weak, INFO, randomBytes(32))).toThrow('protects nothing');
      expect(setupReceiver(privateKey, INFO, weak)).toBeNull();
    }
  });

  it('gives null for an encapsulation of another length', () => {
    expect(setupReceiver(privateKey, INFO, enc.subarray(1))).toBeNull();
  });

  it('refuses keys of another kind', () => {
    expect(() => setupReceiver(createPublicKey(privateKey), INFO, enc)).toThrow('private');
    expect(() => setupReceiver(generateKeyPairSync('ed25519').privateKey, INFO, enc)).toThrow('X25519');
  });

  it('opens nothing that was altered, under any other sequence, data or info', () => {
    const ciphertext = sealAt(keys, 0, AAD, PLAINTEXT);
    const receiver = setupReceiver(privateKey, INFO, enc);
    const other = setupReceiver(privateKey, AAD, enc);
    if (receiver === null || other === null) throw new Error('no receiver');
    expect(openAt(receiver, 0, AAD, ciphertext)).toEqual(PLAINTEXT);
    expect(openAt(receiver, 1, AAD, ciphertext)).toBeNull();
    expect(openAt(receiver, 0, INFO, ciphertext)).toBeNull();
    expect(openAt(other, 0, AAD, ciphertext)).toBeNull();
    fc.assert(
      fc.property(fc.nat(ciphertext.length * 8 - 1), (bit) => {
        const altered = Buffer.from(ciphertext);
        altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(openAt(receiver, 0, AAD, altered)).toBeNull();
      }),
    );
  });
});
