import { draftFiles, inferEvents } from '@headgate/core';
import { resolve } from 'node:path';
import { isGiven, textOption } from '../command.ts';
import type { Context, Given, Run } from '../command.ts';
import { Failure, gravest } from '../exit.ts';
import type { Exit } from '../exit.ts';
import { readSeen } from '../plan/read-seen.ts';
import type { Seen } from '../plan/seen.ts';
import { reportDraft } from '../plan/report-draft.ts';
import { refuseToOverwrite, writeDraft } from '../plan/write-draft.ts';

/** Drafts a plan from exports, or from what comes into a gateway. Ends with `incomplete` where some of it was not read or not told apart. */
export const run: Run = async (context, given) => {
  const out = textOption(given, 'out');
  if (out === undefined) {
    throw new Failure('usage', 'nothing says where the plan is written', 'Add --out telemetry.');
  }
  const directory = resolve(context.directory, out);
  refuseToOverwrite(directory);
  const command = isGiven(given, 'live') ? 'plan infer --live' : 'plan infer';
  const seen = await readEither(context, given);
  if (seen === null) return 'interrupted';
  const events = inferEvents(seen.sheet);
  if (events.length === 0) throw new Failure('incomplete', seen.nothing.message, seen.nothing.mend);
  const files = draftFiles(events, {
    id: textOption(given, 'id') ?? 'inferred',
    origin: `headgate ${command}`,
  });
  writeDraft(directory, files);
  const { unread, counts } = seen;
  const exits: Exit[] = [
    reportDraft(context, {
      command,
      directory: out,
      files,
      events,
      unread,
      ...(counts === null ? {} : { counts }),
    }),
  ];
  for (const note of seen.notes) context.print.note(note);
  if (seen.unnamed !== null) context.print.error(`warning: ${seen.unnamed}`);
  if (seen.lacking !== null) {
    context.print.error(`warning: ${seen.lacking}`);
    exits.push('incomplete');
  }
  return gravest(exits);
};

async function readEither(context: Context, given: Given): Promise<Seen | null> {
  if (!isGiven(given, 'live')) return await readSeen(context, given);
  // What speaks with a gateway is loaded only where one is asked.
  const { watchSeen } = await import('../plan/watch-seen.ts');
  return await watchSeen(context, given);
}
