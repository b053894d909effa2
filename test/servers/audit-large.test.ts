/** `headgate audit` over files larger than its memory: it is stopped and goes on, and one line of a gigabyte ends nothing. */
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeExport } from '../../bench/audit-export.ts';
import { startHeadgate } from '../headgate-process.ts';
import type { StartedHeadgate } from '../headgate-process.ts';

/** Far beyond the memory below, so that none of it can be held whole. */
const EXPORT_BYTES = 700_000_000;
/** Run from sources, whose types are stripped in memory; as built it takes about 100 MB less. */
const MEMORY_MB_MAX = 400;
const MEBIBYTE = 1024 * 1024;
const LEAK = 'to ana@corp.example';

let directory = '';
let events = 0;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'headgate-audit-large-'));
  events = writeExport(join(directory, 'export.jsonl'), EXPORT_BYTES);
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Resolves with the exit code and the most memory that the process took, threads included, in MB. */
async function watched(started: StartedHeadgate): Promise<{ code: number | null; peakMb: number }> {
  let peakMb = 0;
  const timer = setInterval(() => (peakMb = Math.max(peakMb, peakOf(started))), 50);
  const { code } = await started.ended;
  clearInterval(timer);
  return { code, peakMb };
}

/** 0 where it is gone, and on systems other than Linux (proc_pid_status(5)). */
function peakOf({ child }: StartedHeadgate): number {
  try {
    const status = readFileSync(`/proc/${child.pid ?? 0}/status`, 'utf8');
    return (Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024) / 1e6;
  } catch {
    return 0;
  }
}

function audit(...args: readonly string[]): StartedHeadgate {
  return startHeadgate(directory, ['audit', ...args, '--progress', 'plain']);
}

describe('an export that is larger than memory allows', () => {
  it('is audited in bounded memory; stopped twice, it goes on to the same report to the byte', async () => {
    const whole = await watched(audit('export.jsonl', '--output', 'json=whole.json'));
    expect(whole.code).toBe(1);
    expect(whole.peakMb).toBeLessThan(MEMORY_MB_MAX);
    const report: unknown = JSON.parse(readFileSync(join(directory, 'whole.json'), 'utf8'));
    expect(report).toMatchObject({ isComplete: true, events, eventsWithFindings: Math.ceil(events / 100) });

    for (const [resume, stopAt] of [
      [[], /auditing [2-9]\d % .* MB\/s .* left/],
      [['--resume'], /auditing [5-9]\d %/],
    ] as const) {
      const stopped = audit('export.jsonl', '--output', 'json=part.json', ...resume);
      await stopped.saw('stderr', stopAt);
      stopped.child.kill('SIGINT');
      expect((await stopped.ended).code).toBe(130);
    }
    expect((await audit('export.jsonl', '--output', 'json=part.json', '--resume').ended).code).toBe(1);
    expect(
      readFileSync(join(directory, 'part.json')).equals(readFileSync(join(directory, 'whole.json'))),
    ).toBe(true);
  });
});

describe('one record of a gigabyte', () => {
  it.each([
    ['jsonl', `{"note":"${LEAK}"}\n{"text":"`, `"}\n{"note":"${LEAK}"}\n`],
    ['json', `[{"note":"${LEAK}"},{"text":"`, `"},{"note":"${LEAK}"}]`],
    ['csv', `id,note\n1,${LEAK}\n2,"`, `"\n3,${LEAK}\n`],
  ])('is unread in %s, and what stands around it is not', async (ending, before, after) => {
    const name = `giant.${ending}`;
    const file = openSync(join(directory, name), 'w');
    const filler = Buffer.alloc(MEBIBYTE, 'x');
    writeSync(file, before);
    for (let written = 0; written < 1024; written += 1) writeSync(file, filler);
    writeSync(file, after);
    closeSync(file);
    const { code, peakMb } = await watched(audit(name, '--output', 'json=giant-report.json'));
    expect(code).toBe(5);
    expect(peakMb).toBeLessThan(MEMORY_MB_MAX);
    const report: unknown = JSON.parse(readFileSync(join(directory, 'giant-report.json'), 'utf8'));
    expect(report).toMatchObject({
      isComplete: false,
      eventsWithFindings: 2,
      unread: [{ file: name, reason: 'too-long' }],
    });
    rmSync(join(directory, name));
  });
});
