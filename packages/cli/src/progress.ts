/**
 * Tells how far a long command has come. A bar is drawn only for a person at a terminal; elsewhere a plain line comes
 * every tenth of the way or every ten seconds, so that a log of a build stays readable.
 */
import type { Sink } from './print.ts';

export const PROGRESS_MODES = ['auto', 'plain', 'json', 'never'] as const;
export type ProgressMode = (typeof PROGRESS_MODES)[number];

export interface ProgressOptions {
  readonly mode: ProgressMode;
  /** What is under way, for example `replaying`. */
  readonly label: string;
  /** How many steps there are; 0 where nobody knows. */
  readonly total: number;
  readonly stream: Sink;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Milliseconds of any clock that only rises. */
  readonly now: () => number;
}

export interface Progress {
  /** `done` of `total` steps are behind; `detail` is shown after the figures. */
  readonly update: (done: number, detail?: string) => void;
  /** Ends the line of the bar. To be called once, also after a failure. */
  readonly end: () => void;
}

const BAR_CELLS = 24;
const BAR_EVERY_MS = 100;
const LINE_EVERY_MS = 10_000;
const CLEAR_LINE = '\r\u001B[2K';
const NOTHING: Progress = { update: () => undefined, end: () => undefined };

/** `auto` draws a bar where stderr is a terminal and CI is not set, and plain lines elsewhere. */
export function createProgress(options: ProgressOptions): Progress {
  const { mode, stream, environment } = options;
  if (mode === 'never') return NOTHING;
  const inBuild = environment['CI'] !== undefined && environment['CI'] !== '';
  if (mode === 'auto' && stream.isTTY === true && !inBuild) return createBar(options);
  return createLines(options, mode === 'json' ? jsonLine : plainLine);
}

interface Step {
  readonly label: string;
  readonly done: number;
  readonly total: number;
  readonly percent: number;
  readonly detail: string;
}

function createBar(options: ProgressOptions): Progress {
  let drawnAt = -Infinity;
  return {
    update: (done, detail = '') => {
      const step = stepOf(options, done, detail);
      const now = options.now();
      if (now - drawnAt < BAR_EVERY_MS && step.percent < 100) return;
      drawnAt = now;
      const full = Math.floor((step.percent / 100) * BAR_CELLS);
      const bar = '█'.repeat(full) + '░'.repeat(BAR_CELLS - full);
      options.stream.write(`${CLEAR_LINE}  ${step.label}  ${bar} ${step.percent} %  ${detail}`);
    },
    end: () => {
      if (drawnAt !== -Infinity) options.stream.write('\n');
    },
  };
}

function createLines(options: ProgressOptions, write: (step: Step) => string): Progress {
  let toldAt = options.now();
  let toldTenth = 0;
  return {
    update: (done, detail = '') => {
      const step = stepOf(options, done, detail);
      const now = options.now();
      const tenth = Math.floor(step.percent / 10);
      if (tenth <= toldTenth && now - toldAt < LINE_EVERY_MS) return;
      toldAt = now;
      toldTenth = tenth;
      options.stream.write(`${write(step)}\n`);
    },
    end: () => undefined,
  };
}

function stepOf({ label, total }: ProgressOptions, done: number, detail: string): Step {
  const percent = total === 0 ? 0 : Math.min(100, Math.max(0, Math.floor((done / total) * 100)));
  return { label, done, total, percent, detail };
}

function plainLine({ label, done, total, percent, detail }: Step): string {
  return `${label} ${percent} % (${done} of ${total})${detail === '' ? '' : ` ${detail}`}`;
}

function jsonLine({ label, done, total, percent }: Step): string {
  return JSON.stringify({ progress: label, done, total, percent });
}
