/** A directory inside the repository, so that compilers find the packages in node_modules, and the TypeScript compiler on it. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const TSC = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');

export interface CodegenProject {
  readonly directory: string;
  readonly write: (path: string, text: string) => void;
  readonly remove: () => void;
}

export function createProject(): CodegenProject {
  const cache = join(ROOT, 'node_modules', '.cache');
  mkdirSync(cache, { recursive: true });
  const directory = mkdtempSync(join(cache, 'codegen-test-'));
  return {
    directory,
    write: (path, text) => {
      mkdirSync(dirname(join(directory, path)), { recursive: true });
      writeFileSync(join(directory, path), text);
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

/** Text of a golden file: `readGolden('ts/mixpanel/telemetry.ts')`. */
export function readGolden(path: string): string {
  return readFileSync(join(ROOT, 'fixtures', 'codegen', path), 'utf8');
}

/** A block of docs/codegen.md by its language and its first line, without the fences; the first below a heading. */
export function readExample(language: string, first: string, heading = ''): string {
  const page = readFileSync(join(ROOT, 'docs', 'codegen.md'), 'utf8');
  const from = heading === '' ? 0 : page.indexOf(`\n### ${heading}\n`);
  const open = `\n\`\`\`${language}\n${first}\n`;
  const start = from < 0 ? -1 : page.indexOf(open, from);
  if (start < 0) throw new Error(`docs/codegen.md has no ${language} example "${first}" ${heading}.`);
  const body = page.slice(start + open.length);
  return body.slice(0, body.indexOf('\n```\n') + 1);
}

export interface Ran {
  readonly code: number | null;
  /** Both streams. */
  readonly output: string;
}

/** Runs a command to its end. */
export function runTool(
  command: string,
  args: readonly string[],
  cwd: string,
  variables: NodeJS.ProcessEnv = {},
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, ...variables } });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (more: string) => (output += more));
    }
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}

const STRICT = {
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  erasableSyntaxOnly: true,
  allowImportingTsExtensions: true,
  skipLibCheck: true,
  noEmit: true,
  target: 'ES2023',
  lib: ['ES2023', 'DOM'],
  module: 'ESNext',
  moduleResolution: 'Bundler',
  // Of this repository's own SDK the sources are read, so that no old build is.
  customConditions: ['source'],
  types: ['node'],
};

/** The errors of every file, `TS2322` and so on, by path; a file without errors is not in it. */
export async function compileTypeScript({
  directory,
  write,
}: CodegenProject): Promise<Map<string, string[]>> {
  write('tsconfig.json', JSON.stringify({ compilerOptions: STRICT, include: ['**/*.ts'] }));
  const { output } = await runTool(process.execPath, [TSC, '-p', '.', '--pretty', 'false'], directory);
  const errors = new Map<string, string[]>();
  for (const line of output.split('\n')) {
    const [, path, code] = /^(.+?)\(\d+,\d+\): error (TS\d+)/.exec(line) ?? [];
    if (path === undefined || code === undefined) {
      if (line.startsWith('error TS')) throw new Error(line);
      continue;
    }
    errors.set(path, [...(errors.get(path) ?? []), code]);
  }
  return errors;
}
