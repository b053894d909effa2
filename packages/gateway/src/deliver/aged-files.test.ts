import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { agedFilesIn, deleteAged } from './aged-files.ts';

const WRITTEN = Date.parse('2026-11-24T10:00:00Z');
let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'headgate-aged-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

async function put(day: string, name = 'a.parquet', writtenAt = WRITTEN): Promise<void> {
  await mkdir(join(directory, day), { recursive: true });
  const path = join(directory, day, name);
  await writeFile(path, 'PAR1');
  await utimes(path, writtenAt / 1000, writtenAt / 1000);
}

describe('a file of the warehouse', () => {
  it.each([
    ['the end of its day', 'day=2026-11-20', Date.parse('2026-11-20T23:59:59.999Z')],
    ['its writing, while its day is not over', 'day=2026-11-24', WRITTEN],
    ['its writing, where its day lies ahead', 'day=9999-01-01', WRITTEN],
    ['its writing, where it has no day', 'day=unknown', WRITTEN],
  ])('is as old as %s', async (_, day, at) => {
    await put(day);
    expect((await agedFilesIn(directory)).map((file) => file.at)).toEqual([at]);
  });

  it('goes with its day once it is older than a time, and not at that time', async () => {
    await put('day=2026-11-20');
    await put('day=2026-11-21');
    const end = Date.parse('2026-11-20T23:59:59.999Z');
    expect(await deleteAged(directory, end)).toBe(0);
    expect(await deleteAged(directory, end + 1)).toBe(1);
    expect(await readdir(directory)).toEqual(['day=2026-11-21']);
  });

  it('leaves what else lies in its directory', async () => {
    await put('day=2026-11-20');
    await put('day=2026-11-20', 'b.parquet.tmp');
    expect(await deleteAged(directory, WRITTEN)).toBe(1);
    expect(await readdir(join(directory, 'day=2026-11-20'))).toEqual(['b.parquet.tmp']);
  });
});
