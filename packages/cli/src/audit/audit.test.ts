/** `headgate audit` as people and builds meet it: a process with threads, files, exit codes and reports. */
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHeadgate } from '../../../../test/headgate-process.ts';
import type { EndedHeadgate } from '../../../../test/headgate-process.ts';
import { zipOf } from '../../../../test/zip-bytes.ts';

const PLAN = fileURLToPath(new URL('../../demo/plan/', import.meta.url));
const FIXTURES = fileURLToPath(new URL('../../../../fixtures/audit/', import.meta.url));
/** Stands in every fixture's values, and so in no report. */
const VALUES = /@corp\.example|%40corp|ana@|ben@|robot@/;

let directory = '';
beforeAll(() => (directory = mkdtempSync(join(tmpdir(), 'headgate-audit-'))));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function audit(...args: readonly string[]): Promise<EndedHeadgate> {
  return startHeadgate(directory, ['audit', ...args]).ended;
}

function file(name: string, content: string | Uint8Array): string {
  const path = join(directory, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, content);
  return name;
}

function event(name: string, properties: Readonly<Record<string, unknown>> = {}): string {
  return `${JSON.stringify({ event: name, properties: { distinct_id: 'd', time: 1764028800, ...properties } })}\n`;
}

interface Told {
  readonly events: number;
  readonly isComplete: boolean;
  readonly groups: readonly {
    readonly kind: string;
    readonly path: string;
    readonly events: number;
    readonly isNew: boolean;
    readonly interval: { readonly low: number; readonly high: number } | null;
  }[];
  readonly unread: readonly { readonly file: string; readonly reason: string }[];
}

async function told(...args: readonly string[]): Promise<Told & { readonly code: number | null }> {
  const { code, stdout } = await audit(...args, '--format', 'json');
  const report: Told = JSON.parse(stdout);
  return { ...report, code };
}

describe('the progress', () => {
  it('ends with what was found, and is silent when quiet', async () => {
    const leak = file('progress.jsonl', event('Opened', { note: 'to ana@corp.example' }));
    expect((await audit(leak)).stderr).toMatch(/auditing 100 % .* events with findings 1\n/);
    expect((await audit(leak, '-q')).stderr).toBe('');
  });
});

describe('the exit code', () => {
  it('is 0 for clean events, 1 for findings, 5 where anything was not read, 2 for what cannot be asked', async () => {
    const clean = file('clean.jsonl', event('Opened'));
    const leak = file('leak.jsonl', event('Opened', { note: 'to ana@corp.example' }));
    mkdirSync(join(directory, 'empty'), { recursive: true });
    const broken = file('broken.jsonl', `${event('Opened', { note: 'to ana@corp.example' })}{"event":`);
    expect((await audit(clean)).code).toBe(0);
    expect((await audit(leak)).code).toBe(1);
    expect((await audit(broken)).code).toBe(5);
    for (const args of [
      ['nowhere'],
      ['empty'],
      [clean, '--output', 'json=nowhere/x.json'],
      [clean, '--write-baseline', 'nowhere/x.json'],
      [clean, '--sample', '0%'],
      [clean, '--sample', 'some'],
      [clean, '--line-max', '0'],
      [clean, '--output', 'pdf=x'],
      [clean, '--output', 'json'],
      [clean, '--vendor', 'nobody'],
      [clean, '--baseline', 'nowhere.json'],
      ['-', '--resume'],
      [],
      [clean, '--for', '5s'],
      [clean, '--live'],
      ['--live', '--sample', '5%'],
      ['--live', '--for', 'ever'],
      [clean, '--fail-on', 'critical'],
      [clean, '--since', '2026-02-30'],
      [clean, '--since', 'yesterday'],
      [clean, '--columns', 'a,,b'],
      [clean, '--output', 'sarif=x.sarif'],
      [clean, '--output', 'sarif=x.sarif', '--sarif-anchor', 'plan', '--plan', 'nowhere'],
    ]) {
      expect([args, (await audit(...args)).code]).toEqual([args, 2]);
    }
    // It starts some twenty processes.
  }, 60_000);

  it('is the same in every form of the report', async () => {
    const leak = file('same.jsonl', event('Opened', { note: 'to ana@corp.example' }));
    const formats = ['json', 'markdown', 'csv', 'html', 'junit', 'sarif'];
    const outputs = formats.flatMap((format) => ['--output', `${format}=same.${format}`]);
    const anchored = [...outputs, '--sarif-anchor', 'plan', '--plan', PLAN];
    for (const args of [[], ['--format', 'json'], anchored])
      expect((await audit(leak, ...args)).code).toBe(1);
    for (const args of [
      ['--fail-on', 'none'],
      ['--fail-on', 'card'],
      ['--since', '2025-11-26'],
    ])
      expect([args, (await audit(leak, ...args, ...anchored)).code]).toEqual([args, 0]);
    expect((await audit(leak, '--fail-on', 'card,email', '--since', '2025-11-25')).code).toBe(1);
    const junit = readFileSync(join(directory, 'same.junit'), 'utf8');
    expect(junit).toContain('tests="1" failures="0" errors="0"');
    const sarif = readFileSync(join(directory, 'same.sarif'), 'utf8');
    expect(JSON.parse(sarif)).toMatchObject({ version: '2.1.0', runs: [{ results: [] }] });
  });
});

