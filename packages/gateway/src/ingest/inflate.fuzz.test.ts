/**
 * Bounded fuzzing of decompression: bodies that are cut, damaged, joined, followed by something, or made to grow. Nothing
 * throws, and what comes out is never longer than the limit.
 *
 * The random part has a seed, which is in its name; to run it again:
 * `FUZZ_SEED=… npx vitest run packages/gateway/src/ingest/inflate.fuzz.test.ts`.
 */
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { inflateLater, inflateNow } from './inflate.ts';
import type { Coding, Inflated } from './inflate.ts';

const SEED = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31);
const SECONDS_MAX = 0.3;
const TRIES_MAX = 3_000;
const MIB = 1024 * 1024;

const CODINGS: readonly [Exclude<Coding, 'plain'>, (body: Buffer) => Buffer][] = [
  ['gzip', gzipSync],
  ['deflate', deflateSync],
  ['raw', deflateRawSync],
  ['br', brotliCompressSync],
  ['zstd', zstdCompressSync],
];

/** Uniform numbers from a seed (mulberry32), so that a failure can be seen again. */
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (((mixed ^ (mixed >>> 14)) >>> 0) % below) >>> 0;
  };
}

/** Text that compresses to several blocks' worth of bytes, the same for the same seed. */
function textOf(length: number, seed: number): Buffer {
  const random = randomOf(seed);
  return Buffer.from(Array.from({ length }, () => 32 + random(32)));
}

const TEXT = textOf(600, 1);
const LARGE: Inflated = { kind: 'refused', refusal: 'too-large' };

/** Both ways in, with what must hold of each: a refusal of ours, or no more bytes than were allowed. */
async function inflateBoth(body: Buffer, coding: Coding, bytesMax: number): Promise<readonly Inflated[]> {
  const results = [inflateNow(body, coding, bytesMax), await inflateLater(body, coding, bytesMax)];
  const settled = results.filter((each) => each !== null);
  expect(Math.max(...settled.map(lengthOf))).toBeLessThanOrEqual(bytesMax);
  return settled;
}

function lengthOf(inflated: Inflated | null): number {
  return inflated?.kind === 'inflated' ? inflated.body.length : 0;
}

/** The outcome of inflating something that has `TEXT` in it, in one word. */
function outcomeOf(inflated: Inflated): string {
  if (inflated.kind === 'refused') return inflated.refusal;
  if (inflated.body.equals(TEXT)) return 'once';
  return inflated.body.equals(Buffer.concat([TEXT, TEXT])) ? 'twice' : 'something else';
}

describe.each(CODINGS)('%s, fuzzed', (coding, compress) => {
  const packed = compress(TEXT);

  it('is refused at every length that it may be cut to', () => {
    const read: number[] = [];
    for (let length = 1; length < packed.length; length += 1) {
      const inflated = inflateNow(packed.subarray(0, length), coding, MIB);
      if (inflated?.kind !== 'refused' || inflated.refusal !== 'bad-encoding') read.push(length);
    }
    expect(read).toEqual([]);
  });

  it('inflates a bomb at the limit, and refuses one that is one byte larger', async () => {
    const limit = 2 * MIB;
    const results = await inflateBoth(compress(Buffer.alloc(limit)), coding, limit);
    expect(results).toMatchObject([{ kind: 'inflated' }]);
    expect(await inflateBoth(compress(Buffer.alloc(limit + 1)), coding, limit)).toEqual([LARGE]);
  });

  it('holds no more of a bomb than the limit lets it', async () => {
    const bomb = compress(Buffer.alloc(32 * MIB));
    const before = process.memoryUsage().arrayBuffers;
    for (let times = 0; times < 3; times += 1) {
      expect(inflateNow(bomb, coding, MIB / 2)).toEqual(LARGE);
      expect(await inflateLater(bomb, coding, MIB / 2)).toEqual(LARGE);
    }
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * MIB);
  });

  it('counts members that follow each other together', async () => {
    const twice = Buffer.concat([packed, packed]);
    // Where the format has members, both are read; where it has none, the second is something that follows.
    for (const inflated of await inflateBoth(twice, coding, TEXT.length * 2)) {
      expect(['once', 'twice', 'bad-encoding']).toContain(outcomeOf(inflated));
    }
    for (const inflated of await inflateBoth(twice, coding, TEXT.length * 2 - 1)) {
      expect(['once', 'too-large', 'bad-encoding']).toContain(outcomeOf(inflated));
    }
  });

  it('reads nothing into what follows it', async () => {
    for (const rest of ['\0', '\0\0\0\0', 'garbage', '\x1f\x8b', '\x28\xb5\x2f\xfd', '{"a":1}']) {
      const body = Buffer.concat([packed, Buffer.from(rest, 'latin1')]);
      for (const inflated of await inflateBoth(body, coding, MIB)) {
        expect(['once', 'bad-encoding']).toContain(outcomeOf(inflated));
      }
    }
  });

  it(`never throws when it is damaged (seed ${SEED})`, async () => {
    const random = randomOf(SEED);
    const deadline = performance.now() + SECONDS_MAX * 1000;
    const limit = TEXT.length * 4;
    for (let attempt = 0; attempt < TRIES_MAX && performance.now() < deadline; attempt += 1) {
      const damaged = Buffer.from(packed);
      for (let times = 1 + random(4); times > 0; times -= 1) damaged[random(damaged.length)] = random(256);
      const later = attempt % 50 === 0 ? await inflateLater(damaged, coding, limit) : null;
      for (const inflated of [inflateNow(damaged, coding, limit), later]) {
        expect(lengthOf(inflated), `try ${attempt}: ${damaged.toString('base64')}`).toBeLessThanOrEqual(
          limit,
        );
      }
    }
  });
});

it('gzip of two members is refused when they pass the limit together only', async () => {
  const twice = Buffer.concat([gzipSync(TEXT), gzipSync(TEXT)]);
  const both: Inflated = { kind: 'inflated', body: Buffer.concat([TEXT, TEXT]) };
  expect(await inflateBoth(twice, 'gzip', TEXT.length * 2)).toEqual([both, both]);
  expect(await inflateBoth(twice, 'gzip', TEXT.length * 2 - 1)).toEqual([LARGE, LARGE]);
});
