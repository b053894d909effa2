/** `headgate scrub` as pipes meet it: a process of its own, its streams and exit codes. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startHeadgate } from '../../../../test/headgate-process.ts';
import type { EndedHeadgate } from '../../../../test/headgate-process.ts';

let directory = '';
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'headgate-scrub-'))));
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function scrub(...args: readonly string[]): Promise<EndedHeadgate> {
  return startHeadgate(directory, ['scrub', ...args]).ended;
}

describe('headgate scrub', () => {
  it('keeps lines and their order, and tells of findings without their values', async () => {
    writeFileSync(join(directory, 'in.jsonl'), '{"n":1}\n{"e":"ana@corp.example"}\n\nana@corp.example\n');
    const { code, stdout, stderr } = await scrub('in.jsonl', '--findings', 'found.jsonl');
    expect(stdout).toBe('{"n":1}\n{"e":"[email]"}\n\nnull\n');
    expect(code).toBe(5);
    const found = readFileSync(join(directory, 'found.jsonl'), 'utf8');
    expect(JSON.parse(found)).toMatchObject({ line: 2, findings: [{ kind: 'email', path: 'e' }] });
    expect(`${found}${stderr}`).not.toContain('ana@');
  });

  it('ends with 2 before it reads anything, where a file cannot be used', async () => {
    mkdirSync(join(directory, 'sub'));
    const text = '{"e":"ana@corp.example"}\n';
    writeFileSync(join(directory, 'in.jsonl'), text);
    for (const args of [
      ['nowhere'],
      ['sub'],
      ['in.jsonl', '--findings', 'nowhere/found.jsonl'],
      ['in.jsonl', '--findings', 'in.jsonl'],
    ]) {
      const { code, stdout } = await scrub(...args);
      expect([args, code, stdout]).toEqual([args, 2, '']);
    }
    expect(readFileSync(join(directory, 'in.jsonl'), 'utf8')).toBe(text);
  });
});
