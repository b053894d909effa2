/** One question to a person at a terminal. */
import { createInterface } from 'node:readline';
import type { Context } from '../command.ts';

/** Whether somebody is there to answer. */
export function mayAsk({ stderr, environment }: Pick<Context, 'stderr' | 'environment'>): boolean {
  return process.stdin.isTTY && stderr.isTTY === true && (environment['CI'] ?? '') === '';
}

export interface AskOptions {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  /** Aborted: the answer is no. */
  readonly signal: AbortSignal;
  /** What an empty answer means; default yes. No for what cannot be taken back. */
  readonly standard?: 'yes' | 'no';
}

/** Yes where the answer begins with y; no for any other, and where the input ends or the wait is aborted. */
export function askYes(
  question: string,
  { input, output, signal, standard = 'yes' }: AskOptions,
): Promise<boolean> {
  const lines = createInterface({ input, output });
  return new Promise<boolean>((resolve) => {
    lines.once('close', () => resolve(false));
    lines.once('SIGINT', () => lines.close());
    signal.addEventListener('abort', () => lines.close(), { once: true });
    lines.question(`${question} ${standard === 'yes' ? '[Y/n]' : '[y/N]'} `, (answer) => {
      resolve(answer.trim() === '' ? standard === 'yes' : /^\s*y/i.test(answer));
      lines.close();
    });
  });
}
