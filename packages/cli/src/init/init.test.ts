/** `headgate init` as people and scripts meet it: real repositories, its streams and exit code, and what it leaves behind. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startHeadgate } from '../../../../test/headgate-process.ts';
import { SHOP, TOKENS, headgateIn } from '../../../../test/init-repository.ts';
import type { EndedHeadgate } from '../../../../test/headgate-process.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'headgate-init-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}

async function headgate(command: string, ...options: readonly string[]): Promise<EndedHeadgate> {
  return headgateIn(root, {}, command, options);
}

/** Path → content of all that lies below the root. */
function tree(): Record<string, string> {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const paths = entries.map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(paths.map((path) => [path.slice(root.length + 1), readFileSync(path, 'utf8')]));
}

function written(): Record<string, string> {
  return Object.fromEntries(Object.entries(tree()).filter(([path]) => !(path in SHOP)));
}

function unread(count: number): string[] {
  return Array.from({ length: count }, () => 'unread-reference');
}

async function initJson(): Promise<Record<string, unknown>> {
  return JSON.parse((await headgate('init', 'json')).stdout) as Record<string, unknown>;
}

describe('in a repository with several SDKs', () => {
  beforeEach(() => write(SHOP));

  it('init tells what it found, where, and what to change by hand', async () => {
    const { code, stdout, stderr } = await headgate('init');
    expect(code).toBe(0);
    expect(stdout).toContain('posthog-js 1.450.1  package.json:1');
    expect(stdout).toContain('firebase  package.json:1: not in the catalogue');
    expect(stdout).toMatch(/Left +@snowplow\/browser-tracker {2}package-lock\.json:6/);
    expect(stdout).toContain('a token of posthog stands at .env:1 (not printed)');
    expect(stdout).toContain('a token of mixpanel stands at src/analytics.ts:6 (not printed)');
    expect(stdout).toContain('a token of sentry stands at src/analytics.ts:7 (not printed)');
    expect(stdout).toContain('a token of segment stands at packages/api/src/paid.js:2 (not printed)');
    expect(stdout).toContain("src/analytics.ts:5  posthog-js  api_host: 'http://127.0.0.1:4400'");
    expect(stdout).toContain(
      "packages/api/src/paid.js:2  @segment/analytics-node  host: 'http://127.0.0.1:4400'",
    );
    expect(stdout).toMatch(/2 calls of events whose names .*: src\/analytics\.ts:10, src\/analytics\.ts:11/);
    expect(stdout).toMatch(/2 calls with names that hold .*: src\/Cart\.tsx:6, src\/Cart\.tsx:7/);
    expect(stdout).toContain('Undo:  headgate init --undo');
    expect(stderr).toContain('No source was changed.');
  });

  it('init says the same to scripts, in one document', async () => {
    const told = await initJson();
    expect(told).toMatchObject({
      schemaVersion: 1,
      command: 'init',
      left: [],
      skipped: [],
      undo: 'headgate init --undo',
    });
    expect(told['sdks']).toContainEqual({
      package: '@segment/analytics-node',
      source: 'segment-analytics-node',
      version: null,
      file: 'packages/api/package.json',
      line: 1,
      setups: [{ file: 'packages/api/src/paid.js', line: 2, tokenLine: 2 }],
    });
    const names = (told['events'] as { name: string }[]).map(({ name }) => name);
    expect(names).toEqual([null, 'Checkout Started', 'Copied', 'Order: "Paid" #1']);
    expect((told['written'] as string[]).toSorted()).toEqual(
      [...Object.keys(written()).filter((path) => path !== '.headgate-init.json'), '.gitignore'].toSorted(),
    );
  });

  it('no token is in anything that init says or writes', async () => {
    const human = await headgate('init');
    const files = JSON.stringify(written());
    await headgate('init', '--undo');
    const json = await headgate('init', 'json');
    const all = [human.stdout, human.stderr, json.stdout, json.stderr, files, JSON.stringify(written())].join(
      '\n',
    );
    expect(all).toContain('Checkout Started');
    for (const token of Object.values(TOKENS)) expect(all.toLowerCase()).not.toContain(token.toLowerCase());
    // Ids and file names are made of names, with separators of their own.
    const squeezed = all.toLowerCase().replaceAll('_', '');
    for (const token of Object.values(TOKENS))
      expect(squeezed).not.toContain(token.toLowerCase().replaceAll('_', ''));
  });

  it('no file that was there is changed but .gitignore, and that only at its end', async () => {
    await headgate('init', '--yes');
    const { '.gitignore': ignore, ...others } = SHOP;
    const after = tree();
    expect(after).toMatchObject(others);
    expect(after['.gitignore']?.startsWith(ignore ?? '-')).toBe(true);
    expect(after['.gitignore']).toContain('\n.headgate/\n.headgate-init.json\n');
  });

  it('the plan passes its lint, and each field waits for a person', async () => {
    await headgate('init');
    const { code, stdout } = await headgate('plan lint', 'json');
    const { findings } = JSON.parse(stdout) as { findings: { ruleId: string; level: string }[] };
    expect(code).toBe(0);
    expect(findings.filter(({ level }) => level === 'violation')).toEqual([]);
    const told = new Set(findings.map(({ ruleId }) => ruleId));
    expect(told).toContain('undeclared-field');
    expect(told).toContain('free-text-without-policy');
    const event = readFileSync(join(root, 'telemetry/events/checkout_started.yaml'), 'utf8');
    expect(event).toContain('status: draft');
    expect(event).toContain('sources: [mixpanel-browser, posthog-js]');
    expect(event).not.toContain('categories');
    expect(event.match(/needs review: no category/g)).toHaveLength(4);
    expect(event).toContain('schema: # needs review: the code sends more fields than could be read');
    expect(event).toMatch(/note: # needs review.*type is a guess\n +type: string\n +maxLength: 256/);
  });

  it('the configuration lacks variables and nothing else', async () => {
    await headgate('init');
    const config = readFileSync(join(root, 'headgate.yaml'), 'utf8');
    expect(config).toMatch(
      /^# yaml-language-server: \$schema=\.\/telemetry\/schemas\/config\.schema\.json\n/,
    );
    const rules = async (variables: Record<string, string>): Promise<string[]> => {
      const { stdout } = await headgateIn(root, variables, 'config validate', ['json']);
      return (JSON.parse(stdout) as { issues: { rule: string; level: string }[] }).issues
        .filter(({ level }) => level === 'error')
        .map(({ rule }) => rule);
    };
    const names = [...config.matchAll(/env:([A-Z_]+)/g)].map(([, name = '']) => name);
    const keys = names.filter((name) => name.endsWith('_WRITE_KEY') && name !== 'SEGMENT_WRITE_KEY');
    expect(await rules({})).toEqual(unread(names.length));
    const withKeys = Object.fromEntries(keys.map((name) => [name, `key-of-${name}`]));
    expect(await rules(withKeys)).toEqual(unread(names.length - keys.length));
    const settings: Record<string, string> = {
      MIXPANEL_PROJECT_ID: '1',
      SENTRY_VENDOR_DSN: 'https://0a1b@sentry.example/1',
    };
    const all = Object.fromEntries(names.map((name) => [name, settings[name] ?? `of-${name}`]));
    expect(await rules({ ...all, ...withKeys })).toEqual([]);
  });

  it('a schema that a first line names is there', async () => {
    await headgate('init');
    for (const [path, content] of Object.entries(written()).filter(([name]) => name.endsWith('.yaml'))) {
      const [, schema = ''] = /\$schema=(\S+)/.exec(content) ?? [];
      expect(JSON.parse(readFileSync(join(root, dirname(path), schema), 'utf8'))).toHaveProperty('$schema');
    }
  });

  it('the check in CI may read, holds no secret, and pins its actions', async () => {
    await headgate('init');
    const workflow = readFileSync(join(root, '.github/workflows/headgate.yml'), 'utf8');
    expect(workflow).toMatch(/^permissions:\n {2}contents: read\n/m);
    expect(workflow).not.toMatch(/secrets\.|write/);
    for (const [, action = ''] of workflow.matchAll(/uses: (\S+)/g)) expect(action).toMatch(/@[0-9a-f]{40}$/);
    expect(workflow).toMatch(/npx --yes headgate@\d+\.\d+\.\d+\S* plan lint/);
  });

  it('a second run changes nothing and says what it left', async () => {
    await headgate('init');
    const before = tree();
    const { code, stdout } = await headgate('init');
    expect(code).toBe(0);
    expect(stdout).toContain('headgate.yaml  left alone: is there already');
    expect(stdout).toContain('telemetry/plan.yaml  left alone: is there already');
    expect(stdout).toContain('.gitignore  left alone: has the block already');
    expect(tree()).toEqual(before);
  });
});

describe('undo', () => {
  beforeEach(() => write(SHOP));

  it('leaves the repository as it was', async () => {
    const before = tree();
    await headgate('init');
    await headgate('init');
    const { code, stdout } = await headgate('init', '--undo');
    expect(code).toBe(0);
    expect(stdout).toContain('removed  telemetry/events/checkout_started.yaml');
    expect(stdout).toContain('removed  .gitignore (its block)\n');
    expect(tree()).toEqual(before);
    expect(existsSync(join(root, 'telemetry')) || existsSync(join(root, '.github'))).toBe(false);
  });

  it('keeps what was changed since, says so, and takes it once it is as it was', async () => {
    await headgate('init');
    const plan = join(root, 'telemetry/plan.yaml');
    const original = readFileSync(plan, 'utf8');
    writeFileSync(plan, `${original}# mine\n`);
    const ignore = readFileSync(join(root, '.gitignore'), 'utf8');
    writeFileSync(join(root, '.gitignore'), ignore.replace('.headgate/\n', '.headgate/\nmine\n'));
    const { stdout, stderr } = await headgate('init', '--undo');
    expect(stdout).toContain('left     telemetry/plan.yaml: was changed since');
    expect(stdout).toContain('left     .gitignore: its block was changed since');
    expect(stderr).toContain('2 left');
    expect(Object.keys(written()).toSorted()).toEqual(['.headgate-init.json', 'telemetry/plan.yaml']);
    writeFileSync(plan, original);
    writeFileSync(join(root, '.gitignore'), ignore);
    await headgate('init', '--undo');
    expect(tree()).toEqual(SHOP);
  });

  it('keeps files of others in the directories that init made', async () => {
    await headgate('init');
    write({ 'telemetry/events/mine.yaml': 'mine', '.github/workflows/mine.yml': 'mine' });
    await headgate('init', '--undo');
    expect(Object.keys(written()).toSorted()).toEqual([
      '.github/workflows/mine.yml',
      'telemetry/events/mine.yaml',
    ]);
  });

  it('without anything to undo says so', async () => {
    const { code, stderr } = await headgate('init', '--undo');
    expect([code, stderr]).toEqual([0, 'There is nothing that init wrote.\n']);
  });

  it.each([
    ['../outside.yaml', 'directories'],
    ['src/analytics.ts', 'directories'],
    ['telemetry/plan.yaml', '..'],
  ])('refuses a manifest that names %s and %s', async (path, directory) => {
    const before = tree();
    const files = { [path]: 'a'.repeat(64) };
    const manifest = { schemaVersion: 1, files, directories: [directory], ignore: null };
    write({ '.headgate-init.json': JSON.stringify(manifest) });
    const { code, stderr } = await headgate('init', '--undo');
    expect(code).toBe(2);
    expect(stderr).toContain('.headgate-init.json is not as init wrote it');
    rmSync(join(root, '.headgate-init.json'));
    expect(tree()).toEqual(before);
  });
});

describe('what is there already', () => {
  it('is left: each file by itself', async () => {
    const own = { 'headgate.yaml': 'sources: {}\n', '.github/workflows/headgate.yml': 'name: mine\n' };
    write({ ...SHOP, ...own });
    const { stdout } = await headgate('init');
    for (const [path, content] of Object.entries(own)) {
      expect(stdout).toContain(`${path}  left alone: is there already`);
      expect(readFileSync(join(root, path), 'utf8')).toBe(content);
    }
    await headgate('init', '--undo');
    expect(tree()).toEqual({ ...SHOP, ...own });
  });

  it('a plan gets no other beside it, and its vendors are those connected', async () => {
    const plan = `apiVersion: headgate/v1
kind: plan
id: mine
purposes: { analytics: { basis: Consent, category: analytics } }
vendors: { mixpanel: { kind: mixpanel, max_tier: 2 } }
`;
    write({ ...SHOP, 'plan.yaml': plan });
    await headgate('init');
    expect(existsSync(join(root, 'telemetry/events'))).toBe(false);
    const config = readFileSync(join(root, 'headgate.yaml'), 'utf8');
    expect(config).toContain('plan: ./plan.yaml\n');
    expect(config).toMatch(/^ {2}mixpanel:$/m);
    expect(config).not.toMatch(/^ {2}posthog:$/m);
  });

  it('below the root of a repository no workflow is written, since nobody would run it', async () => {
    write(SHOP);
    mkdirSync(join(root, '.git'));
    const { stdout } = await headgateIn(join(root, 'packages/api'), {}, 'init');
    expect(stdout).toContain('headgate.yml  left alone: belongs at the root of the repository');
    expect(existsSync(join(root, 'packages/api/headgate.yaml'))).toBe(true);
    expect(existsSync(join(root, 'packages/api/.github'))).toBe(false);
  });

  it('nothing is written through a link that leads out', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'headgate-outside-'));
    write(SHOP);
    symlinkSync(outside, join(root, 'telemetry'));
    const { stdout } = await headgate('init');
    expect(stdout).toContain('telemetry/plan.yaml  left alone: would lie outside, through a link');
    expect(readdirSync(outside)).toEqual([]);
    rmSync(outside, { recursive: true });
  });
});

