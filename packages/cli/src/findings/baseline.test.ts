import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readBaseline } from './baseline.ts';

const directory = mkdtempSync(join(tmpdir(), 'headgate-baseline-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

it.each([
  [16_000_000, true],
  [16_000_001, false],
])('a baseline of %d characters is read: %s', (length, isRead) => {
  const file = join(directory, 'base.json');
  writeFileSync(file, '{"schemaVersion":1,"findings":[]}'.padEnd(length));
  const read = (): unknown => readBaseline(file);
  if (isRead) expect(read()).toEqual([]);
  else expect(read).toThrow('the baseline cannot be read');
});
