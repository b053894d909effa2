import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PowerCut, createCutDisk } from '../vault/vault-fixture.contract.ts';
import { nodeVaultDisk } from '../vault/vault-disk.ts';
import type { VaultDisk } from '../vault/vault-disk.ts';
import { openTrail, readTrail } from './trail.ts';
import type { Trail } from './trail.ts';
import { verifyTrail } from './verify-trail.ts';

let directory = '';
let now = Date.UTC(2026, 10, 1);
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'headgate-trail-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function open(fileBytesMax?: number, disk: VaultDisk = nodeVaultDisk, since = 0): Trail {
  const options = { directory, now: () => now, since, disk };
  return openTrail(fileBytesMax === undefined ? options : { ...options, fileBytesMax });
}

function put(trail: Trail, ...names: string[]): Promise<number> {
  return trail.write((news) => ({ entries: names.map((name) => ({ name })), answer: news.length }));
}

function file(number = 1): string {
  return join(directory, `trail-${String(number).padStart(6, '0')}.jsonl`);
}

function namesIn(rows = readTrail(directory)): unknown[] {
  return rows.map(({ entry }) => entry['name']);
}

describe('a trail', () => {
  it('binds each row to the one before, through files that are full', async () => {
    const trail = open(300);
    for (const name of ['a', 'b', 'c', 'd', 'e']) await put(trail, name);
    expect(namesIn()).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(readFileSync(file(2), 'utf8').split('\n').length).toBeGreaterThan(1);
    const verified = verifyTrail(directory, null);
    expect(verified).toMatchObject({ rows: 5, broken: null, hasAnchor: null });
    expect(verifyTrail(directory, verified.head).hasAnchor).toBe(true);
  });

  it('begins another file once one has its bytes, and not before', async () => {
    await put(open(), 'a');
    const size = readFileSync(file()).length;
    await put(open(size + 1), 'b');
    await put(open(2 * size), 'c');
    expect(readFileSync(file(), 'utf8').split('\n')).toHaveLength(3);
    expect(readFileSync(file(2), 'utf8')).toContain('"n":3');
  });

  it('hands each process what the others have written since', async () => {
    const [one, two] = [open(), open()];
    expect(await put(one, 'a')).toBe(0);
    expect(await put(two, 'b', 'c')).toBe(1);
    expect(await put(one, 'd')).toBe(2);
    expect(await put(two, 'e')).toBe(1);
    expect(verifyTrail(directory, null)).toMatchObject({ rows: 5, broken: null });
  });

  it('hands a new process only what is not older than it asks for', async () => {
    for (const name of ['a', 'b', 'c', 'd']) {
      await put(open(1), name);
      now += 1000;
    }
    expect(await put(open(1, nodeVaultDisk, now - 2000), 'e')).toBe(2);
    expect(await put(open(1, nodeVaultDisk, now + 1), 'f')).toBe(0);
  });

  it('takes rows of many writers at once, one after the other', async () => {
    const writers = Array.from({ length: 5 }, () => open(1000));
    await Promise.all(
      writers.flatMap((writer, at) => Array.from({ length: 10 }, (_, n) => put(writer, `${at}-${n}`))),
    );
    expect(verifyTrail(directory, null)).toMatchObject({ rows: 50, broken: null });
  });

  it('writes nothing where the decision throws', async () => {
    const trail = open();
    await put(trail, 'a');
    await expect(
      trail.write(() => {
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    await put(trail, 'b');
    expect(namesIn()).toEqual(['a', 'b']);
  });

  it('goes on after a power cut, without the part of a row that was left', async () => {
    await put(open(), 'a');
    for (const step of [1, 2, 3]) {
      const disk = createCutDisk();
      disk.cutAt(step);
      await put(open(undefined, disk), 'lost', 'perhaps').catch((error: unknown) => {
        if (!(error instanceof PowerCut)) throw error;
      });
      rmSync(join(directory, 'trail.lock'), { force: true });
      await put(open(), 'on');
      expect(verifyTrail(directory, null).broken).toBeNull();
      expect(namesIn().at(-1)).toBe('on');
    }
  });
});

describe('tampering', () => {
  const TAMPERINGS: readonly (readonly [string, (lines: string[]) => string[], object])[] = [
    ['nothing', (lines) => lines, { rows: 5, broken: null, hasAnchor: true }],
    [
      'a word',
      (lines) => lines.map((line) => line.replace('"c"', '"x"')),
      { rows: 2, broken: { line: 3, reason: 'altered' } },
    ],
    [
      'a row taken out',
      (lines) => lines.toSpliced(1, 1),
      { rows: 1, broken: { line: 2, reason: 'missing' } },
    ],
    [
      'the first row taken out',
      (lines) => lines.slice(1),
      { rows: 0, broken: { line: 1, reason: 'missing' } },
    ],
    [
      'rows exchanged',
      ([a = '', b = '', ...rest]) => [b, a, ...rest],
      { rows: 0, broken: { line: 1, reason: 'missing' } },
    ],
    [
      'a row twice',
      (lines) => lines.toSpliced(2, 0, lines[1] ?? ''),
      { rows: 2, broken: { line: 3, reason: 'missing' } },
    ],
    [
      'a line of something else',
      (lines) => lines.toSpliced(4, 0, '{}'),
      { rows: 4, broken: { line: 5, reason: 'no-row' } },
    ],
    ['the end cut off', (lines) => lines.slice(0, 3), { rows: 3, broken: null, hasAnchor: false }],
  ];

  it.each(TAMPERINGS)('is found where it is: %s', async (_, tamper, found) => {
    const trail = open();
    for (const name of ['a', 'b', 'c', 'd', 'e']) await put(trail, name);
    const { head } = verifyTrail(directory, null);
    const lines = readFileSync(file(), 'utf8').trimEnd().split('\n');
    writeFileSync(file(), `${tamper(lines).join('\n')}\n`);
    expect(verifyTrail(directory, head)).toMatchObject(found);
  });

  it('is found where a row is changed and its digest made to fit', async () => {
    const trail = open();
    for (const name of ['a', 'b', 'c']) await put(trail, name);
    const other = mkdtempSync(join(tmpdir(), 'headgate-trail-'));
    const forger = openTrail({ directory: other, now: () => now, since: 0 });
    for (const name of ['a', 'x', 'c']) await put(forger, name);
    const forged = readFileSync(join(other, 'trail-000001.jsonl'), 'utf8').split('\n')[1] ?? '';
    rmSync(other, { recursive: true });
    const lines = readFileSync(file(), 'utf8').trimEnd().split('\n');
    writeFileSync(file(), `${lines.toSpliced(1, 1, forged).join('\n')}\n`);
    expect(verifyTrail(directory, null)).toMatchObject({ rows: 2, broken: { line: 3, reason: 'unlinked' } });
  });

  it('stops the writer, which would go on with a broken chain', async () => {
    await put(open(), 'a');
    appendFileSync(file(), 'not a row\n');
    await expect(put(open(), 'b')).rejects.toThrow('audit trail is damaged');
  });
});
