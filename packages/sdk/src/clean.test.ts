import { describe, expect, it } from 'vitest';
import { UNREADABLE, clean, jsonBytes, originOf, stripUrl } from './clean.ts';

describe('an address', () => {
  it.each([
    ['https://shop.example/a/b?email=a@b.example#c', 'https://shop.example/a/b'],
    ['https://shop.example/#/path?x', 'https://shop.example/'],
    ['https://name:word@shop.example/a', 'https://shop.example/a'],
    ['https://name@x@shop.example', 'https://shop.example'],
    ['https://shop.example/a@b/c', 'https://shop.example/a@b/c'],
    ['https://shop.example/a\nb?c\nd', 'https://shop.example/a\nb'],
    ['file:///home/me/page.html?x', 'file:///home/me/page.html'],
    ['', ''],
  ])('%j is stripped to %j', (url, stripped) => {
    expect(stripUrl(url)).toBe(stripped);
  });

  it.each([
    ['https://search.example/find?q=me', 'https://search.example'],
    ['http://localhost:8080/', 'http://localhost:8080'],
    ['https://shop.example', 'https://shop.example'],
    ['android-app://com.example/', undefined],
    ['https://name:word@shop.example/', undefined],
    ['', undefined],
  ])('%j has the origin %j', (url, origin) => {
    expect(originOf(url)).toBe(origin);
  });
});

describe('what an app gives', () => {
  it('is copied, and whole addresses are stripped at any depth', () => {
    const given = {
      url: 'HTTPS://shop.example/?q=1',
      text: 'see https://shop.example/?q=1',
      list: [{ from: 'http://a.example/b#c' }, 7, null, true],
    };
    expect(clean(given)).toEqual({
      url: 'HTTPS://shop.example/',
      text: 'see https://shop.example/?q=1',
      list: [{ from: 'http://a.example/b' }, 7, null, true],
    });
    expect(given.url).toBe('HTTPS://shop.example/?q=1');
  });

  it('becomes what JSON makes of it', () => {
    const given = { at: new Date(0), none: undefined, call: () => 1, not: Number.NaN };
    expect(clean(given)).toEqual({ at: '1970-01-01T00:00:00.000Z', not: null });
  });

  it('is unreadable where it is no JSON', () => {
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    expect(clean(circle)).toBe(UNREADABLE);
    expect(clean({ big: 1n })).toBe(UNREADABLE);
  });

  it('is measured in bytes of UTF-8', () => {
    expect(jsonBytes({ a: 'ä€😀' })).toBe('{"a":""}'.length + 2 + 3 + 4);
  });
});
