import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VALUE_BYTES_MAX, decodeValue, encodeValue, isPaddedSize } from './plaintext.ts';
import type { JsonValue } from './plaintext.ts';

function encoded(value: JsonValue): Buffer {
  const plaintext = encodeValue(value);
  if (typeof plaintext === 'string') throw new Error(plaintext);
  return plaintext;
}

describe('the plaintext of a value', () => {
  it('gives back any JSON value with its type, −0 and lone surrogates too', () => {
    const values = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      // JSON has one zero.
      fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as JsonValue),
    );
    fc.assert(
      fc.property(values, (value) => {
        const plaintext = encoded(value);
        expect(isPaddedSize(plaintext.length)).toBe(true);
        expect(decodeValue(plaintext)).toEqual({ value });
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['', 16],
    ['x'.repeat(13), 16],
    ['x'.repeat(14), 32],
    ['x'.repeat(29), 32],
    ['x'.repeat(30), 64],
    ['x'.repeat(61), 64],
    ['x'.repeat(62), 128],
    ['x'.repeat(125), 128],
    ['x'.repeat(126), 256],
    [true, 16],
    [-1.5e300, 16],
    [null, 16],
  ] as const)('pads to the next doubling of 16 (%#)', (value, size) => {
    expect(encoded(value)).toHaveLength(size);
  });

  it('holds 65,535 bytes and refuses one more, texts and JSON alike', () => {
    const longest = '€'.repeat(VALUE_BYTES_MAX / 3);
    expect(encoded(longest)).toHaveLength(131_072);
    expect(decodeValue(encoded(longest))).toEqual({ value: longest });
    expect(encodeValue(`${longest}x`)).toBe('value-too-long');
    expect(encodeValue(['x'.repeat(VALUE_BYTES_MAX - 4)])).toBeInstanceOf(Buffer);
    expect(encodeValue(['x'.repeat(VALUE_BYTES_MAX - 3)])).toBe('value-too-long');
  });

  it('refuses what JSON cannot say', () => {
    const cycle: JsonValue[] = [];
    cycle.push(cycle);
    for (const value of [Number.NaN, Infinity, cycle, undefined, 1n]) {
      expect(encodeValue(value as JsonValue)).toBe('value-not-json');
    }
  });

  it('does not read what it would not write', () => {
    const good = encoded('ana');
    const altered = (at: number, byte: number): Buffer => {
      const bytes = Buffer.from(good);
      bytes[at] = byte;
      return bytes;
    };
    expect(decodeValue(good)).toEqual({ value: 'ana' });
    expect(decodeValue(altered(15, 1))).toBeNull();
    expect(decodeValue(altered(0, 4))).toBeNull();
    expect(decodeValue(altered(3, 0xff))).toBeNull();
    expect(decodeValue(altered(2, 20))).toBeNull();
    expect(decodeValue(Buffer.concat([good, Buffer.alloc(16)]))).toBeNull();
    for (const [type, text] of [
      [1, '1.0'],
      [1, 'Infinity'],
      [1, ''],
      [1, '0x10'],
      [2, 'x'],
      [2, ''],
      [3, '{'],
    ] as const) {
      const bytes = Buffer.alloc(16);
      bytes[0] = type;
      bytes[2] = text.length;
      bytes.write(text, 3);
      expect(decodeValue(bytes)).toBeNull();
    }
  });

  it('never throws on bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        expect(() => decodeValue(Buffer.from(bytes))).not.toThrow();
      }),
    );
  });
});
