/**
 * A reader and a writer of sealed fields made from docs/seal.md alone, on WebCrypto and the library `hpke`, beside ours; and golden
 * fields (fixtures/seal/fields.json), by which readers in other languages can be tried too. UPDATE=1 writes them anew.
 */
import * as hpke from 'hpke';
import { createHash, webcrypto } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { kidOf } from '../kid.ts';
import { deriveKeyPair } from './hpke.ts';
import { createOpener } from './opener.ts';
import type { FieldPlace } from './place.ts';
import type { JsonValue } from './plaintext.ts';
import { createSealer } from './sealer.ts';
import { carryHeaders } from './sealed-text.ts';
import { startSubjectSession } from './subject.ts';
import { rawPrivateKey, rawPublicKey } from './x25519.ts';

const { subtle } = webcrypto;
const suite = new hpke.CipherSuite(
  hpke.KEM_DHKEM_X25519_HKDF_SHA256,
  hpke.KDF_HKDF_SHA256,
  hpke.AEAD_AES_256_GCM,
);
const group = deriveKeyPair(Buffer.alloc(32, 1));
const subject = deriveKeyPair(Buffer.alloc(32, 2));
const privateKeys = new Map(
  [group, subject].map((key) => [kidOf(rawPublicKey(key)), rawPrivateKey(key)] as const),
);
const PLACE: FieldPlace = {
  tenant: 'shop',
  recipientGroup: 'support',
  source: 'web',
  eventName: 'Signed Up',
  eventId: '0f8fad5b-d9cb-469f-a165-70867728950e',
  jsonPath: 'properties.email',
};
const VALUES: readonly JsonValue[] = ['ana@example.com', '', 'Ægir 漢字', -0.5, true, null, { a: [1, 'b'] }];

const u16 = (value: number): Buffer => Buffer.from([value >> 8, value & 0xff]);
const lengthed = (part: string | Uint8Array): Buffer[] => {
  const bytes = typeof part === 'string' ? Buffer.from(part) : Buffer.from(part);
  return [u16(bytes.length), bytes];
};

function own(buffer: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(buffer);
}

async function hkdf(ikm: Uint8Array, salt: Uint8Array, info: Uint8Array): Promise<Buffer> {
  const key = await subtle.importKey('raw', own(ikm), 'HKDF', false, ['deriveBits']);
  const algorithm = { name: 'HKDF', hash: 'SHA-512', salt: own(salt), info: own(info) };
  return Buffer.from(await subtle.deriveBits(algorithm, key, 256));
}

function groupInfoOf(place: FieldPlace, headerId: Uint8Array): Buffer {
  const names = [...lengthed(place.tenant), ...lengthed(place.recipientGroup)];
  return Buffer.concat([Buffer.from('headgate/seal/v1'), ...names, headerId]);
}

async function exportDek(header: Buffer, info: Buffer): Promise<Buffer> {
  const raw = privateKeys.get(header.toString('hex', 2, 10));
  if (raw === undefined) throw new Error('unknown key');
  const key = await suite.DeserializePrivateKey(own(raw));
  const context = await suite.SetupRecipient(key, own(header.subarray(26, 58)), { info: own(info) });
  return Buffer.from(await context.Export(Buffer.from('headgate/field-dek/v1'), 32));
}

function aadOf(place: FieldPlace, header: Buffer): Uint8Array<ArrayBuffer> {
  const entries = [
    ['epoch', header.subarray(90, 106)],
    ['eventId', place.eventId],
    ['eventName', place.eventName],
    ['fmt', 'hg1'],
    ['headerId', header.subarray(10, 26)],
    ['jsonPath', place.jsonPath],
    ['recipientGroup', place.recipientGroup],
    ['source', place.source],
    ['tenant', place.tenant],
  ];
  return own(Buffer.concat([u16(entries.length), ...entries.flat().flatMap(lengthed)]));
}

