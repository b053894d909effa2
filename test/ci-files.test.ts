/** What other people's CI takes from this repository is run here: the action, the hooks, and the lines of docs/ci.md. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { FINDING_FORMATS } from '../packages/cli/src/findings/formats.ts';
import { COMPILE_CACHE } from './compile-cache.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const RULES = join(ROOT, 'fixtures', 'lint');
const { version: VERSION } = JSON.parse(readFileSync(join(ROOT, 'packages/cli/package.json'), 'utf8')) as {
  version: string;
};

interface Step {
  readonly run: string;
  readonly env: Readonly<Record<string, string>>;
  readonly 'working-directory': string;
}
interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly runs: { readonly steps: readonly [Step] };
}
interface Hook {
  readonly id: string;
  readonly entry: string;
  readonly files?: string;
}

const action = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8')) as Action;
const hooks = parse(readFileSync(join(ROOT, '.pre-commit-hooks.yaml'), 'utf8')) as Hook[];

let directory = '';

/** An `npx` that takes the package from here and notes what it was asked for. */
const NPX = `#!/usr/bin/env bash
printf '%s\\n' "$1 $2" > "$NPX_ASKED"
shift 2
exec "${process.execPath}" --conditions=source "${join(ROOT, 'packages/cli/src/main.ts')}" "$@"
`;

function bash(script: string, variables: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync('bash', ['-e', '-c', script], {
    cwd: directory,
    encoding: 'utf8',
    env: {
      PATH: `${join(directory, 'bin')}${delimiter}${process.env['PATH'] ?? ''}`,
      NPX_ASKED: join(directory, 'asked'),
      ...COMPILE_CACHE,
      ...variables,
    },
  });
  return { code: status, stdout, stderr };
}

/** As the runner does it: every input by its default but for those given. */
function runAction(given: Readonly<Record<string, string>>) {
  const [{ run, env }] = action.runs.steps;
  const variables = Object.entries(env).map(([name, text]) => {
    const input = /^\$\{\{ inputs\.([a-z-]+) \}\}$/.exec(text)?.[1] ?? '';
    return [name, given[input] ?? action.inputs[input]?.default ?? 'no such input'];
  });
  return bash(run, Object.fromEntries(variables) as Record<string, string>);
}

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'headgate-ci-'));
  mkdirSync(join(directory, 'bin'));
  writeFileSync(join(directory, 'bin', 'npx'), NPX);
  chmodSync(join(directory, 'bin', 'npx'), 0o755);
  cpSync(join(RULES, 'name-category-mismatch', 'bad'), join(directory, 'telemetry'), { recursive: true });
  cpSync(join(RULES, 'duplicate-event', 'good'), join(directory, 'two words'), { recursive: true });
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('the action', () => {
  it('annotates and fails by default', () => {
    const { code, stdout } = runAction({});
    expect([code, stdout.match(/^::error file=telemetry\/events\/seen\.yaml/gm)?.length]).toEqual([1, 2]);
    expect(readFileSync(join(directory, 'asked'), 'utf8')).toBe(`--yes headgate@${VERSION}\n`);
  });

  it('takes a plan, a level and outputs', () => {
    expect(runAction({ plan: 'two words', outputs: 'sarif=a.sarif\n\njunit=a b.xml\n' }).code).toBe(0);
    expect(['a.sarif', 'a b.xml'].filter((file) => existsSync(join(directory, file)))).toHaveLength(2);
    expect(runAction({ 'fail-on': 'never' }).code).toBe(0);
    expect(runAction({ baseline: 'nowhere.json' }).code).toBe(2);
  });

  it('runs no text of its inputs', () => {
    const evil = '$(touch made); touch made #';
    expect(runAction({ plan: evil, outputs: evil, baseline: evil, 'fail-on': evil }).code).toBe(2);
    expect(runAction({ plan: '--help' }).code).toBe(2);
    expect(existsSync(join(directory, 'made'))).toBe(false);
    expect(action.runs.steps[0].run).not.toContain('${{');
  });
});

describe('the hooks', () => {
  it.each(hooks.map(({ id, entry }) => [id, entry]))('%s runs', (id, entry) => {
    // The file is not there yet, so it is not up to date.
    const args = id === 'headgate-codegen-check' ? ' telemetry --lang ts --sdk posthog-js --out src' : '';
    const { code } = bash(`${entry}${args}`);
    expect([0, 1]).toContain(code);
    expect(readFileSync(join(directory, 'asked'), 'utf8')).toBe(`--yes headgate@${VERSION}\n`);
  });

  it('look at the files of a plan', () => {
    const pattern = new RegExp(hooks.find(({ id }) => id === 'headgate-plan-lint')?.files ?? 'none');
    for (const path of ['plan.yaml', 'telemetry/plan.yml', 'telemetry/events/a/b.yaml']) {
      expect(path).toMatch(pattern);
    }
    expect('telemetry/floorplan.yaml').not.toMatch(pattern);
  });
});

describe('docs/ci.md', () => {
  const page = readFileSync(join(ROOT, 'docs/ci.md'), 'utf8');

  it('lists the formats of the code, and no others', () => {
    expect([...page.matchAll(/^\| `([a-z]+)`/gm)].map(([, name]) => name)).toEqual([...FINDING_FORMATS]);
  });

  it('names this version', () => {
    const named = [...page.matchAll(/headgate@v?(\d+\.\d+\.\d+)|rev: v(\d+\.\d+\.\d+)/g)];
    expect(named.length).toBeGreaterThan(4);
    expect(new Set(named.map(([, at, rev]) => at ?? rev))).toEqual(new Set([VERSION]));
  });

  const lines = [...page.matchAll(/npx --yes headgate@\S+ ((?:"[^"]*"|[^'\n])+)/g)].map(
    ([, line = '']) => line,
  );

  it('has lines of the lint that run', () => {
    const lints = lines.filter((line) => line.startsWith('plan lint'));
    expect(lints).toHaveLength(3);
    for (const line of lints) expect(bash(`npx --yes headgate@${VERSION} ${line}`).code).toBe(1);
  });

  it('has lines for the comparison and the gate that run', () => {
    const [diff = '', gate = ''] = ['plan diff', 'plan gate'].map((name) => {
      const line = lines.find((each) => each.startsWith(name));
      return `npx --yes headgate@${VERSION} ${line ?? 'missing'}`;
    });
    const who = '-c user.name=Test -c user.email=test@acme.example -c commit.gpgsign=false';
    bash(
      `git init -q -b main && git add telemetry && git ${who} commit -qm Plan && git update-ref refs/remotes/origin/main HEAD`,
    );
    expect(bash(diff, { GITHUB_BASE_REF: 'main' })).toMatchObject({ code: 0 });
    expect(readFileSync(join(directory, 'diff.md'), 'utf8')).toContain('<!-- headgate-plan-diff -->');
    const asked = bash(gate, { STAGING: 'http://127.0.0.1:9', HEADGATE_ADMIN_TOKEN: 'token' });
    expect(asked).toMatchObject({ code: 4 });
  });

  it('has a line for SDKs that runs', () => {
    const line = lines.find((each) => each.startsWith('sdk audit')) ?? 'missing';
    writeFileSync(join(directory, 'package.json'), '{ "dependencies": { "posthog-js": "1.449.2" } }\n');
    bash(`npx --yes headgate@${VERSION} sdk audit --write-baseline sdks.json || true`);
    expect(bash(`npx --yes headgate@${VERSION} ${line}`)).toMatchObject({ code: 0 });
  });
});
