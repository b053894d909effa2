/** Reads exports of telemetry as `audit` does, for the fields of their events. No value is kept. */
import { availableParallelism } from 'node:os';
import { FIELD_SHEET_LIMITS } from '@headgate/core';
import { readAuditRequest } from '../audit/request.ts';
import { runAudit } from '../audit/run-audit.ts';
import { listSources } from '../audit/sources.ts';
import type { Tally } from '../audit/tally.ts';
import { createTeller } from '../audit/tell-progress.ts';
import type { Context, Given } from '../command.ts';
import { Failure } from '../exit.ts';

export interface ReadTelemetry {
  readonly tally: Tally;
  readonly files: number;
  /** Whether it was stopped before the end. */
  readonly isPartial: boolean;
}

/** Throws a `Failure` of exit `usage` where nothing is at the path. */
export async function readTelemetry(context: Context, given: Given): Promise<ReadTelemetry> {
  // What ends with 1 is the command's own question.
  const options = { ...given.options, failOn: undefined };
  const { settings, target } = await readAuditRequest(context, { ...given, options });
  const listed = listSources(context.directory, target, new Set());
  if (listed.sources.length === 0) {
    throw new Failure('usage', 'there is nothing to read at this path', 'Name a file, a directory, or -.');
  }
  const teller = createTeller(context, listed.sources, 'reading');
  try {
    const { tally, isPartial } = await runAudit({
      ...listed,
      settings: { ...settings, notesFields: true },
      threads: availableParallelism(),
      stdin: process.stdin,
      signal: context.signal,
      now: () => performance.now(),
      told: teller.told,
      save: () => undefined,
      resumed: null,
    });
    return { tally, files: listed.sources.length, isPartial };
  } finally {
    teller.end();
  }
}

/** Events that were read and have no name that is shown or that a plan could have; 0 where some are not told apart at all. */
export function unnamedOf({ events, fields }: Tally): number {
  if (fields.size >= FIELD_SHEET_LIMITS.eventsMax) return 0;
  return events - [...fields.values()].reduce((sum, note) => sum + note.events, 0);
}

/** Stretches that were not read, one line each. */
export function unreadOf({ unread, unreadMore }: Tally): readonly { file: string; reason: string }[] {
  const lines = unread.map(({ file, fromLine, toLine, reason }) => ({
    file: fromLine === 0 ? file : `${file}:${fromLine}-${toLine}`,
    reason,
  }));
  return unreadMore === 0 ? lines : [...lines, { file: 'others', reason: `${unreadMore} more stretches` }];
}
