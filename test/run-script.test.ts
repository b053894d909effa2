import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { COMPILE_CACHE } from './compile-cache.ts';

const RUN = fileURLToPath(new URL('../scripts/run.mjs', import.meta.url));
const ANY_PORTS = { HEADGATE_SERVER__PORT: '0', HEADGATE_ADMIN__PORT: '0' };
const REPOSITORY = fileURLToPath(new URL('..', import.meta.url));

it('runs `headgate` in the app from which npm was called, not in the repository', () => {
  const app = mkdtempSync(join(tmpdir(), 'headgate-app-'));
  writeFileSync(join(app, 'events.jsonl'), '{"event":"Order Completed"}\n');
  // As `npm --prefix <repository> run` has it: npm stands in the repository and says where it was called.
  const ran = spawnSync(process.execPath, [RUN, 'headgate', 'scrub', 'events.jsonl'], {
    cwd: REPOSITORY,
    env: { PATH: process.env['PATH'], INIT_CWD: app, ...COMPILE_CACHE },
    encoding: 'utf8',
  });
  expect(ran.stdout).toBe('{"event":"Order Completed"}\n');
  expect(ran.status).toBe(0);
});

it.skipIf(process.platform === 'win32')(
  'ends what it runs when the shell that npm puts between is gone',
  async () => {
    const app = mkdtempSync(join(tmpdir(), 'headgate-app-'));
    // A shell that waits for its command, as dash does in `npm run`.
    const shell = spawn('sh', ['-c', `"${process.execPath}" "${RUN}" headgate dev; :`], {
      env: { ...ANY_PORTS, PATH: process.env['PATH'], INIT_CWD: app, ...COMPILE_CACHE },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    await once(shell.stderr, 'data');
    shell.kill('SIGTERM');
    // The end of the pipe: nobody who could write to it is left.
    for await (const _ of shell.stderr);
    expect(shell.signalCode).toBe('SIGTERM');
  },
);
