/** `headgate audit` over a made-up export, as built and as a process of its own: its speed, and the most memory it took. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeExport } from './audit-export.ts';
import { median } from './measure.ts';
import type { Row } from './measure.ts';

/** As `npm run types` writes it: stripping types from sources takes memory that users do not pay. */
const MAIN = fileURLToPath(new URL('../packages/cli/dist/main.js', import.meta.url));
const EXPORT_BYTES = 600_000_000;
const ROUNDS = 3;
const LOOK_EVERY_MS = 50;
const FINDINGS = 1;

export async function benchAudit(): Promise<Row[]> {
  const directory = mkdtempSync(join(tmpdir(), 'headgate-bench-'));
  try {
    const path = join(directory, 'export.jsonl');
    writeExport(path, EXPORT_BYTES);
    const megabytes = statSync(path).size / 1e6;
    const runs: Run[] = [];
    for (let round = 0; round < ROUNDS; round += 1) runs.push(await runAudit(path));
    const speed = median(runs.map(({ seconds }) => megabytes / seconds));
    const memory = Math.max(...runs.map(({ peakMb }) => peakMb));
    return [
      {
        name: `audit of JSON lines, ${availableParallelism()} cores`,
        value: speed,
        unit: 'MB/s',
        target: 60,
      },
      { name: 'audit: most memory', value: memory, unit: 'MB', target: 300, atMost: true },
    ];
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

interface Run {
  /** From start to end of the process. */
  readonly seconds: number;
  readonly peakMb: number;
}

async function runAudit(path: string): Promise<Run> {
  const began = performance.now();
  const child = spawn(process.execPath, [MAIN, 'audit', path, '--progress', 'never'], { stdio: 'ignore' });
  let peakMb = 0;
  const timer = setInterval(() => {
    // It ends when the timer is cleared, and a process that is gone has no peak to add.
    void peakMbOf(child.pid ?? 0).then((peak) => (peakMb = Math.max(peakMb, peak)));
  }, LOOK_EVERY_MS);
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  clearInterval(timer);
  if (code !== FINDINGS) throw new Error('The audit failed: build it first, with npm run types.');
  return { seconds: (performance.now() - began) / 1000, peakMb };
}

/** Most memory that a process had at one time, threads included, in MB; 0 where it is gone. Linux alone tells (proc_pid_status(5), VmHWM). */
async function peakMbOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return (Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024) / 1e6;
}
