import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { COMPILE_CACHE } from './compile-cache.ts';

const RUN = fileURLToPath(new URL('../scripts/run.mjs', import.meta.url));
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
