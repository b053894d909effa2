/** One question to a person at a terminal. */
import { createInterface } from 'node:readline/promises';
import type { Context } from '../command.ts';

/** Whether somebody is there to answer. */
export function mayAsk({ stderr, environment }: Pick<Context, 'stderr' | 'environment'>): boolean {
  return process.stdin.isTTY && stderr.isTTY === true && (environment['CI'] ?? '') === '';
}

/** Yes unless the answer begins with another letter than y. Rejects with an `AbortError` when stopped. */
export async function askYes(question: string, signal: AbortSignal): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await lines.question(`${question} [Y/n] `, { signal });
    return /^\s*(?:y|$)/i.test(answer);
  } finally {
    lines.close();
  }
}
