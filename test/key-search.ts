/** Looks for keys in bytes: every stretch of 32 that looks random, tried as each secret that would open sealed fields. */
import { createSecretKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { decryptGcm } from '../packages/seal/src/envelope/aes-gcm.ts';
import { fieldKey } from '../packages/seal/src/envelope/epoch-keys.ts';
import { encodeEpoch, parseHeader } from '../packages/seal/src/envelope/header.ts';

import { deriveKeyPair } from '../packages/seal/src/envelope/hpke.ts';
import { bindPlace } from '../packages/seal/src/envelope/place.ts';
import type { FieldPlace } from '../packages/seal/src/envelope/place.ts';
import { parseSealed } from '../packages/seal/src/envelope/sealed-text.ts';
import { rawPublicKey, toPrivateKey } from '../packages/seal/src/envelope/x25519.ts';

const KEY_BYTES = 32;

/** One sealed field, and all that is public of it. */
export interface Target {
  readonly text: string;
  readonly place: FieldPlace;
  readonly header: Uint8Array;
  /** The group's public key, 32 bytes in base64url. */
  readonly publicKey: string;
}

export type FoundAs = 'field key' | 'data key' | 'private key' | 'seed of the encapsulation';

/** Whether bytes are as mixed as random ones are, all but one in a thousand times: no text, no pointers, no code. */
function looksRandom(bytes: Buffer, at: number): boolean {
  let high = 0;
  let dull = 0;
  let last = -1;
  for (let next = at; next < at + KEY_BYTES; next += 1) {
    const byte = bytes[next] ?? 0;
    if (byte >= 0x80) high += 1;
    if (byte === 0 || byte === last) dull += 1;
    if (dull > 3) return false;
    last = byte;
  }
  return high >= 8 && high <= 25 && new Set(bytes.subarray(at, at + KEY_BYTES)).size >= 24;
}

/** Tries a candidate as everything that it could be to any of the fields. */
export function createTrial(targets: readonly Target[]): (candidate: Buffer) => FoundAs | null {
  const fields = targets.map(openedWith);
  const publics = new Set(
    targets.flatMap(({ publicKey }, at) => [publicKey, fields[at]?.enc ?? '']).filter((each) => each !== ''),
  );
  return (candidate) => {
    const key = createSecretKey(candidate);
    if (fields.some(({ opens }) => opens(key))) return 'field key';
    if (fields.some(({ opens, keyFrom }) => opens(keyFrom(candidate)))) return 'data key';
    if (publics.has(publicOf(toPrivateKey(candidate)))) return 'private key';
    return publics.has(publicOf(deriveKeyPair(candidate))) ? 'seed of the encapsulation' : null;
  };
}

interface OpenedWith {
  /** The encapsulated key in base64url. */
  readonly enc: string;
  readonly opens: (key: KeyObject) => boolean;
  readonly keyFrom: (dek: Buffer) => KeyObject;
}

function openedWith({ text, place, header: bytes }: Target): OpenedWith {
  const field = parseSealed(text);
  const header = parseHeader(bytes);
  if (field.kind === 'refused' || typeof header === 'string')
    throw new Error('The target is no sealed field.');
  const { tenant, recipientGroup, jsonPath } = place;
  const bound = { tenant, recipientGroup, headerId: header.headerId, epoch: encodeEpoch(header) };
  const aad = bindPlace(bound, place)?.(jsonPath);
  if (aad === undefined || aad === null) throw new Error('The target has no place.');
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(field.counter, 8);
  return {
    enc: header.enc.toString('base64url'),
    opens: (key) => decryptGcm({ key, nonce, aad }, field.body) !== null,
    keyFrom: (dek) => fieldKey(dek, header.headerId, header.kind),
  };
}

function publicOf(key: KeyObject): string {
  return rawPublicKey(key).toString('base64url');
}

/** Every distinct stretch that looks random, at every `step` bytes, but those that are known. */
export function collectCandidates(
  pieces: Iterable<Buffer>,
  step: 1 | 8,
  known: ReadonlyMap<string, Buffer> = new Map(),
): ReadonlyMap<string, Buffer> {
  const found = new Map<string, Buffer>();
  for (const bytes of pieces) {
    for (let at = 0; at + KEY_BYTES <= bytes.length; at += step) {
      // Most of memory is empty, or pointers, whose upper bytes are zero: one look rules out a stretch.
      if (step === 8 && bytes[at + 6] === 0 && bytes[at + 7] === 0) continue;
      if (!looksRandom(bytes, at)) continue;
      const candidate = Buffer.from(bytes.subarray(at, at + KEY_BYTES));
      const name = candidate.toString('latin1');
      if (!known.has(name)) found.set(name, candidate);
    }
  }
  return found;
}

/** What a file's texts hold in base64, base64url and hex. */
export function decodedTexts(bytes: Buffer): Buffer[] {
  const text = bytes.toString('latin1');
  return [
    ...[...text.matchAll(/[A-Za-z0-9+/_-]{42,}/g)].map(([digits]) => Buffer.from(digits, 'base64')),
    ...[...text.matchAll(/[0-9a-fA-F]{64,}/g)].map(([digits]) => Buffer.from(digits, 'hex')),
  ].filter((each) => each.length >= KEY_BYTES);
}

const CHUNK_BYTES = 16 * 1024 * 1024;

/** The memory of a process that it can write to: heaps, stacks and the pages that libraries took. Linux alone; see proc(5). */
export function* readMemory(pid: number): Generator<Buffer> {
  const maps = readFileSync(`/proc/${pid}/maps`, 'latin1');
  const handle = openSync(`/proc/${pid}/mem`, 'r');
  try {
    for (const line of maps.split('\n')) {
      const range = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(line);
      if (range === null || line.includes('[vvar') || /\.mdb|\.duckdb/.test(line)) continue;
      yield* readRange(handle, BigInt(`0x${range[1]}`), BigInt(`0x${range[2]}`));
    }
  } finally {
    closeSync(handle);
  }
}

function* readRange(handle: number, from: bigint, to: bigint): Generator<Buffer> {
  for (let at = from; at < to; at += BigInt(CHUNK_BYTES)) {
    const left = to - at;
    const size = left < BigInt(CHUNK_BYTES) ? Number(left) : CHUNK_BYTES;
    const bytes = Buffer.alloc(size);
    try {
      const length = readSync(handle, bytes, 0, size, at);
      yield bytes.subarray(0, length);
    } catch {
      // A page that has gone since the map was read, or that may not be read.
    }
  }
}
