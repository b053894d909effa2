/** `headgate render` as people and CI meet it, against the files in `fixtures/render`. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startHeadgate } from '../../../../test/headgate-process.ts';
import type { EndedHeadgate } from '../../../../test/headgate-process.ts';

const GOLDEN = fileURLToPath(new URL('../../../../fixtures/render/', import.meta.url));
let tree = '';
beforeEach(() => {
  tree = mkdtempSync(join(tmpdir(), 'headgate-render-'));
  cpSync(join(GOLDEN, 'telemetry'), join(tree, 'telemetry'), { recursive: true });
});
afterEach(() => rmSync(tree, { recursive: true, force: true }));

function run(...args: string[]): Promise<EndedHeadgate> {
  return startHeadgate(tree, ['render', ...args]).ended;
}

function golden(name: string, given: string): string {
  if (process.env['UPDATE'] === '1') writeFileSync(join(GOLDEN, name), given);
  return readFileSync(join(GOLDEN, name), 'utf8');
}

function change(from: string, to: string): void {
  const path = join(tree, 'telemetry/reviewers.yaml');
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, text.replace(from, to));
  if (!text.includes(from)) throw new Error('Nothing was changed.');
}

describe('what is rendered', () => {
  it.each([
    ['codeowners', 'CODEOWNERS'],
    ['ruleset', 'ruleset.json'],
  ])('is, for %s, the golden file', async (what, name) => {
    const { code, stdout, stderr } = await run(what);
    expect(stdout).toBe(golden(name, stdout));
    expect(stderr).toContain('owners in reviewers.yaml has no growth');
    expect(code).toBe(0);
  });

  it.each<[string, string, string, string]>([
    ['codeowners', "  legal: { name: '@shop/legal' }\n", '', 'names no team for legal'],
    ['ruleset', "'@shop/search', id: 22", "'@shop/search'", 'has no id of @shop/search'],
    ['nothing', 'min', 'min', 'no such file'],
  ])('is nothing where %s lacks something', async (what, from, to, message) => {
    change(from, to);
    expect(await run(what)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(message) });
  });
});

describe('a file that is there', () => {
  it('keeps its other lines, and is checked', async () => {
    writeFileSync(join(tree, 'OWNERS'), '* @shop/everyone\n');
    expect((await run('codeowners', '--out', 'OWNERS', '--check')).code).toBe(1);
    expect((await run('codeowners', '--out', 'OWNERS')).code).toBe(0);
    const written = readFileSync(join(tree, 'OWNERS'), 'utf8');
    expect(written).toBe(`* @shop/everyone\n\n${readFileSync(join(GOLDEN, 'CODEOWNERS'), 'utf8')}`);
    expect((await run('codeowners', '--out', 'OWNERS', '--check')).code).toBe(0);
    change('@shop/checkout', '@shop/till');
    expect((await run('codeowners', '--out', 'OWNERS', '--check')).code).toBe(1);
    await run('codeowners', '--out', 'OWNERS');
    expect(readFileSync(join(tree, 'OWNERS'), 'utf8')).toBe(written.replace('@shop/checkout', '@shop/till'));
  }, 60_000);
});
