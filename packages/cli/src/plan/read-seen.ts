/** The fields of the events in exports. */
import { FIELD_SHEET_LIMITS } from '@headgate/core';
import { textOption } from '../command.ts';
import type { Context, Given } from '../command.ts';
import { Failure } from '../exit.ts';
import { formatCount } from '../words.ts';
import { readTelemetry, unnamedOf, unreadOf } from './read-telemetry.ts';
import type { Seen } from './seen.ts';

/** Null where it was stopped before the end. */
export async function readSeen(context: Context, given: Given): Promise<Seen | null> {
  if (given.args[0] === undefined) {
    const mend = 'Name a file, a directory, - for standard input, or a running gateway with --live.';
    throw new Failure('usage', 'there is nothing to draft a plan from', mend);
  }
  if (textOption(given, 'for') !== undefined || textOption(given, 'events') !== undefined) {
    const mend = 'Leave them out: files end by themselves.';
    throw new Failure('usage', '--for and --events go with --live only', mend);
  }
  const { tally, isPartial } = await readTelemetry(context, given);
  if (isPartial) return null;
  const { eventsMax } = FIELD_SHEET_LIMITS;
  return {
    sheet: tally.fields,
    unread: unreadOf(tally),
    nothing: {
      message: 'there is no event with a name in this input',
      mend: 'See it with headgate audit.',
    },
    notes: [],
    unnamed: tellUnnamed(unnamedOf(tally)),
    lacking:
      tally.fields.size < eventsMax
        ? null
        : `no more than ${eventsMax} events are told apart; others are not in the draft.`,
    counts: null,
  };
}

function tellUnnamed(events: number): string | null {
  if (events === 0) return null;
  const have = events === 1 ? '1 event has' : `${formatCount(events)} events have`;
  return `${have} no name that a plan could have, or one that looks like data; not in the draft. See headgate audit.`;
}
