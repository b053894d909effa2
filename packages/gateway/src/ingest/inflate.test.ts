import { randomBytes } from 'node:crypto';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { codingOf, inflateLater, inflateNow } from './inflate.ts';
import type { Coding, Inflated } from './inflate.ts';

const TEXT = Buffer.from('{"a":"of some length, so that it compresses, so that it compresses"}');
const CODINGS: readonly [Exclude<Coding, 'plain'>, (body: Buffer) => Buffer][] = [
  ['gzip', gzipSync],
  ['deflate', deflateSync],
  ['raw', deflateRawSync],
  ['br', brotliCompressSync],
  ['zstd', zstdCompressSync],
];

async function both(body: Buffer, coding: Coding, bytesMax: number): Promise<(Inflated | null)[]> {
  return [inflateNow(body, coding, bytesMax), await inflateLater(body, coding, bytesMax)];
}

describe.each(CODINGS)('%s', (coding, compress) => {
  const packed = compress(TEXT);

  it('gives back exactly what was compressed, at the limit', async () => {
    for (const inflated of await both(packed, coding, TEXT.length)) {
      expect(inflated).toEqual({ kind: 'inflated', body: TEXT });
    }
  });

  it('is too large one byte over the limit', async () => {
    for (const inflated of await both(packed, coding, TEXT.length - 1)) {
      expect(inflated).toEqual({ kind: 'refused', refusal: 'too-large' });
    }
  });

  it('is refused at every length that it may be cut to', () => {
    for (let length = 1; length < packed.length; length += 1) {
      const inflated = inflateNow(packed.subarray(0, length), coding, 1_000);
      expect(inflated, `cut to ${length}`).toEqual({ kind: 'refused', refusal: 'bad-encoding' });
    }
  });

  it('is refused when it is something else', async () => {
    for (const inflated of await both(Buffer.from('{"not":"compressed"}'), coding, 1_000)) {
      expect(inflated).toEqual({ kind: 'refused', refusal: 'bad-encoding' });
    }
  });

  it('leaves a body that grows past the on-the-spot bound to the other thread', async () => {
    const large = Buffer.alloc(1024 * 1024 + 1, 'a');
    const bomb = compress(large);
    expect(inflateNow(bomb, coding, large.length)).toBeNull();
    expect(await inflateLater(bomb, coding, large.length)).toEqual({ kind: 'inflated', body: large });
    expect(await inflateLater(bomb, coding, large.length - 1)).toEqual({
      kind: 'refused',
      refusal: 'too-large',
    });
  });

  it('leaves a body that arrives large to the other thread', () => {
    const large = compress(randomBytes(65 * 1024));
    expect(inflateNow(large, coding, 1024 * 1024)).toBeNull();
  });
});

describe('the coding of a body', () => {
  it.each([
    { says: undefined, body: TEXT, coding: 'plain' },
    { says: 'identity', body: TEXT, coding: 'plain' },
    { says: undefined, body: gzipSync(TEXT), coding: 'gzip' },
    { says: '', body: zstdCompressSync(TEXT), coding: 'zstd' },
    { says: ' GZIP ', body: gzipSync(TEXT), coding: 'gzip' },
    { says: 'x-gzip', body: gzipSync(TEXT), coding: 'gzip' },
    { says: 'deflate', body: deflateSync(TEXT), coding: 'deflate' },
    { says: 'deflate', body: deflateRawSync(TEXT), coding: 'raw' },
    { says: 'br', body: brotliCompressSync(TEXT), coding: 'br' },
    { says: 'zstd', body: zstdCompressSync(TEXT), coding: 'zstd' },
    { says: undefined, body: deflateSync(TEXT), coding: 'plain' },
    { says: 'compress', body: TEXT, coding: null },
    { says: 'gzip, gzip', body: gzipSync(TEXT), coding: null },
  ])('said to be $says is $coding', ({ says, body, coding }) => {
    expect(codingOf(says, body)).toBe(coding);
  });
});