describe('a directory', () => {
  it('is read whole, archives included, and no report holds a value or a bare key', async () => {
    for (const name of readdirSync(FIXTURES)) file(`all/${name}`, readFileSync(join(FIXTURES, name)));
    const inner = gzipSync(readFileSync(join(FIXTURES, 'amplitude.json')));
    file(
      'all/deep/er/export.zip',
      zipOf({ '1/1_2026-03-02_10#0.json.gz': inner, '1/empty.json.gz': gzipSync('') }),
    );
    file('all/key.jsonl', event('Opened', { 'ana@corp.example': 1 }));
    file('all/named.jsonl', event('Seen by ana@corp.example', { note: 'to ben@corp.example' }));
    const outputs = ['json', 'markdown', 'csv', 'html'].flatMap((each) => [
      '--output',
      `${each}=report.${each}`,
    ]);
    const { code, stdout, stderr } = await audit('all', ...outputs, '--draft-plan', 'drafted/plan.yaml');
    expect(code).toBe(1);
    const report: Told = JSON.parse(readFileSync(join(directory, 'report.json'), 'utf8'));
    expect(report).toMatchObject({ isComplete: true, unread: [], events: 23 });
    expect(report.groups.find(({ path }) => path === 'user_properties.mail')).toMatchObject({ events: 2 });
    expect(report.groups.find(({ path }) => path === 'properties.*')).toMatchObject({ kind: 'email' });
    const drafted = readdirSync(join(directory, 'drafted/events')).map((name) => `drafted/events/${name}`);
    const files = [
      ...outputs.filter((each) => each.includes('=')).map((each) => each.split('=')[1] ?? ''),
      ...drafted,
    ];
    expect(files.length).toBeGreaterThan(8);
    for (const each of files)
      expect([each, VALUES.exec(readFileSync(join(directory, each), 'utf8'))]).toEqual([each, null]);
    expect(VALUES.exec(stdout + stderr)).toBeNull();
    const html = readFileSync(join(directory, 'report.html'), 'utf8');
    expect(html).toContain('<svg');
    expect(html).not.toMatch(/<script|<link|src=|@import|url\(/);
    const lint = await startHeadgate(directory, ['plan', 'lint', 'drafted']).ended;
    expect([lint.code, /\bviolation\b/.exec(lint.stdout)]).toEqual([0, null]);
  });

  it('is drafted a plan of that passes its own lint where keys were found, once', async () => {
    const leak = file('keys.jsonl', event('Signed Up', { token: `ghp_${'a1B2c3D4e5F6'.repeat(3)}` }));
    expect((await audit(leak, '--draft-plan', 'keys/plan.yaml')).code).toBe(1);
    const lint = await startHeadgate(directory, ['plan', 'lint', 'keys']).ended;
    expect([lint.code, /\bviolation\b/.exec(lint.stdout)]).toEqual([0, null]);
    for (const name of ['plan.yaml', 'another.yaml']) {
      const again = await audit(leak, '--draft-plan', `keys/${name}`);
      expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('is there already') });
    }
  });

  it('has its damaged archives, links and strange files told of', async () => {
    const zip = zipOf({
      'a.jsonl': Buffer.from(event('Opened').repeat(50)),
      'b.jsonl': Buffer.from(event('Closed')),
    });
    file('odd/good.zip', zip);
    const damaged = Buffer.from(zip);
    damaged.writeUInt32LE(1, damaged.lastIndexOf('PK\u0001\u0002') + 16);
    file('odd/damaged.zip', damaged);
    file('odd/headless.zip', zip.subarray(0, zip.length - 10));
    file('odd/picture.png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 1]));
    file('odd/.DS_Store', Buffer.from([0, 0, 0, 1]));
    symlinkSync(join(directory, 'odd'), join(directory, 'odd/loop'));
    const { code, unread, events } = await told('odd');
    expect([code, events]).toEqual([5, 102]);
    expect(unread.map((each) => `${each.file} ${each.reason}`)).toEqual([
      'odd/damaged.zip!b.jsonl broken-compression',
      'odd/headless.zip broken-zip',
      'odd/loop not-a-file',
      'odd/picture.png unknown-format',
    ]);
  });
});

