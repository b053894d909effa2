/** The conditions of the gate, for people and for scripts. */
import { judgeGate } from '@headgate/core';
import type { GateFacts } from '@headgate/core';
import type { Context, Given } from '../command.ts';
import { textOption } from '../command.ts';
import { Failure } from '../exit.ts';
import { printable } from '../print.ts';
import { readGateFacts } from './gate-facts.ts';
import { readGoverned } from './read-governed.ts';
import type { Governed } from './read-governed.ts';

/** Reads and shows all conditions. `isOpen` when every one holds. */
export async function showGate(
  context: Context,
  given: Given,
): Promise<{ readonly isOpen: boolean; readonly governed: Governed }> {
  const { print } = context;
  const from = environmentOf(textOption(given, 'from') ?? 'staging');
  const governed = await readGoverned(context, given);
  const checks = judgeGate(await readGateFacts(context, given, { governed, from }));
  const isOpen = checks.every(({ passed }) => passed);
  if (print.format === 'json') {
    print.json({ schemaVersion: 1, from, root: governed.digests.root, isOpen, checks });
  } else {
    for (const { id, passed, message, mend } of checks) {
      const mark = passed ? print.style('green', '✔') : print.style('red', '✘');
      print.data(`${mark} ${id.padEnd(10)} ${printable(message)}${passed ? '' : `\n             → ${mend}`}`);
    }
    const missing = checks.filter(({ passed }) => !passed).length;
    print.note(
      isOpen ? 'The gate is open.' : `The gate is closed: ${missing} of ${checks.length} conditions fail.`,
    );
  }
  return { isOpen, governed };
}

function environmentOf(text: string): GateFacts['from'] {
  if (text === 'staging' || text === 'development') return text;
  throw new Failure('usage', 'a plan comes from staging or development', 'Name one of them with --from.');
}
