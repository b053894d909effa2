/** The command as people and scripts meet it: a process of its own, its two streams and its exit code. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort, startHeadgate } from '../../../test/headgate-process.ts';
import type { EndedHeadgate } from '../../../test/headgate-process.ts';
import { FORMATS } from './print.ts';

const PLANS = fileURLToPath(new URL('../../../fixtures/plan/', import.meta.url));
const GOOD = join(PLANS, 'good-shop');
const CLEAN = fileURLToPath(new URL('../../../fixtures/lint/duplicate-event/good', import.meta.url));
const BAD = join(PLANS, 'every-file-is-read');

let directory = '';
let nobody = '';

function run(
  args: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Promise<EndedHeadgate> {
  return startHeadgate(directory, args, variables).ended;
}

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'headgate-cli-'));
  nobody = `http://127.0.0.1:${await freePort()}`;
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

it('tells a gateway that hangs from one that is not there', async () => {
  const sockets: Socket[] = [];
  const server = createServer((socket) => sockets.push(socket));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const url = `http://127.0.0.1:${port}`;
  const ended = await run(['vendor', 'list', '--admin', url, '--timeout', '1']);
  for (const socket of sockets) socket.destroy();
  server.close();
  expect(ended.stderr).toContain(`the gateway at ${url} does not answer within 1 s`);
  expect(ended.code).toBe((await run(['vendor', 'list', '--admin', nobody, '--timeout', '1'])).code);
});

describe('the exit code', () => {
  const cases: [string, () => string[], number][] = [
    ['help that was asked for', () => ['--help'], 0],
    ['help of a command', () => ['vendor', 'cut', '--help'], 0],
    ['the version', () => ['version'], 0],
    ['a good plan', () => ['plan', 'lint', GOOD], 0],
    ['a plan with warnings alone', () => ['plan', 'lint', join(PLANS, 'undeclared-field')], 0],
    ['a bad plan', () => ['plan', 'lint', BAD], 1],
    ['a plan file named itself', () => ['plan', 'lint', join(BAD, 'plan.yaml')], 1],
    ['no plan', () => ['plan', 'lint', 'nowhere'], 2],
    ['no command', () => [], 2],
    ['a group without a command', () => ['vendor'], 2],
    ['an unknown command', () => ['vendr'], 2],
    ['an unknown option', () => ['version', '--loud'], 2],
    ['a report into no directory', () => ['plan', 'lint', GOOD, '--output', 'json=nowhere/lint.json'], 2],
    ['a baseline into no directory', () => ['plan', 'lint', GOOD, '--write-baseline', 'nowhere/b.json'], 2],
    ['a person of no plan', () => ['subject', 'find'], 2],
    ['a missing argument', () => ['vendor', 'cut'], 2],
    ['one argument too many', () => ['version', 'again'], 2],
    ['a plan schema that is none', () => ['plan', 'schema', 'vendor'], 2],
    ['a day that is none', () => ['exposure', 'mixpanel', '--from', '2026-02-30'], 2],
    [
      'days the wrong way round',
      () => ['exposure', 'mixpanel', '--from', '2026-02-02', '--to', '2026-02-01'],
      2,
    ],
    ['an outcome that is none', () => ['tap', '--outcome', 'lost'], 2],
    ['a limit of nothing', () => ['tap', '--limit', '0'], 2],
    ['an admin address that is none', () => ['vendor', 'list', '--admin', 'here'], 2],
    ['a timeout of nothing', () => ['vendor', 'list', '--admin', nobody, '--timeout', '0'], 2],
    ['a configuration that was named and is not there', () => ['vendor', 'list', '-c', 'nowhere.yaml'], 2],
    ['no gateway', () => ['vendor', 'list', '--admin', nobody], 4],
    ['no gateway for the health check', () => ['healthcheck', '--admin', nobody], 4],
    ['no gateway to tap', () => ['tap', '--admin', nobody], 4],
    ['no gateway for exposure', () => ['exposure', 'mixpanel', '--admin', nobody], 4],
  ];

  it.each(cases)('is the same in every format, and says what to do when not 0: %s', async (_, args, code) => {
    const runs = await Promise.all(FORMATS.map((format) => run([...args(), '--format', format])));
    for (const ended of runs) {
      expect(ended).toMatchObject({ code });
      if (code < 2) continue;
      expect(ended.stdout).toBe('');
      expect(ended.stderr).toMatch(/(?:^|\n)error: .+\.\n {2}.+\n$/);
      expect(ended.stderr).not.toMatch(/\n\s+at /);
    }
  });

  it('is 2 for a format that does not exist', async () => {
    expect(await run(['version', '--format', 'xml'])).toMatchObject({ code: 2, stdout: '' });
  });

  it('is 5 when the reader of stdout is gone before all is told', async () => {
    const { child, ended } = startHeadgate(directory, ['plan', 'schema', 'event']);
    child.stdout?.destroy();
    expect(await ended).toMatchObject({ code: 5 });
  });
});

describe('the streams', () => {
  it('carry one JSON document on stdout and notes on stderr', async () => {
    const { stdout, stderr } = await run(['plan', 'lint', BAD, '--format', 'json']);
    expect(JSON.parse(stdout)).toMatchObject({
      schemaVersion: 2,
      command: 'plan lint',
      counts: { violation: 3, improvement: 0, information: 0 },
    });
    expect(stderr).toBe(
      '3 files: 3 violations, 0 improvements, 0 information, the rest is checked once the plan can be read\n',
    );
  });

  it('say of each issue where it is, which rule it breaks and how to mend it', async () => {
    const { stdout } = await run(['plan', 'lint', join(PLANS, 'unknown-category')]);
    expect(stdout.slice(stdout.indexOf('events/'))).toBe(
      'events/seen.yaml:15:67 violation unknown-category: "user.contact.emial" is neither a fideslang 3.1.1 category ' +
        'nor one of taxonomy.extend.\n    → Did you mean "user.contact.email"?\n',
    );
  });

  it('say of every command in the list what it is for', async () => {
    const { stdout } = await run(['--help']);
    expect(stdout.slice(stdout.indexOf('Commands:')).match(/^ {2}\w+$/gm)).toBeNull();
  });

  it('are silent but for data when quiet', async () => {
    expect(await run(['plan', 'lint', CLEAN, '-q'])).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it('have colour only where it is wanted', async () => {
    const [plain, forced, never] = await Promise.all([
      run(['plan', 'lint', BAD]),
      run(['plan', 'lint', BAD, '--color', 'always'], { NO_COLOR: '1' }),
      run(['plan', 'lint', BAD], { FORCE_COLOR: '1', NO_COLOR: '1' }),
    ]);
    expect(forced.stdout).toContain('\u001B[31mviolation');
    expect(plain.stdout + plain.stderr + never.stdout + never.stderr).not.toContain('\u001B');
  });

  it('never carry the admin token', async () => {
    const token = 'token-of-the-test';
    const ended = await run(['vendor', 'list', '--admin', nobody, '-v'], { HEADGATE_ADMIN_TOKEN: token });
    expect(ended.stdout + ended.stderr).not.toContain(token);
  });
});

describe('a plan is found', () => {
  it('in telemetry/, then here, then by the configuration', async () => {
    const bare = mkdtempSync(join(directory, 'find-'));
    const lint = (): Promise<EndedHeadgate> => run(['plan', 'lint', '-c', join(bare, 'headgate.yaml')]);
    expect((await run(['plan', 'lint'])).code).toBe(2);
    mkdirSync(join(bare, 'mine'));
    writeFileSync(join(bare, 'mine', 'plan.yaml'), 'id: [');
    writeFileSync(join(bare, 'headgate.yaml'), 'plan: mine/plan.yaml\n');
    expect((await lint()).stdout).toContain('mine/plan.yaml');
  });
});

describe('a schema', () => {
  it.each([
    ['plan', 'Headgate plan'],
    ['event', 'Headgate planned event'],
  ])('of the %s file is JSON Schema draft-07', async (name, title) => {
    const { stdout } = await run(['plan', 'schema', name]);
    expect(JSON.parse(stdout)).toMatchObject({ $schema: 'http://json-schema.org/draft-07/schema#', title });
  });
});

describe('help', () => {
  it('gives every command an example', async () => {
    const { stdout } = await run(['--help']);
    expect(stdout).toContain('Flags win over');
    const commands = [
      'serve',
      'dev',
      'tap',
      'explain',
      'exposure',
      'vendor cut',
      'plan lint',
      'config print',
      'doctor',
    ];
    for (const command of commands) {
      expect((await run([...command.split(' '), '--help'])).stdout).toContain(`headgate ${command}`);
    }
  });
});
