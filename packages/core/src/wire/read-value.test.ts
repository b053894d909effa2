import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../event.ts';
import { decodeBase64, readBasicUser, readEpoch, readId, readObject, readTime } from './read-value.ts';

describe('readId', () => {
  it.each<[Json | undefined, string | null]>([
    ['u-1', 'u-1'],
    [7, '7'],
    [0, '0'],
    ['', null],
    [null, null],
    [undefined, null],
    [true, null],
    [Infinity, null],
    [{}, null],
    [['u-1'], null],
  ])('reads %j as %j', (value, id) => {
    expect(readId(value)).toBe(id);
  });
});

describe('readObject', () => {
  it('takes an absent object for an empty one and refuses what is none', () => {
    expect(readObject(undefined)).toEqual({});
    expect(readObject(null)).toEqual({});
    expect(readObject({ a: 1 })).toEqual({ a: 1 });
    expect([[], 'x', 1, true].map((value) => readObject(value))).toEqual([null, null, null, null]);
  });
});

describe('readTime', () => {
  it.each<[Json, number | null]>([
    ['2026-01-15T10:00:00.250Z', 1768471200250],
    ['2026-01-15T10:00:00Z', 1768471200000],
    ['2026-01-15T11:00:00+01:00', 1768471200000],
    ['2026-01-15T11:00:00.5+0100', 1768471200500],
    ['2026-01-15', 1768435200000],
    [1768471200250, 1768471200250],
    [1768471200.25, 1768471200250],
    [0, null],
    [-1, null],
    [Infinity, null],
    [1e300, null],
    ['', null],
    ['yesterday', null],
    ['15 January 2026', null],
    ['2026-99-99T10:00:00Z', null],
    ['x'.repeat(1_000_000), null],
    [true, null],
  ])('reads %j', (value, time) => {
    expect(readTime(value)).toBe(time);
  });

  it('takes a time without zone as UTC wherever the gateway runs', () => {
    expect(readTime('2026-01-15T10:00:00')).toBe(1768471200000);
    expect(readTime('2026-01-15 10:00:00.250')).toBe(1768471200250);
  });

  it('tells seconds from milliseconds at 1e11', () => {
    expect(readEpoch(1e11 - 1)).toBe((1e11 - 1) * 1000);
    expect(readEpoch(1e11)).toBe(1e11);
  });
});

describe('readBasicUser', () => {
  it.each<[string | undefined, string | null]>([
    [`Basic ${btoa('wk-1:')}`, 'wk-1'],
    [`basic ${btoa('wk-1:secret:more')}`, 'wk-1'],
    [`Basic ${btoa('wk-1')}`, 'wk-1'],
    [`Basic ${btoa(':secret')}`, null],
    ['Basic !!!', null],
    ['Basic ', null],
    ['Bearer abc', null],
    [undefined, null],
  ])('reads the user of %j', (header, user) => {
    expect(readBasicUser(header)).toBe(user);
  });
});

describe('decodeBase64', () => {
  it('undoes base64 of any UTF-8 text, with its plus signs lost or its alphabet safe for URLs', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const encoded = Buffer.from(text).toString('base64');
        const expected = new TextDecoder().decode(Buffer.from(text));
        expect(decodeBase64(encoded)).toBe(expected);
        expect(decodeBase64(encoded.replaceAll('+', ' '))).toBe(expected);
        expect(decodeBase64(Buffer.from(text).toString('base64url'))).toBe(expected);
      }),
    );
  });

  it('gives null for what is no base64', () => {
    expect(decodeBase64('a')).toBeNull();
    expect(decodeBase64('ab%c')).toBeNull();
    expect(decodeBase64('größe')).toBeNull();
  });
});
