/** Closed tables stand once in code and once in the documents; here they are compared, both ways. */
import { BREAKS } from '@headgate/seal/trail';
import { EXPORTERS, IMPORTERS, OUTCOMES, REFUSALS, REVIEW_RULES } from '@headgate/core';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { describe, expect, it } from 'vitest';
import { ROW_NAMES, renderDrops } from './conformance-page.ts';
import { renderConsentPage } from './consent-page.ts';
import { renderDetectionPages } from './detection-pages.ts';
import { renderLintPage } from './lint-page.ts';
import { renderPlanDiffPage } from './plan-diff-page.ts';
import { renderSdkAuditPage } from './sdk-audit-page.ts';
import { renderSdkPage } from './sdk-page.ts';
import { GOVERNANCE } from '../packages/core/src/plan/governance.ts';
import { FIELD_REFUSALS, REQUEST_REFUSALS } from '../packages/cli/src/open/refusals.ts';
import { TRANSFORMS } from '../packages/core/src/protect/transforms/index.ts';

const DROPS_HEAD = `## What the SDKs give up

None of it was accepted by the gateway: each had a refusal or no answer, and decided so by itself.`;

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

  it('threat-model.md names tests that are there', () => {
    const text = readFileSync(new URL('../docs/threat-model.md', import.meta.url), 'utf8');
    const named = [...text.matchAll(/`([\w/-]+\.test\.ts)`/g)].map(([, path]) => path ?? '');
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((path) => !existsSync(new URL(`../${path}`, import.meta.url)))).toEqual([]);
  });

  it('refusals.md lists the refusals of the code, and no others', () => {
    const code = Object.entries(REFUSALS).map(
      ([name, { status, meaning }]) => `|${name}|${status}|${meaning}|`,
    );
    expect(rows('refusals.md')).toEqual(code);
  });

  it('open.md lists the refusals of the open service and of its fields, and no others', () => {
    const requests = Object.entries(REQUEST_REFUSALS).map(
      ([name, { status, meaning }]) => `|${name}|${status}|${meaning}|`,
    );
    const fields = Object.entries(FIELD_REFUSALS).map(([name, meaning]) => `|${name}|${meaning}|`);
    const breaks = Object.entries(BREAKS).map(([name, meaning]) => `|${name}|${meaning}|`);
    const listed = rows('open.md');
    expect(listed.slice(-requests.length - fields.length - breaks.length)).toEqual([
      ...breaks,
      ...requests,
      ...fields,
    ]);
  });

  it('sdks.md is what the catalogue says', async () => {
    const page = new URL('../docs/sdks.md', import.meta.url);
    const rendered = await format(renderSdkPage(), { parser: 'markdown', ...(await resolveConfig(page)) });
    if (process.env['UPDATE'] === '1') writeFileSync(page, rendered);
    expect(readFileSync(page, 'utf8')).toBe(rendered);
  });

  it('sdk-audit.md is what the extractors read in the packages installed here', async () => {
    const page = new URL('../docs/sdk-audit.md', import.meta.url);
    const rendered = await format(renderSdkAuditPage(), {
      parser: 'markdown',
      ...(await resolveConfig(page)),
    });
    if (process.env['UPDATE'] === '1') writeFileSync(page, rendered);
    expect(readFileSync(page, 'utf8')).toBe(rendered);
  });

  it('lint.md is what the documents of the rules say', async () => {
    const page = new URL('../docs/lint.md', import.meta.url);
    const rendered = await format(renderLintPage(), { parser: 'markdown', ...(await resolveConfig(page)) });
    if (process.env['UPDATE'] === '1') writeFileSync(page, rendered);
    expect(readFileSync(page, 'utf8')).toBe(rendered);
  });

  it('consent.md is what the tables of the signals and the truth table say', async () => {
    const page = new URL('../docs/consent.md', import.meta.url);
    const rendered = await format(renderConsentPage(), {
      parser: 'markdown',
      ...(await resolveConfig(page)),
    });
    if (process.env['UPDATE'] === '1') writeFileSync(page, rendered);
    expect(readFileSync(page, 'utf8')).toBe(rendered);
  });

  it('plan-diff.md is what the table of kinds says', async () => {
    const page = new URL('../docs/plan-diff.md', import.meta.url);
    const rendered = await format(renderPlanDiffPage(), {
      parser: 'markdown',
      ...(await resolveConfig(page)),
    });
    if (process.env['UPDATE'] === '1') writeFileSync(page, rendered);
    expect(readFileSync(page, 'utf8')).toBe(rendered);
  });

  it('plan.md names every word that plans declare for review', () => {
    const text = readFileSync(new URL('../docs/plan.md', import.meta.url), 'utf8');
    const [, table = ''] = text.split('## Declared for review');
    const words = Object.values(GOVERNANCE).flatMap((shape) => Object.keys(shape));
    expect(words.filter((word) => !table.includes(word))).toEqual([]);
  });

  it('detection/ has a page for every detector that says what its file, its fixtures and the bench say', async () => {
    const folder = new URL('../docs/detection/', import.meta.url);
    const pages = renderDetectionPages();
    mkdirSync(folder, { recursive: true });
    for (const [file, page] of pages) {
      const path = new URL(file, folder);
      const rendered = await format(page, { parser: 'markdown', ...(await resolveConfig(path)) });
      if (process.env['UPDATE'] === '1') writeFileSync(path, rendered);
      expect(readFileSync(path, 'utf8')).toBe(rendered);
    }
    expect(readdirSync(folder).toSorted()).toEqual([...pages.keys(), 'bench.md'].toSorted());
  });

  it('conformance.md has a row for every SDK of the suites, and says what each gives up', async () => {
    const page = new URL('../docs/conformance.md', import.meta.url);
    const [tables = '', drops = ''] = readFileSync(page, 'utf8').split(DROPS_HEAD);
    const rendered = await format(`${DROPS_HEAD}\n\n${renderDrops()}`, {
      parser: 'markdown',
      ...(await resolveConfig(page)),
    });
    if (process.env['UPDATE'] === '1') writeFileSync(page, `${tables}${rendered}`);
    expect(process.env['UPDATE'] === '1' ? rendered : `${DROPS_HEAD}${drops}`).toBe(rendered);
    const names = tables.split('\n').flatMap((line) => /^\| (.+?) +\| \d/.exec(line)?.[1] ?? []);
    expect(names).toEqual(ROW_NAMES);
  });

  it('import-export.md lists the formats and the marks of the code, and no others', () => {
    const formats = Object.entries<{ reads: string }>(IMPORTERS).map(
      ([name, { reads }]) => `|${name}|${reads}|`,
    );
    const exports = Object.entries<{ gives: string }>(EXPORTERS).map(
      ([name, { gives }]) => `|${name}|${gives}|`,
    );
    const marks = Object.entries(REVIEW_RULES).map(([rule, words]) => `|${rule}|${words}|`);
    const told = [...formats, ...marks, ...exports].map((row) => row.replaceAll('`', ''));
    expect(rows('import-export.md')).toEqual(told);
  });

  it('plan.md lists every transform, and the form in which it sends', () => {
    const table = rows('plan.md').map((row) => row.split(/(?<!\\)\|/));
    const listed = table.filter(([, name = '', , form = '']) => TRANSFORMS.has(name) && form !== '');
    const forms = listed.map(([, name, , form]) => `${name} ${form}`);
    const code = [...TRANSFORMS.values()].map(({ name, form }) => `${name} ${form ?? '–'}`);
    expect(forms).toEqual(code);
  });
});
