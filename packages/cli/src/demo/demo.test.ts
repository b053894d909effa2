import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Story } from './story.ts';

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));

/** Runs the command with a temporary directory of its own, and proxies that would be noticed. */
function runDemo(args: readonly string[], temporary: string): Promise<Ended> {
  const nowhere = 'http://127.0.0.1:9';
  const child = spawn(process.execPath, ['--conditions=source', MAIN, 'demo', ...args], {
    env: { TMPDIR: temporary, HTTP_PROXY: nowhere, HTTPS_PROXY: nowhere },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

describe('headgate demo --once', () => {
  let temporary: string;
  let ended: Ended;
  let story: Story;

  beforeAll(async () => {
    temporary = await mkdtemp(join(tmpdir(), 'headgate-demo-test-'));
    ended = await runDemo(['--once', '--events', '300', '--format', 'json'], temporary);
    story = JSON.parse(ended.stdout) as Story;
  }, 120_000);

  afterAll(() => rm(temporary, { recursive: true, force: true }));

  it('ends well and finds no difference between what it claims and what arrived', () => {
    expect(story.differences).toEqual([]);
    expect([ended.code, story.sent, story.failed]).toEqual([0, 300, 0]);
  });

  it('catches every planted leak but the one it declares', () => {
    expect(story.recall.misses.map(({ kind, isDeclared }) => [kind, isDeclared])).toEqual([['name', true]]);
    expect(story.recall.caught).toBe(story.recall.planted - 1);
    expect(story.recall.planted).toBeGreaterThanOrEqual(40);
  });

  it('balances: every event ends once for each of the four vendors', () => {
    const { accepted, vendors } = story.balance;
    expect(accepted).toBe(301);
    expect(vendors.map(({ vendor, ended: sum, waiting }) => [vendor, sum, waiting])).toEqual(
      ['mixpanel', 'newsletter', 'segment', 'warehouse'].map((vendor) => [vendor, 301, 0]),
    );
    for (const { outcomes, ended: sum } of vendors) {
      expect(Object.values(outcomes).reduce((total, count) => total + count, 0)).toBe(sum);
    }
    expect(story.deliveries.every(({ delivered, received }) => delivered > 0 && delivered === received)).toBe(
      true,
    );
  });

  it('has the ledger agree with what the fake Mixpanel received, field by field', () => {
    expect(story.exposure.fields.filter((field) => !field.agrees)).toEqual([]);
    expect(story.exposure.fields.length).toBeGreaterThan(20);
    expect(story.exposure.received).toEqual(story.exposure.ledger);
  });

  it('shows one order as sent and as each vendor got it, by its own rules', () => {
    const rows = new Map(story.showcase.map((row) => [row.field, row.after]));
    expect(rows.get('total')).toEqual({
      mixpanel: 412.5,
      segment: '100+',
      newsletter: '50+',
      warehouse: 412.5,
    });
    expect(rows.get('city')).toEqual({ mixpanel: 'AT', warehouse: 'Graz' });
    expect(rows.get('customer.email')).toEqual({});
    const tokens = Object.values(rows.get('user id') ?? {});
    expect(new Set([...tokens, 'customer-0001']).size).toBe(5);
  });

  it('leaves nothing behind on disk', () => {
    expect(existsSync(temporary)).toBe(true);
    expect(readdirSync(temporary)).toEqual([]);
  });
});

describe('headgate demo', () => {
  it('refuses a count of events that is none', async () => {
    const ended = await runDemo(['--once', '--events', 'many'], tmpdir());
    expect([ended.code, ended.stdout]).toEqual([2, '']);
    expect(ended.stderr).toContain('--events');
  });
});
