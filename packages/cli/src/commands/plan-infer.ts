import { draftFiles } from '@headgate/core';
import { resolve } from 'node:path';
import { EVENTS_MAX } from '../audit/field-sheet.ts';
import { textOption } from '../command.ts';
import type { Run } from '../command.ts';
import { Failure, gravest } from '../exit.ts';
import type { Exit } from '../exit.ts';
import { inferEvents } from '../plan/infer-events.ts';
import { readTelemetry, unnamedOf, unreadOf } from '../plan/read-telemetry.ts';
import { reportDraft } from '../plan/report-draft.ts';
import { formatCount } from '../words.ts';
import { refuseToOverwrite, writeDraft } from '../plan/write-draft.ts';

/** Drafts a plan from exports. Ends with `incomplete` where some of the input was not read or not told apart. */
export const run: Run = async (context, given) => {
  const out = textOption(given, 'out');
  if (out === undefined) {
    throw new Failure('usage', 'nothing says where the plan is written', 'Add --out telemetry.');
  }
  const directory = resolve(context.directory, out);
  refuseToOverwrite(directory);
  const { tally, isPartial } = await readTelemetry(context, given);
  if (isPartial) return 'interrupted';
  const events = inferEvents(tally);
  if (events.length === 0) {
    throw new Failure(
      'incomplete',
      'there is no event with a name in this input',
      'See it with headgate audit.',
    );
  }
  const files = draftFiles(events, {
    id: textOption(given, 'id') ?? 'inferred',
    origin: 'headgate plan infer',
  });
  writeDraft(directory, files);
  const exits: Exit[] = [
    reportDraft(context, { command: 'plan infer', directory: out, files, events, unread: unreadOf(tally) }),
  ];
  const unnamed = unnamedOf(tally);
  if (unnamed > 0) {
    const words = unnamed === 1 ? '1 event has' : `${formatCount(unnamed)} events have`;
    context.print.error(
      `warning: ${words} no name that a plan could have, or one that looks like data; not in the draft. See headgate audit.`,
    );
  }
  if (tally.fields.size >= EVENTS_MAX) {
    context.print.error(
      `warning: no more than ${EVENTS_MAX} events are told apart; others are not in the draft.`,
    );
    exits.push('incomplete');
  }
  return gravest(exits);
};
