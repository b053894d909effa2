/** The conditions of the gate, for people and for scripts. */
import { judgeGate } from '@headgate/core';
import type { GateCheck, GateFacts } from '@headgate/core';
import type { Context, Given } from '../command.ts';
import { textOption } from '../command.ts';
import { Failure } from '../exit.ts';
import { printable } from '../print.ts';
import { readGateFacts } from './gate-facts.ts';
import { readGoverned } from './read-governed.ts';
import type { Governed } from './read-governed.ts';
import { readShare } from './read-share.ts';

/** Reads and shows all conditions. `isOpen` when every one holds. */
export async function showGate(
  context: Context,
  given: Given,
): Promise<{ readonly isOpen: boolean; readonly governed: Governed; readonly share: number }> {
  const { print } = context;
  const from = environmentOf(textOption(given, 'from') ?? 'staging');
  const share = readShare(textOption(given, 'canary') ?? '100%');
  const governed = await readGoverned(context, given);
  const checks = judgeGate(await readGateFacts(context, given, { governed, from, share }));
  const isOpen = checks.every(({ passed }) => passed);
  if (print.format === 'json') {
    print.json({ schemaVersion: 1, from, root: governed.digests.root, isOpen, checks });
  } else {
    showChecks(context, checks);
    const missing = checks.filter(({ passed }) => !passed).length;
    print.note(
      isOpen ? 'The gate is open.' : `The gate is closed: ${missing} of ${checks.length} conditions fail.`,
    );
  }
  return { isOpen, governed, share };
}

/** One line for each condition, and one for what mends it. */
export function showChecks({ print }: Context, checks: readonly GateCheck[]): void {
  const width = Math.max(10, ...checks.map(({ id }) => id.length));
  for (const { id, passed, message, mend } of checks) {
    const mark = passed ? print.style('green', '✔') : print.style('red', '✘');
    print.data(
      `${mark} ${id.padEnd(width)} ${printable(message)}${passed ? '' : `\n   ${' '.repeat(width)}→ ${mend}`}`,
    );
  }
}

function environmentOf(text: string): GateFacts['from'] {
  if (text === 'staging' || text === 'development') return text;
  throw new Failure('usage', 'a plan comes from staging or development', 'Name one of them with --from.');
}
