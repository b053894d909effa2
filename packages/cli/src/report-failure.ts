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

/** Reports the failure and gives the ending it stands for. What is no `Failure` is a bug, unless the run was stopped. */
export function reportFailure(error: unknown, { print, verbose, stopped }: FailureScope): Exit {
  if (error instanceof Failure) {
    tell(print, error.message, error.mend);
    return error.exit;
  }
  if (stopped) return 'interrupted';
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
