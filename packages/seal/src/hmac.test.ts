import { createHmac, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTextHmac } from './hmac.ts';

interface Wycheproof {
  readonly testGroups: readonly {
    readonly tagSize: number;
    readonly tests: readonly { tcId: number; key: string; msg: string; tag: string; result: string }[];
  }[];
}

function expected(key: Uint8Array, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url');
}

function agree(key: Uint8Array, text: string): void {
  expect(createTextHmac('sha256', key)(text)).toBe(expected(key, text));
}

function hex(key: Uint8Array, text: string): string {
  return Buffer.from(createTextHmac('sha256', key)(text), 'base64url').toString('hex');
}

describe('the HMAC of a text', () => {
  it('equals that of createHmac for any key and text', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), fc.string({ unit: 'binary' }), agree));
  });

  it.each([0, 1, 55, 56, 63, 64, 511, 512, 513, 5000])(
    'holds at %i characters of three bytes each',
    (length) => {
      const key = randomBytes(32);
      expect(createTextHmac('sha256', key)('漢'.repeat(length))).toBe(expected(key, '漢'.repeat(length)));
    },
  );

  it('keeps nothing of the text before', () => {
    const mac = createTextHmac('sha256', Buffer.alloc(32, 1));
    const short = mac('ana');
    mac('a much longer text than the one before it');
    expect(mac('ana')).toBe(short);
  });

  it('equals that of createHmac with SHA-512 too', () => {
    const key = randomBytes(32);
    const mac = createTextHmac('sha512', key);
    for (const text of ['', 'ana', '漢'.repeat(513)]) {
      expect(mac(text)).toBe(createHmac('sha512', key).update(text).digest('base64url'));
    }
  });

  it('takes keys of 64 bytes and refuses one more', () => {
    expect(() => createTextHmac('sha256', new Uint8Array(64))).not.toThrow();
    expect(() => createTextHmac('sha256', new Uint8Array(65))).toThrow('at most 64');
  });

  it('computes the vectors of RFC 4231 that have text for data', () => {
    expect(hex(Buffer.alloc(20, 0x0b), 'Hi There')).toBe(
      'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
    );
    expect(hex(Buffer.from('Jefe'), 'what do ya want for nothing?')).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
  });

  const vectors = new URL(
    '../../../../shared/data/vectors/wycheproof/hmac_sha256_test.json',
    import.meta.url,
  );
  it('computes the Wycheproof vectors whose data is text, where they are at hand', () => {
    if (!existsSync(vectors)) return;
    const { testGroups } = JSON.parse(readFileSync(vectors, 'utf8')) as Wycheproof;
    let checked = 0;
    for (const { tagSize, tests } of testGroups) {
      for (const { key, msg, tag, result } of tests) {
        const bytes = Buffer.from(msg, 'hex');
        const text = bytes.toString('utf8');
        if (!Buffer.from(text, 'utf8').equals(bytes) || key.length > 128) continue;
        const mac = Buffer.from(createTextHmac('sha256', Buffer.from(key, 'hex'))(text), 'base64url');
        expect(mac.toString('hex', 0, tagSize / 8) === tag).toBe(result === 'valid');
        checked += 1;
      }
    }
    expect(checked).toBeGreaterThan(10);
  });
});
