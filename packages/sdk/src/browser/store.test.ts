import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Entry } from '../event.ts';
import { createStore } from './store.ts';
import type { Store } from './store.ts';

const DAY_MS = 86_400_000;
const KEY = 'headgate';

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 10, 27) });
});
afterEach(() => {
  vi.useRealTimers();
});

/** As much of `Storage` as is asked. */
class Area implements Storage {
  readonly kept = new Map<string, string>();
  isFull = false;
  get length(): number {
    return this.kept.size;
  }
  key = (): string | null => null;
  clear = (): void => this.kept.clear();
  getItem = (key: string): string | null => this.kept.get(key) ?? null;
  removeItem = (key: string): void => void this.kept.delete(key);
  setItem = (key: string, value: string): void => {
    if (this.isFull) throw new DOMException('full', 'QuotaExceededError');
    this.kept.set(key, value);
  };
}

function storeOn(area: () => Storage | null): Store {
  return createStore({ key: KEY, idLifetimeMs: 30 * DAY_MS, countMax: 3, bytesMax: 1_000, area });
}

function entry(messageId: string): Entry {
  const context = { library: { name: 'l', version: '1' }, consent: { categoryPreferences: {} } };
  return { message: { type: 'track', messageId, timestamp: '', context }, bytes: 10, at: 0 };
}

const ids = (entries: readonly Entry[] | null): string[] =>
  (entries ?? []).map(({ message }) => message.messageId);

describe('the anonymous id', () => {
  it('is 128 bits, and the same on the next page', () => {
    const area = new Area();
    const id = storeOn(() => area).id();
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    expect(storeOn(() => area).id()).toBe(id);
  });

  it('is new after its time, counted from its birth and not from its last use', () => {
    const store = storeOn(() => new Area());
    const area = new Area();
    const kept = storeOn(() => area);
    const id = kept.id();
    vi.advanceTimersByTime(30 * DAY_MS - 1);
    expect(kept.id()).toBe(id);
    vi.advanceTimersByTime(1);
    expect(kept.id()).not.toBe(id);
    expect(store.id()).not.toBe(id);
  });

  it('is new when the clock went back before its birth', () => {
    const area = new Area();
    const store = storeOn(() => area);
    const id = store.id();
    vi.setSystemTime(Date.now() - 1);
    expect(store.id()).not.toBe(id);
  });

  it('is new after it was renewed or forgotten', () => {
    const area = new Area();
    const store = storeOn(() => area);
    const first = store.id();
    store.renew();
    const second = store.id();
    store.forget();
    expect(area.kept.size).toBe(0);
    expect(new Set([first, second, store.id()]).size).toBe(3);
  });

  it.each<[string, () => Storage | null]>([
    ['nothing may be stored', () => null],
    [
      'the storage is blocked',
      () => {
        throw new DOMException('blocked', 'SecurityError');
      },
    ],
    ['the storage is full', () => Object.assign(new Area(), { isFull: true })],
  ])('lives as long as the page where %s', (_, area) => {
    const store = storeOn(area);
    expect(store.id()).toBe(store.id());
    const id = store.id();
    store.forget();
    expect(store.id()).not.toBe(id);
  });
});

describe('what is parked', () => {
  it('is there on the next page, once', () => {
    const area = new Area();
    expect(storeOn(() => area).park([entry('a'), entry('b')])).toEqual([]);
    const next = storeOn(() => area);
    const id = next.id();
    expect(ids(next.unpark())).toEqual(['a', 'b']);
    expect(next.unpark()).toEqual([]);
    expect(storeOn(() => area).unpark()).toEqual([]);
    expect(next.id()).toBe(id);
  });

  it('is joined by what other pages park, within the bounds: the oldest go', () => {
    const area = new Area();
    storeOn(() => area).park([entry('a'), entry('b')]);
    expect(ids(storeOn(() => area).park([entry('c'), entry('d')]))).toEqual(['a']);
    expect(ids(storeOn(() => area).unpark())).toEqual(['b', 'c', 'd']);
  });

  it.each<[string, () => Storage | null]>([
    ['nothing may be stored', () => null],
    ['the storage is full', () => Object.assign(new Area(), { isFull: true })],
  ])('stays with who asked where %s', (_, area) => {
    const store = storeOn(area);
    expect(store.park([entry('a')])).toBeNull();
    expect(store.unpark()).toEqual([]);
  });

  it.each([
    'no JSON',
    'null',
    '7',
    '[]',
    '{"id":7}',
    '{"parked":{}}',
    '{"parked":[null]}',
    '{"parked":[{"bytes":1,"at":0,"message":{}}]}',
    '{"parked":[{"bytes":"1","at":0,"message":{"context":{"consent":{"categoryPreferences":{}}}}}]}',
    '{"parked":[{"bytes":1,"message":{"context":{"consent":{"categoryPreferences":{}}}}}]}',
  ])('is nothing where the key holds %s', (text) => {
    const area = new Area();
    area.kept.set(KEY, text);
    expect(storeOn(() => area).unpark()).toEqual([]);
    expect(storeOn(() => area).id()).toMatch(/^[0-9a-f]{32}$/);
  });
});
