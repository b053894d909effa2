/** Tells how far an audit has come: bytes, speed, time left and findings, as bar or plain lines. */
import type { Context } from '../command.ts';
import { createProgress } from '../progress.ts';
import { formatCount } from '../words.ts';
import { formatBytes, formatDuration } from './reports/words.ts';
import type { Source } from './sources.ts';
import type { Tally } from './tally.ts';

interface Teller {
  readonly told: (bytes: number, tally: Tally) => void;
  readonly end: () => void;
}

export function createTeller(
  context: Context,
  sources: readonly Source[],
  label: 'auditing' | 'reading' = 'auditing',
): Teller {
  const total = sources.reduce((sum, { bytes }) => sum + bytes, 0);
  const began = performance.now();
  const progress = createProgress({
    mode: context.progress,
    label,
    total,
    stream: context.stderr,
    environment: context.environment,
    now: () => performance.now(),
  });
  let last: { readonly bytes: number; readonly tally: Tally } | null = null;
  const show = (bytes: number, tally: Tally, done: number): void => {
    const seconds = (performance.now() - began) / 1000;
    progress.update(done, detailOf({ label, bytes, total, seconds, tally }));
  };
  return {
    // What was read may still be in the threads, so the whole is told at the end, when all of it is counted.
    told: (bytes, tally) => {
      last = { bytes, tally };
      show(bytes, tally, Math.min(Math.floor(bytes), Math.max(0, total - 1)));
    },
    end: () => {
      if (last !== null) show(last.bytes, last.tally, Math.floor(last.bytes));
      progress.end();
    },
  };
}

interface Standing {
  readonly label: 'auditing' | 'reading';
  readonly bytes: number;
  readonly total: number;
  readonly seconds: number;
  readonly tally: Tally;
}

/** `3.1 GB of 4.4 GB  148.0 MB/s  2 m 10 s left  findings 1,204` */
function detailOf({ label, bytes, total, seconds, tally }: Standing): string {
  const speed = seconds > 0 ? bytes / seconds : 0;
  const left = total > bytes && speed > 0 ? [`${formatDuration((total - bytes) / speed)} left`] : [];
  const way = total > 0 ? `${formatBytes(bytes)} of ${formatBytes(total)}` : formatBytes(bytes);
  const parts = [
    way,
    `${formatBytes(speed)}/s`,
    ...left,
    label === 'reading'
      ? `events ${formatCount(tally.events)}`
      : `events with findings ${formatCount(tally.eventsWithFindings)}`,
  ];
  return parts.join('  ');
}
