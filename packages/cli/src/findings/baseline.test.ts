import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readBaseline } from './baseline.ts';

const directory = mkdtempSync(join(tmpdir(), 'headgate-baseline-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function fileOf(length: number): string {
  const file = join(directory, 'base.json');
  writeFileSync(file, '{"schemaVersion":1,"findings":[]}'.padEnd(length));
  return file;
}

it('a baseline of 16,000,000 characters is read, and one of one more is not', () => {
  expect(readBaseline(fileOf(16_000_000))).toEqual([]);
  expect(() => readBaseline(fileOf(16_000_001))).toThrow('the baseline cannot be read');
});