async function fieldAlgorithm(
  dek: Buffer,
  header: Buffer,
  counter: Uint8Array,
  place: FieldPlace,
): Promise<{
  readonly key: webcrypto.CryptoKey;
  readonly algorithm: webcrypto.AesGcmParams;
}> {
  const label = Buffer.concat([header.subarray(1, 2), Buffer.from('DERIVEKEY')]);
  const raw = await hkdf(dek, header.subarray(10, 26), label);
  const key = await subtle.importKey('raw', own(raw), 'AES-GCM', false, ['encrypt', 'decrypt']);
  const iv = own(Buffer.concat([Buffer.alloc(8), counter]));
  return { key, algorithm: { name: 'AES-GCM', iv, additionalData: aadOf(place, header) } };
}

async function dekOf(
  header: Buffer,
  headers: ReadonlyMap<string, Buffer>,
  place: FieldPlace,
): Promise<Buffer> {
  const salt = header.subarray(10, 26);
  if (header[1] === 0x01) return exportDek(header, groupInfoOf(place, salt));
  const groupHeader = headers.get(header.toString('hex', 106, 122));
  if (header[1] !== 0x11 || groupHeader === undefined) throw new Error('unknown suite or header');
  const ofGroup = await exportDek(groupHeader, groupInfoOf(place, groupHeader.subarray(10, 26)));
  const info = Buffer.concat([Buffer.from('headgate/subject/v1'), ...lengthed(place.tenant)]);
  const both = Buffer.concat([ofGroup, await exportDek(header, info)]);
  return hkdf(both, salt, Buffer.from('headgate/subject-dek/v1'));
}

async function read(
  text: string,
  headers: ReadonlyMap<string, Buffer>,
  place: FieldPlace,
): Promise<JsonValue> {
  const record = Buffer.from(text.slice('hg1.'.length), 'base64url');
  const header = headers.get(record.toString('hex', 1, 17));
  if (header === undefined) throw new Error('unknown header');
  const dek = await dekOf(header, headers, place);
  const commitment = await hkdf(dek, header.subarray(10, 26), Buffer.from('COMMITKEY'));
  if (!commitment.equals(header.subarray(58, 90))) throw new Error('wrong commitment');
  const { key, algorithm } = await fieldAlgorithm(dek, header, record.subarray(17, 21), place);
  const plaintext = Buffer.from(await subtle.decrypt(algorithm, key, own(record.subarray(21))));
  const value = plaintext.toString('utf8', 3, 3 + plaintext.readUInt16BE(1));
  if (plaintext[0] === 0) return value;
  return plaintext[0] === 2 ? value === '\u0001' : (JSON.parse(value) as JsonValue);
}

interface Golden {
  readonly privateKeys: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly place: FieldPlace;
  readonly fields: readonly { readonly value: JsonValue; readonly text: string }[];
  readonly carrying: string;
}

/** Bytes that are the same in every run: for golden fields alone. */
function createCounted(): (bytes: number) => Buffer {
  let count = 0;
  return (bytes) => {
    count += 1;
    return createHash('sha256').update(`golden ${count}`).digest().subarray(0, bytes);
  };
}

function sealGolden(): Golden {
  const { tenant, recipientGroup } = PLACE;
  const random = createCounted();
  const sealer = createSealer({
    tenant,
    recipientGroup,
    publicKey: rawPublicKey(group),
    now: () => Date.parse('2026-11-24T00:00:00Z'),
    random,
  });
  const epoch = sealer.epoch();
  const theirs = epoch.subject(startSubjectSession({ tenant, publicKey: rawPublicKey(subject), random }));
  if (theirs.kind === 'refused') throw new Error(theirs.reason);
  const fields = [epoch, theirs].flatMap((header) => {
    const event = header.event(PLACE);
    if (event.kind === 'refused') throw new Error(event.reason);
    return VALUES.map((value) => {
      const sealed = event.seal(PLACE.jsonPath, value);
      if (sealed.kind === 'refused') throw new Error(sealed.reason);
      return { value, text: sealed.text };
    });
  });
  return {
    privateKeys: Object.fromEntries([...privateKeys].map(([kid, raw]) => [kid, raw.toString('hex')])),
    headers: {
      [epoch.headerId]: epoch.header.toString('hex'),
      [theirs.headerId]: theirs.header.toString('hex'),
    },
    place: PLACE,
    fields,
    carrying: carryHeaders(fields[VALUES.length]?.text ?? '', theirs.header, epoch.header) ?? '',
  };
}

