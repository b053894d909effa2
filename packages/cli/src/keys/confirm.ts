/** Whether a change that has been shown is to be done. */
import { isGiven } from '../command.ts';
import type { Context, Given } from '../command.ts';
import { Failure } from '../exit.ts';
import type { Exit } from '../exit.ts';
import { askYes, mayAsk } from '../init/ask.ts';

export interface Confirmation {
  readonly question: string;
  /** Whether it cannot be taken back: then nobody being there to ask does not mean yes. */
  readonly isGrave: boolean;
}

/** Null where it is to be done; otherwise how the command ends without having done it. */
export async function confirm(
  context: Context,
  given: Given,
  { question, isGrave }: Confirmation,
): Promise<Exit | null> {
  const { print, signal } = context;
  if (isGiven(given, 'dryRun')) {
    print.note('Nothing was changed: --dry-run.');
    return 'clean';
  }
  if (isGiven(given, 'yes')) return null;
  if (print.format !== 'human' || !mayAsk(context)) {
    if (!isGrave) return null;
    const mend = 'Look at it with --dry-run, then say --yes.';
    throw new Failure('usage', 'it cannot be taken back, and nobody can be asked', mend);
  }
  const standard = isGrave ? 'no' : 'yes';
  const terminal = { input: process.stdin, output: process.stderr, signal, standard } as const;
  if (await askYes(question, terminal)) return null;
  print.note('Nothing was changed.');
  return 'interrupted';
}
