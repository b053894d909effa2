/** What docs/seal.md says, and what the envelope promises to those who install it alone. */
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { OPEN_REFUSALS } from './open-refusals.ts';

describe('docs/seal.md', () => {
  it('lists the refusals of the code, and no others', () => {
    const page = readFileSync(new URL('../../../../docs/seal.md', import.meta.url), 'utf8');
    const [, section = ''] = page.split('## Why a field does not open\n');
    const rows = section
      .split('\n## ')[0]
      ?.split('\n')
      .filter((line) => line.startsWith('| `'))
      .map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', '')));
    expect(rows?.map(([, name, meaning]) => [name, meaning])).toEqual(Object.entries(OPEN_REFUSALS));
  });
});

describe('the envelope', () => {
  it('stands on node:crypto, node:buffer and its own files alone', () => {
    const folder = new URL('.', import.meta.url);
    const files = readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
    const imports = files.flatMap((name) => {
      const text = readFileSync(new URL(name, folder), 'utf8');
      return [...text.matchAll(/\bfrom '([^']+)'/g)].map(([, target = '']) => target);
    });
    const foreign = imports.filter((target) => !/^\.\/[\w-]+\.ts$|^\.\.\/kid\.ts$/.test(target));
    expect(files.length).toBeGreaterThan(10);
    expect(new Set(foreign)).toEqual(new Set(['node:buffer', 'node:crypto']));
  });
});
