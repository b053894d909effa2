/** A secret typed by a person: not shown, not kept by the terminal. */
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import type { AskOptions } from '../init/ask.ts';

/** The line that is typed; null where the input ends, Ctrl-C is pressed, or the wait is aborted. */
export function askHidden(
  question: string,
  { input, output, signal }: Pick<AskOptions, 'input' | 'output' | 'signal'>,
): Promise<string | null> {
  // The interface edits the line and would echo it; what it writes goes nowhere.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: nowhere, terminal: true, historySize: 0 });
  output.write(question);
  return new Promise((resolve) => {
    const end = (answer: string | null): void => {
      resolve(answer);
      lines.close();
    };
    lines.once('line', end);
    lines.once('SIGINT', () => end(null));
    lines.once('close', () => {
      output.write('\n');
      resolve(null);
    });
    signal.addEventListener('abort', () => end(null), { once: true });
  });
}
