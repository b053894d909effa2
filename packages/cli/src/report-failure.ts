/** Says on stderr why a run failed: one line what, one line how to mend it. Never a value, never a bare stack. */
import { Failure } from './exit.ts';
import type { Exit } from './exit.ts';
import type { Print } from './print.ts';
import { printable } from './print.ts';

export interface FailureScope {
  readonly print: Print;
  readonly verbose: boolean;
  /** Whether the run was told to stop. */
  readonly stopped: boolean;
}

/** Codes of https://nodejs.org/api/errors.html#common-system-errors and errno(3) that speak of the disk, not of a bug. */
const DISK_CODES: Readonly<Record<string, readonly [problem: string, mend: string]>> = {
  EACCES: ['may not be read or written by this user', 'See who owns it and its directory.'],
  EPERM: ['may not be read or written by this user', 'See who owns it and its directory.'],
  ENOENT: ['is not there, or its directory is not', 'Correct the path, or make its directory.'],
  ENOTDIR: ['lies in what is no directory', 'Correct the path.'],
  EISDIR: ['is a directory, where a file was expected', 'Name a file.'],
  EROFS: ['lies on a disk that is read-only', 'Name a place that can be written.'],
  ENOSPC: ['cannot be written, for the disk is full', 'Make room, and run it again.'],
  EDQUOT: ['cannot be written, for the quota of this user is used up', 'Make room, and run it again.'],
};

/** Reports the failure and gives the ending it stands for. What is no `Failure` is a bug, unless the run was stopped. */
export function reportFailure(error: unknown, { print, verbose, stopped }: FailureScope): Exit {
  if (error instanceof Failure) {
    tell(print, error.message, error.mend);
    return error.exit;
  }
  if (stopped) return 'interrupted';
  const ofDisk = diskFailure(error);
  if (ofDisk !== null) return reportFailure(ofDisk, { print, verbose, stopped });
  const name = error instanceof Error ? error.constructor.name : typeof error;
  const code =
    error instanceof Error && 'code' in error && typeof error.code === 'string' ? ` ${error.code}` : '';
  tell(
    print,
    `Headgate failed inside (${name}${code})`,
    verbose
      ? 'Please report it with the lines below; they hold no values.'
      : 'Please report it. With -v it says where; that holds no values.',
  );
  if (verbose) for (const frame of framesOf(error)) print.error(`    ${frame}`);
  return 'internal';
}

/** Null where it does not speak of a file. What is full is told by the call that writes, which names no file. */
function diskFailure(error: unknown): Failure | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  const [problem, mend] = DISK_CODES[error.code] ?? [];
  if (problem === undefined || mend === undefined) return null;
  if ('path' in error && typeof error.path === 'string')
    return new Failure('usage', `${error.path} ${problem}`, mend);
  return error.code === 'ENOSPC' || error.code === 'EDQUOT'
    ? new Failure('usage', `a file ${problem}`, mend)
    : null;
}

function tell(print: Print, message: string, mend: string): void {
  const label = print.style('red', 'error:', 'stderr');
  print.error(`${label} ${printable(message)}${message.endsWith('?') ? '' : '.'}\n  ${printable(mend)}`);
}

/** The places of a stack, without the message before them, which may quote a value. */
function framesOf(error: unknown): string[] {
  const stack = error instanceof Error ? (error.stack ?? '').replace(error.message, '') : '';
  const lines = stack.split('\n').map((line) => line.trim());
  return lines.filter((line) => /^at .*:\d+:\d+\)?$/.test(line)).map((line) => line.slice(0, 300));
}
