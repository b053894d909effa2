import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LIBRARY } from './library.ts';
import { LIMITS } from './limits.ts';
import { readOptions } from './options.ts';

const GOOD = { writeKey: 'k', host: 'https://telemetry.shop.example' };

describe('options', () => {
  it.each([
    ['https://telemetry.shop.example', 'https://telemetry.shop.example/v1/batch'],
    ['https://telemetry.shop.example/', 'https://telemetry.shop.example/v1/batch'],
    ['http://127.0.0.1:8080/door//', 'http://127.0.0.1:8080/door/v1/batch'],
  ])('host %j is asked at %j', (host, url) => {
    expect(readOptions({ ...GOOD, host }).url).toBe(url);
  });

  it('have defaults, each of which can be changed', () => {
    expect(readOptions(GOOD).limits).toEqual(LIMITS);
    const changed = Object.fromEntries(Object.entries(LIMITS).map(([name, value]) => [name, value - 1]));
    expect(readOptions({ ...GOOD, ...changed }).limits).toEqual(changed);
  });

  it('let no event be larger than a batch', () => {
    expect(readOptions({ ...GOOD, batchBytesMax: 100 }).limits.eventBytesMax).toBe(100);
  });

  it.each([
    [{ writeKey: '' }, 'writeKey'],
    [{ host: 'telemetry.shop.example' }, 'host'],
    [{ host: 'https://a.example/?x' }, 'host'],
    [{ flushMs: -1 }, 'flushMs'],
    [{ queueCountMax: Number.NaN }, 'queueCountMax'],
  ])('%j is refused by name', (wrong, name) => {
    expect(() => readOptions({ ...GOOD, ...wrong })).toThrow(name);
  });
});

it('the library says the version of its package', () => {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  expect(JSON.parse(text)).toMatchObject(LIBRARY);
});
