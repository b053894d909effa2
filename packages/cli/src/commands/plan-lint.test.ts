/** `plan lint` as CI meets it. */
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startHeadgate } from '../../../../test/headgate-process.ts';
import type { EndedHeadgate } from '../../../../test/headgate-process.ts';
import type { Context } from '../command.ts';
import { Failure } from '../exit.ts';
import type { Exit } from '../exit.ts';
import { FINDING_FORMATS } from '../findings/formats.ts';
import { createPrint } from '../print.ts';
import { run as lintCommand } from './plan-lint.ts';

const RULES = fileURLToPath(new URL('../../../../fixtures/lint/', import.meta.url));
/** Far enough not to expire while the tests are kept. */
const LATER = '2099-12-31';

let directory = '';

function run(
  args: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Promise<EndedHeadgate> {
  return startHeadgate(directory, args, variables).ended;
}

/** Puts the plan of a rule's document where the command looks for one. */
function usePlan(rule: string, side: 'good' | 'bad' = 'bad'): void {
  rmSync(join(directory, 'telemetry'), { recursive: true, force: true });
  cpSync(join(RULES, rule, side), join(directory, 'telemetry'), { recursive: true });
}

function edit(file: string, change: (text: string) => string): void {
  const path = join(directory, file);
  writeFileSync(path, change(readFileSync(path, 'utf8')));
}

function read(file: string): string {
  return readFileSync(join(directory, file), 'utf8');
}

const EVENT = 'telemetry/events/seen.yaml';

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'headgate-lint-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));
beforeEach(() => {
  for (const name of readdirSync(directory)) rmSync(join(directory, name), { recursive: true });
});

/** As the command line gives it, without a process of its own. */
async function exitHere(options: Readonly<Record<string, unknown>>, format: string): Promise<Exit> {
  const sink = { write: () => true };
  const context: Context = {
    print: createPrint({
      format: format === 'json' ? 'json' : 'human',
      color: 'never',
      quiet: false,
      stdout: sink,
      stderr: sink,
      environment: {},
    }),
    environment: {},
    directory,
    signal: new AbortController().signal,
    progress: 'never',
    stderr: sink,
    verbose: false,
  };
  try {
    return await lintCommand(context, { args: [undefined], options: { ...options, format } });
  } catch (error) {
    if (error instanceof Failure) return error.exit;
    throw error;
  }
}

const lint = (...args: string[]): Promise<EndedHeadgate> =>
  run(['plan', 'lint', '--format', 'json', ...args]);

const found = ({ stdout }: EndedHeadgate): { ruleId: string; isKnown: boolean }[] =>
  (JSON.parse(stdout) as { findings: { ruleId: string; isKnown: boolean }[] }).findings;

describe('the exit code', () => {
  it.each([
    ['duplicate-event', 'good', {}, 'clean'],
    ['name-category-mismatch', 'bad', {}, 'findings'],
    ['unknown-key', 'bad', {}, 'findings'],
    ['missing-owner', 'bad', {}, 'clean'],
    ['missing-owner', 'bad', { failOn: 'improvement' }, 'findings'],
    ['unknown-key', 'bad', { failOn: 'never' }, 'clean'],
    ['missing-owner', 'bad', { baseline: 'nowhere.json' }, 'usage'],
    ['missing-owner', 'bad', { output: ['xml=out'] }, 'usage'],
    ['missing-owner', 'bad', { output: ['sarif='] }, 'usage'],
  ] as const)('for %s/%s with %j is that of %s in every format', async (rule, side, options, exit) => {
    usePlan(rule, side);
    const exits = await Promise.all(FINDING_FORMATS.map((format) => exitHere(options, format)));
    expect(exits).toEqual(FINDING_FORMATS.map(() => exit));
  });

  it('of a process is the same in every format', async () => {
    usePlan('name-category-mismatch');
    const runs = await Promise.all(
      FINDING_FORMATS.map((format) => run(['plan', 'lint', '--format', format])),
    );
    expect(runs.map(({ code }) => code)).toEqual(FINDING_FORMATS.map(() => 1));
  });

  it('is 2 for a format that only other commands have', async () => {
    const ended = await run(['version', '--format', 'sarif']);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toContain('It prints human, json.');
  });
});

describe('outputs', () => {
  it('are written beside what is printed, all from one run', async () => {
    usePlan('name-category-mismatch');
    const outputs = FINDING_FORMATS.flatMap((format) => ['--output', `${format}=out.${format}`]);
    const { code, stdout } = await run(['plan', 'lint', '--format', 'agent', ...outputs]);
    expect(code).toBe(1);
    expect(read('out.agent')).toBe(stdout);
    for (const format of FINDING_FORMATS) expect(read(`out.${format}`)).toContain('name-category-mismatch');
    expect(read('out.human')).not.toContain('\u001B');
  });

  it('for GitHub are added to the summary of the step, whole', async () => {
    usePlan('name-category-mismatch');
    writeFileSync(join(directory, 'summary.md'), '# Before\n');
    const variables = { GITHUB_STEP_SUMMARY: join(directory, 'summary.md') };
    const { stdout } = await run(['plan', 'lint', '--format', 'github'], variables);
    expect(stdout.match(/^::error /gm)).toHaveLength(2);
    expect(read('summary.md')).toMatch(/^# Before\n<!-- headgate-plan-lint -->\n/);
    await run(['plan', 'lint', '--format', 'json'], variables);
    expect(read('summary.md').match(/headgate-plan-lint/g)).toHaveLength(1);
  });
});

describe('--fix', () => {
  it('mends the words of the language first and then what does nothing, and keeps comments', async () => {
    usePlan('redundant-tier');
    edit(
      EVENT,
      (text) => `# Ours.\n${text.replace('version: 1.0.0', 'version: 1.0 # since May')}status: Active\n`,
    );
    const { code, stderr } = await run(['plan', 'lint', '--fix', '--fail-on', 'information']);
    expect([code, stderr.split('\n')[0]]).toEqual([0, 'Made 3 edits']);
    const fixed = read(EVENT);
    expect(fixed).toMatch(/^# Ours\.\n/);
    expect(fixed).toContain('version: 1.0.0 # since May\n');
    expect(fixed).toContain('x-headgate: { categories: [user.behavior] } }');
    expect(fixed).toContain('status: active\n');
  });

  it('writes nothing where there is nothing to mend', async () => {
    usePlan('missing-owner');
    const before = read(EVENT);
    expect((await run(['plan', 'lint', '--fix'])).stderr).toMatch(/^Made 0 edits\n/);
    expect(read(EVENT)).toBe(before);
  });
});

describe('a baseline', () => {
  it('lets what it names pass, and nothing that is new', async () => {
    usePlan('name-category-mismatch');
    expect((await lint('--write-baseline', 'base.json')).code).toBe(1);
    const passed = await lint('--baseline', 'base.json');
    expect([passed.code, found(passed).map(({ isKnown }) => isKnown)]).toEqual([0, [true, true]]);
    edit(EVENT, (text) =>
      text.replace(
        '  properties:',
        '  properties:\n    phone: { type: string, maxLength: 20, x-headgate: { categories: [system] } }',
      ),
    );
    const failed = await lint('--baseline', 'base.json');
    expect([failed.code, found(failed).filter(({ isKnown }) => !isKnown)]).toMatchObject([
      1,
      [{ ruleId: 'name-category-mismatch' }],
    ]);
  });

  it('gets shorter and never longer, and tells of what is gone', async () => {
    usePlan('name-category-mismatch');
    await lint('--write-baseline', 'base.json');
    edit(EVENT, (text) =>
      text
        .replace('categories: [system.operations]', 'categories: [user.contact.email]')
        .replace(/owners: .*\n/, ''),
    );
    const ended = await lint('--baseline', 'base.json', '--write-baseline', 'base.json');
    expect([ended.code, found(ended).map(({ ruleId }) => ruleId)]).toEqual([
      0,
      ['missing-owner', 'name-category-mismatch', 'stale-baseline'],
    ]);
    const kept = JSON.parse(read('base.json')) as { findings: { ruleId: string }[] };
    expect(kept.findings.map(({ ruleId }) => ruleId)).toEqual(['name-category-mismatch']);
    expect(found(await lint('--baseline', 'base.json')).map(({ isKnown }) => isKnown)).toEqual([false, true]);
  });

  it('never excuses what the gateway would refuse, and is not written then', async () => {
    usePlan('unknown-key');
    expect((await lint('--write-baseline', 'base.json')).code).toBe(1);
    expect(existsSync(join(directory, 'base.json'))).toBe(false);
    const [{ fingerprint }] = found(await lint()) as unknown as [{ fingerprint: string }];
    const entry = { fingerprint, ruleId: 'unknown-key', path: EVENT, jsonPointer: '/note' };
    writeFileSync(join(directory, 'base.json'), JSON.stringify({ schemaVersion: 1, findings: [entry] }));
    const ended = await lint('--baseline', 'base.json');
    expect([ended.code, found(ended).map(({ isKnown }) => isKnown)]).toEqual([1, [false]]);
  });

  it.each(['{}', '{"schemaVersion":2,"findings":[]}', '{"schemaVersion":1,"findings":[{}]}', '['])(
    'that is %s is refused',
    async (text) => {
      usePlan('missing-owner');
      writeFileSync(join(directory, 'base.json'), text);
      expect(await lint('--baseline', 'base.json')).toMatchObject({ code: 2, stdout: '' });
    },
  );
});

describe('a suppression', () => {
  it('lets a finding pass in every format, and is counted', async () => {
    usePlan('name-category-mismatch');
    const lines = ['/schema/properties/email', '/schema/properties/user'].map(
      (path) =>
        `  - { rule: name-category-mismatch, path: ${path}, owner: ana, reason: An alias., expires: ${LATER} }\n`,
    );
    edit(EVENT, (text) => `${text}suppressions:\n${lines.join('')}`);
    const { code, stderr } = await run(['plan', 'lint']);
    expect([code, stderr]).toEqual([
      0,
      '2 files: 0 violations, 0 improvements, 0 information, 2 suppressed\n',
    ]);
  });
});