it('a process of its own asks nothing where no terminal is, and ends well', async () => {
  write(SHOP);
  const started = await startHeadgate(root, ['init', '--format', 'json']).ended;
  expect([started.code, JSON.parse(started.stdout)]).toMatchObject([0, { command: 'init', left: [] }]);
  const undone = await startHeadgate(root, ['init', '--undo']).ended;
  expect([undone.code, tree()]).toEqual([0, SHOP]);
});

describe('with nothing to find', () => {
  it.each([
    ['nothing at all', {}, 0, ''],
    [
      'no known SDK',
      { 'package.json': '{"dependencies":{"left-pad":"1.0.0"}}', 'a.js': 'analytics.track("x")' },
      0,
      '',
    ],
    [
      'a manifest that is no JSON',
      { 'package.json': `{ "posthog-js": ${TOKENS.posthog}` },
      5,
      'Unread    package.json: no JSON\n',
    ],
  ])('init writes nothing where there is %s', async (_, files, exit, told) => {
    write(files);
    const { code, stdout, stderr } = await headgate('init', '--yes');
    expect([code, stdout]).toEqual([exit, told]);
    expect(stderr).toContain('nothing was written');
    expect(tree()).toEqual(files);
  });

  it('scripts get an empty list, and no next step', async () => {
    expect(await initJson()).toMatchObject({ sdks: [], written: [], left: [], change: [], next: [] });
  });
});
