import type { SealRecord, SealedEvent } from '@headgate/core';
import { kidOf } from '@headgate/seal/envelope';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSealedStore } from './sealed-store.ts';
import type { SealedStore } from './sealed-store.ts';

let directory = '';
const opened: SealedStore[] = [];
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'headgate-sealed-'));
});
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
  await rm(directory, { recursive: true, force: true });
});

async function open(bytesMax = 10_000_000): Promise<SealedStore> {
  const store = await openSealedStore({ directory, bytesMax });
  opened.push(store);
  return store;
}

async function reopen(): Promise<SealedStore> {
  for (const store of opened.splice(0)) await store.close();
  return open();
}

function header(id: string, until = 100): SealRecord {
  return { kind: 'header', id, bytes: Buffer.from(`header ${id}`), until };
}

function event(
  eventId: string,
  fields: Readonly<Record<string, string>>,
  ...records: SealRecord[]
): SealedEvent {
  const all = Object.entries(fields).map(([path, text]) => ({ path, group: 'support', text }));
  return { environment: 'production', source: 'web', eventName: 'seen', eventId, fields: all, records };
}

function keep(store: SealedStore, events: readonly SealedEvent[], storedAt = 1): Promise<'stored' | 'full'> {
  return store.append({ events, storedAt, keysUsed: 0 });
}

const texts = (store: SealedStore, eventId: string): Readonly<Record<string, string>> =>
  Object.fromEntries(store.valuesOf(eventId).map(({ path, text }) => [path, text]));

function key(publicKey: string): SealRecord {
  return { kind: 'subject-key', subject: 's1', publicKey };
}

const ALL = { from: 0, to: 1e15, path: null, group: null, after: null } as const;