const path = new URL('../../../../fixtures/seal/fields.json', import.meta.url);
if (process.env['UPDATE'] === '1') writeFileSync(path, `${JSON.stringify(sealGolden(), null, 2)}\n`);
const golden = JSON.parse(readFileSync(path, 'utf8')) as Golden;
const headers = new Map(
  Object.entries(golden.headers).map(([id, record]) => [id, Buffer.from(record, 'hex')] as const),
);
const opener = createOpener({
  privateKey: (kid) => (kid === kidOf(rawPublicKey(group)) ? group : null),
  subjectKey: (kid) => (kid === kidOf(rawPublicKey(subject)) ? subject : null),
  header: (id) => headers.get(id) ?? null,
});

describe('golden fields', () => {
  it('are what is sealed with the same keys, chance and clock', () => {
    expect(sealGolden()).toEqual(golden);
  });

  it('open with ours, with their headers in a store and with their headers along', () => {
    expect(golden.fields).toHaveLength(2 * VALUES.length);
    for (const { text, value } of golden.fields) {
      expect(opener.open(text, golden.place)).toEqual({ kind: 'opened', value });
    }
    const storeless = createOpener({
      privateKey: () => group,
      subjectKey: () => subject,
      header: () => null,
    });
    expect(storeless.open(golden.carrying, golden.place)).toEqual({ kind: 'opened', value: VALUES[0] });
  });

  it('open with a reader made from the page alone', async () => {
    for (const { text, value } of golden.fields)
      expect(await read(text, headers, golden.place)).toEqual(value);
    const moved = { ...golden.place, eventId: 'e-2' };
    await expect(read(golden.fields[0]?.text ?? '', headers, moved)).rejects.toThrow(/./);
  });
});

describe('a field of a writer made from the page alone', () => {
  it('opens with ours', async () => {
    const headerId = Buffer.alloc(16, 9);
    const publicKey = await suite.DeserializePublicKey(own(rawPublicKey(group)));
    const { encapsulatedSecret: enc, ctx } = await suite.SetupSender(publicKey, {
      info: own(groupInfoOf(PLACE, headerId)),
    });
    const dek = Buffer.from(await ctx.Export(Buffer.from('headgate/field-dek/v1'), 32));
    const times = Buffer.from('0000018bcfe568000000018bcfe9fbe0', 'hex');
    const header = Buffer.concat([
      Buffer.from([1, 1]),
      createHash('sha256').update(rawPublicKey(group)).digest().subarray(0, 8),
      headerId,
      enc,
      await hkdf(dek, headerId, Buffer.from('COMMITKEY')),
      times,
    ]);
    const plaintext = Buffer.alloc(16);
    plaintext.set([0, 0, 3, ...Buffer.from('ana')]);
    const counter = Buffer.from([0, 0, 0, 5]);
    const { key, algorithm } = await fieldAlgorithm(dek, header, counter, PLACE);
    const body = Buffer.from(await subtle.encrypt(algorithm, key, plaintext));
    const record = Buffer.concat([header, Buffer.from([1]), headerId, counter, body]);
    const text = `hg1h.${record.toString('base64url')}`;
    expect(opener.open(text, PLACE)).toEqual({ kind: 'opened', value: 'ana' });
  });
});