describe('standard input', () => {
  it('is read as it comes', async () => {
    const started = startHeadgate(directory, ['audit', '-', '--format', 'json']);
    started.child.stdin?.end(gzipSync(event('Opened', { note: 'to ana@corp.example' }).repeat(3)));
    const { code, stdout } = await started.ended;
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ events: 3, groups: [{ kind: 'email', events: 3 }] });
  });
});

describe('a baseline', () => {
  it('lets only what is new decide the exit code, and tells nothing by itself', async () => {
    const name = file('known.jsonl', event('Opened', { note: 'to ana@corp.example' }));
    expect((await audit(name, '--write-baseline', 'base.json')).code).toBe(1);
    const stored = readFileSync(join(directory, 'base.json'), 'utf8');
    expect(stored).toMatch(/f_[\w-]{22}/);
    expect(stored).not.toMatch(/email|note/);
    expect(statSync(join(directory, '.headgate-audit.key')).mode & 0o777).toBe(0o600);
    expect((await audit(name, '--baseline', 'base.json')).code).toBe(0);
    const more = file('more.jsonl', event('Opened', { note: 'to ana@corp.example', by: 'ben@corp.example' }));
    const report = await told(more, '--baseline', 'base.json');
    expect(report.code).toBe(1);
    expect(report.groups.map(({ path, isNew }) => [path, isNew])).toEqual([
      ['properties.by', true],
      ['properties.note', false],
    ]);
    writeFileSync(join(directory, 'other.key'), `${Buffer.alloc(32, 7).toString('base64url')}\n`);
    expect((await audit(name, '--baseline', 'base.json', '--baseline-key', 'other.key')).code).toBe(1);
  });
});

describe('a sample', () => {
  it('draws the same events each time, and its interval holds the true share', async () => {
    const lines = Array.from({ length: 20_000 }, (_, at) =>
      event('Opened', at % 10 === 0 ? { note: 'ana@corp.example' } : {}),
    );
    const name = file('many.jsonl', lines.join(''));
    const [first, second] = [await told(name, '--sample', '20%'), await told(name, '--sample', '20%')];
    expect(first).toEqual(second);
    expect(first.events).toBeGreaterThan(3600);
    expect(first.events).toBeLessThan(4400);
    const interval = first.groups[0]?.interval;
    expect(interval?.low).toBeLessThan(0.1);
    expect(interval?.high).toBeGreaterThan(0.1);
    expect(first.isComplete).toBe(true);
  });
});

describe('an audit that is stopped', () => {
  it('ends with 130, and goes on to the same report as one that was not', async () => {
    const lines = Array.from({ length: 16_000 }, (_, at) =>
      event(at % 3 === 0 ? 'Paid' : 'Opened', {
        text: 'x'.repeat(900),
        note: at % 100 === 0 ? 'ana@corp.example' : '',
      }),
    );
    lines[12_000] = '{"broken\n';
    const content = lines.join('');
    file('large/a.jsonl', content);
    file('large/b.jsonl.gz', gzipSync(content));
    const whole = await audit('large', '--output', 'json=whole.json', '--progress', 'never');
    expect(whole.code).toBe(5);
    const started = startHeadgate(directory, [
      'audit',
      'large',
      '--output',
      'json=part.json',
      '--progress',
      'plain',
    ]);
    await started.saw('stderr', /auditing [1-9]\d % .* MB\/s /);
    started.child.kill('SIGINT');
    expect((await started.ended).code).toBe(130);
    expect(JSON.parse(readFileSync(join(directory, 'part.json'), 'utf8'))).toMatchObject({
      isInterrupted: true,
      isComplete: false,
    });
    const state = join(directory, '.headgate-audit.state.json');
    const kept = readFileSync(state, 'utf8');
    for (const odd of [kept.slice(0, -9), kept.replace('"version":4', '"version":3')]) {
      writeFileSync(state, odd);
      expect((await audit('large', '--output', 'json=part.json', '--resume')).code).toBe(2);
    }
    writeFileSync(state, kept);
    const other = await audit('large', '--output', 'json=part.json', '--resume', '--sample', '5%');
    expect(other.code).toBe(2);
    expect((await audit('large', '--output', 'json=part.json', '--resume')).code).toBe(5);
    const [resumed, uninterrupted] = ['part.json', 'whole.json'].map((each) =>
      readFileSync(join(directory, each), 'utf8'),
    );
    expect(resumed).toBe(uninterrupted);
    expect(readdirSync(directory)).not.toContain('.headgate-audit.state.json');
  }, 120_000);
});