describe('the store of sealed values', () => {
  it('keeps values and headers over a restart', async () => {
    const store = await open();
    const record = header('h1');
    await keep(store, [event('e1', { a: 't1' }, record)]);
    expect(store.isDurable(record)).toBe(true);
    const again = await reopen();
    expect(texts(again, 'e1')).toEqual({ a: 't1' });
    expect(Buffer.from(again.header('h1') ?? []).toString()).toBe('header h1');
    expect(again.header('h2')).toBe(null);
    expect(again.bytes()).toBeGreaterThan(0);
  });

  it('replaces fields of the same path and group when an event comes again, and keeps its first time', async () => {
    const store = await open();
    await keep(store, [event('e1', { a: 't1', b: 't2' })], 1);
    await Promise.all([
      keep(store, [event('e1', { a: 't3' })], 2),
      keep(store, [event('e1', { a: 't4', c: 't5' })], 3),
    ]);
    expect(texts(store, 'e1')).toEqual({ a: 't4', b: 't2', c: 't5' });
    expect(store.find({ ...ALL, limit: 9 })?.values.map(({ storedAt }) => storedAt)).toEqual([1, 1, 1]);
    await store.deleteBefore(2);
    expect(store.valuesOf('e1')).toEqual([]);
    expect(store.bytes()).toBe(0);
  });

  it('has room up to its limit, and not a byte more', async () => {
    const roomy = await open();
    const big = event('e1', { a: 'x'.repeat(1000) });
    await keep(roomy, [big]);
    for (const store of opened.splice(0)) await store.close();
    await rm(directory, { recursive: true });
    // What an append takes at most: the row, the place and the JSON of its fields.
    const bytes = 160 + 400 + JSON.stringify(big.fields).length;
    expect(await keep(await open(bytes), [big])).toBe('stored');
    for (const store of opened.splice(0)) await store.close();
    await rm(directory, { recursive: true });
    expect(await keep(await open(bytes - 1), [big])).toBe('full');
  });

  it('counts what is under way, so that appends together do not pass the limit', async () => {
    const store = await open(2500);
    const answers = await Promise.all(
      ['e1', 'e2', 'e3'].map((id) => keep(store, [event(id, { a: 'x'.repeat(400) })])),
    );
    expect(answers).toEqual(['stored', 'stored', 'full']);
    expect(await keep(store, [event('e4', {}, header('h'))])).toBe('stored');
  });

  it('gives values by time, path and group, page by page, each once', async () => {
    const store = await open();
    for (let at = 0; at < 7; at += 1) {
      await keep(store, [event(`e${at}`, { 'a[0].b': `${at}a`, 'a[1].b': `${at}b`, c: `${at}c` })], at);
    }
    const seen: string[] = [];
    for (let after: string | null = null; ;) {
      const page = store.find({ ...ALL, from: 1, to: 6, path: 'a[].b', limit: 3, after });
      if (page === null) throw new Error('A page does not take its own cursor.');
      seen.push(...page.values.map(({ text }) => text));
      expect(page.values.length).toBeLessThanOrEqual(3);
      after = page.next;
      if (after === null) break;
    }
    expect(seen).toEqual(['1a', '1b', '2a', '2b', '3a', '3b', '4a', '4b', '5a', '5b']);
    expect(store.find({ ...ALL, group: 'finance', limit: 9 })?.values).toEqual([]);
    expect(store.find({ ...ALL, limit: 9, after: 'nonsense' })).toBe(null);
  });

  it('looks at so many events for a page, and goes on from there', async () => {
    const store = await open();
    const events = Array.from({ length: 2001 }, (_, at) =>
      event(`e${String(at).padStart(4, '0')}`, { [at === 2000 ? 'last' : 'other']: 't' }),
    );
    await keep(store, events);
    const first = store.find({ ...ALL, path: 'last', limit: 9 });
    expect(first?.values).toEqual([]);
    const second = store.find({ ...ALL, path: 'last', limit: 9, after: first?.next ?? null });
    expect(second?.values).toHaveLength(1);
    expect(second?.next).toBe(null);
  });

  it('deletes more rows than fit one transaction', async () => {
    const store = await open();
    await keep(
      store,
      Array.from({ length: 1500 }, (_, at) => event(`e${at}`, { a: 't' }, header(`h${at}`, 1))),
    );
    expect(await store.deleteBefore(2)).toBe(3000);
    expect(store.oldest()).toBe(null);
    expect(store.bytes()).toBe(0);
  });

  it('rejects what cannot be written, and counts none of it', async () => {
    const store = await open();
    const record = header('h1');
    const odd = { ...event('e1', { a: 't' }, record), eventId: 'x'.repeat(10_000) };
    await expect(keep(store, [odd])).rejects.toThrow('does not fit');
    expect(store.isDurable(record)).toBe(false);
    expect(store.bytes()).toBe(0);
  });
});

describe('keys of subjects in the store', () => {
  const publicKey = Buffer.alloc(32, 1).toString('base64url');
  const other = Buffer.alloc(32, 2).toString('base64url');
  const kid = kidOf(Buffer.alloc(32, 1));

  it('are kept with the count of those that are used', async () => {
    const store = await open();
    await store.append({ events: [event('e1', {}, key(publicKey))], storedAt: 1, keysUsed: 7 });
    const again = await reopen();
    expect(again.keyOf('s1')).toBe(publicKey);
    expect(again.keyOf('s2')).toBe(null);
    expect(again.keysUsed()).toBe(7);
  });

  it('are taken away once, and named again afterwards', async () => {
    const store = await open();
    const appended = keep(store, [event('e1', {}, key(publicKey))]);
    // In the same group of changes as the assignment.
    expect(await store.forget('s1', publicKey)).toEqual({ kid, earlier: [] });
    await appended;
    expect(store.keyOf('s1')).toBe(null);
    expect(await store.forget('s1', null)).toEqual({ kid: null, earlier: [kid] });
    await keep(store, [event('e2', {}, key(other))]);
    expect((await (await reopen()).forget('s1', null)).earlier).toEqual([kid]);
  });

  it('that give way are still named', async () => {
    const store = await open();
    await keep(store, [event('e1', {}, key(publicKey))]);
    await keep(store, [event('e2', {}, key(other))]);
    expect(await store.forget('s1', null)).toEqual({ kid: kidOf(Buffer.alloc(32, 2)), earlier: [kid] });
  });
});
