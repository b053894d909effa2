import { describe, expect, it } from 'vitest';
import type { Sink } from './print.ts';
import { createProgress } from './progress.ts';
import type { ProgressMode } from './progress.ts';

interface Case {
  readonly mode: ProgressMode;
  readonly isTTY?: boolean;
  readonly environment?: Record<string, string>;
  /** Steps done and the time of the clock. */
  readonly updates: readonly (readonly [done: number, now: number])[];
}

function run({ mode, isTTY = false, environment = {}, updates }: Case): string {
  let text = '';
  let now = 0;
  const stream: Sink = { isTTY, write: (more) => (text += more) };
  const progress = createProgress({
    mode,
    label: 'replaying',
    total: 200,
    stream,
    environment,
    now: () => now,
  });
  for (const [done, at] of updates) {
    now = at;
    progress.update(done, 'ok');
  }
  progress.end();
  return text;
}

const bar = (cells: number, percent: number): string =>
  `\r\u001B[2K  replaying  ${'█'.repeat(cells)}${'░'.repeat(24 - cells)} ${percent} %  ok`;

describe('createProgress', () => {
  it.each<[string, Case, string]>([
    [
      'a bar at a terminal',
      {
        mode: 'auto',
        isTTY: true,
        updates: [
          [100, 0],
          [200, 500],
        ],
      },
      `${bar(12, 50)}${bar(24, 100)}\n`,
    ],
    [
      'no bar twice within a tenth of a second, but the end',
      {
        mode: 'auto',
        isTTY: true,
        updates: [
          [0, 0],
          [100, 99],
          [200, 99],
        ],
      },
      `${bar(0, 0)}${bar(24, 100)}\n`,
    ],
    [
      'no bar in a build',
      { mode: 'auto', isTTY: true, environment: { CI: '1' }, updates: [[100, 0]] },
      'replaying 50 % (100 of 200) ok\n',
    ],
    [
      'one line every tenth',
      {
        mode: 'auto',
        updates: [
          [19, 0],
          [20, 0],
          [39, 0],
          [40, 0],
        ],
      },
      'replaying 10 % (20 of 200) ok\nreplaying 20 % (40 of 200) ok\n',
    ],
    [
      'one line every ten seconds',
      {
        mode: 'plain',
        updates: [
          [1, 9_999],
          [2, 10_000],
          [3, 10_001],
        ],
      },
      'replaying 1 % (2 of 200) ok\n',
    ],
    [
      'JSON lines',
      { mode: 'json', isTTY: true, updates: [[100, 0]] },
      '{"progress":"replaying","done":100,"total":200,"percent":50}\n',
    ],
    ['nothing', { mode: 'never', isTTY: true, updates: [[100, 0]] }, ''],
    ['never more than all', { mode: 'plain', updates: [[900, 0]] }, 'replaying 100 % (900 of 200) ok\n'],
    ['nothing for a bar that never began', { mode: 'auto', isTTY: true, updates: [] }, ''],
  ])('shows %s', (_, options, expected) => {
    expect(run(options)).toBe(expected);
  });
});
