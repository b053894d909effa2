/** Closed tables stand once in code and once in the documents; here they are compared, both ways. */
import { OUTCOMES, REFUSALS } from '@headgate/core';
import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { describe, expect, it } from 'vitest';
import { renderSdkPage } from './sdk-page.ts';
import { TRANSFORMS } from '../packages/core/src/protect/transforms/index.ts';

function rows(document: string): string[] {
  const text = readFileSync(new URL(`../docs/${document}`, import.meta.url), 'utf8');
  const cells = text.split('\n').filter((line) => line.startsWith('| `'));
  return cells.map((line) =>
    line
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim().replaceAll('`', ''))
      .join('|'),
  );
}

describe('documents', () => {
  it('outcomes.md lists the outcomes of the code, and no others', () => {
    const code = Object.entries(OUTCOMES).map(
      ([name, { group, meaning }]) => `|${name}|${group}|${meaning}|`,
    );
    expect(rows('outcomes.md')).toEqual(code);
  });

  it('refusals.md lists the refusals of the code, and no others', () => {
    const code = Object.entries(REFUSALS).map(
      ([name, { status, meaning }]) => `|${name}|${status}|${meaning}|`,
    );
    expect(rows('refusals.md')).toEqual(code);
  });

  it('sdks.md is what the catalogue says', async () => {
    const page = new URL('../docs/sdks.md', import.meta.url);
    const rendered = await format(renderSdkPage(), { parser: 'markdown', ...(await resolveConfig(page)) });
    if (process.env['UPDATE'] === '1') writeFileSync(page, rendered);
    expect(readFileSync(page, 'utf8')).toBe(rendered);
  });

  it('plan.md lists every transform, and the form in which it sends', () => {
    const table = rows('plan.md').map((row) => row.split(/(?<!\\)\|/));
    const listed = table.filter(([, name = '', , form = '']) => TRANSFORMS.has(name) && form !== '');
    const forms = listed.map(([, name, , form]) => `${name} ${form}`);
    const code = [...TRANSFORMS.values()].map(({ name, form }) => `${name} ${form ?? '–'}`);
    expect(forms).toEqual(code);
  });
});
