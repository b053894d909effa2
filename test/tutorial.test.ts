/** The tutorial, block by block, in one shell, as a reader would type it. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { COMPILE_CACHE } from './compile-cache.ts';

const MAIN = fileURLToPath(new URL('../packages/cli/src/main.ts', import.meta.url));
const TUTORIAL = new URL('../docs/tutorial.md', import.meta.url);
const LIMIT_MS = 180_000;
/** A gateway that a failed block left behind must not outlive it. */
const TRAP = `trap '[ -z "\${gateway:-}" ] || kill "$gateway" 2>/dev/null || true' EXIT`;
/** The first line of a block that is meant to end with findings. */
const FAILS = '# ends with 1';
/** What the bare machine of CI is given; elsewhere the test says that it is missing. */
const hasTools = ['ssh-keygen', 'curl', 'bash'].every(
  (tool) => spawnSync(tool, ['--help']).error === undefined,
);

const blocks = [...readFileSync(TUTORIAL, 'utf8').matchAll(/^```sh\n([^]*?)^```$/gm)].map(
  ([, block = '']) => block,
);

function scriptOf(block: string, at: number): string {
  const told = `echo "block ${at + 1} of ${blocks.length}"`;
  if (!block.startsWith(FAILS)) return `${told}\n${block}`;
  return `${told}\ncode=0\n{ ${block}} || code=$?\n[ "$code" = 1 ]`;
}

it.runIf(hasTools)(
  'the tutorial runs to its end',
  async () => {
    expect(blocks.length).toBeGreaterThan(8);
    const directory = mkdtempSync(join(tmpdir(), 'headgate-tutorial-'));
    const bin = join(directory, 'bin');
    mkdirSync(bin);
    // A program, not a function of the shell: what runs in the background must be what is ended.
    writeFileSync(
      join(bin, 'headgate'),
      `#!/bin/sh\nexec '${process.execPath}' --conditions=source '${MAIN}' "$@"\n`,
      { mode: 0o755 },
    );
    const script = ['set -eu', TRAP, ...blocks.map(scriptOf), 'echo done'].join('\n');
    const child = spawn('bash', ['-c', script], {
      cwd: directory,
      env: {
        PATH: `${bin}:${process.env['PATH'] ?? ''}`,
        ...COMPILE_CACHE,
        HOME: directory,
      },
      timeout: LIMIT_MS,
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (more: string) => (output += more));
    }
    const code = await new Promise((resolve) => child.on('close', resolve));
    rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
    expect({ code, output: output.slice(-4000) }).toMatchObject({ code: 0 });
    expect(output).toContain('The gate is open.');
    expect(output).toMatch(/✘ reviews .*privacy \(pia\)/);
    expect(output.trimEnd().endsWith('done')).toBe(true);
  },
  LIMIT_MS + 10_000,
);
