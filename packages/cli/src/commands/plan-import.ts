import { IMPORTERS, draftFiles } from '@headgate/core';
import type { Importer } from '@headgate/core';
import { resolve } from 'node:path';
import { textOption } from '../command.ts';
import type { Run } from '../command.ts';
import { Failure } from '../exit.ts';
import { readImport } from '../plan/read-import.ts';
import { reportDraft } from '../plan/report-draft.ts';
import { refuseToOverwrite, writeDraft } from '../plan/write-draft.ts';

/** Writes a plan from that of another tool. Ends with `incomplete` where a file could not be taken over. */
export const run: Run = async (context, given) => {
  const [format = '', path] = given.args;
  const importer = importerOf(format);
  const out = textOption(given, 'out');
  if (out === undefined) {
    throw new Failure('usage', 'nothing says where the plan is written', 'Add --out telemetry.');
  }
  const needsFile = format !== 'ga4';
  if (needsFile && path === undefined) {
    throw new Failure('usage', 'nothing says what is imported', `Name ${importer.reads}.`);
  }
  const directory = resolve(context.directory, out);
  refuseToOverwrite(directory);
  const read =
    path === undefined || !needsFile
      ? { files: [], unread: [] }
      : readImport(resolve(context.directory, path), importer.wants);
  const { events, unread } = importer.read(read.files);
  if (events.length === 0) {
    throw new Failure('usage', `there is nothing of ${format} at this path`, `Name ${importer.reads}.`);
  }
  const files = draftFiles(events, {
    id: textOption(given, 'id') ?? format,
    origin: `headgate plan import ${format}`,
  });
  writeDraft(directory, files);
  const report = {
    command: 'plan import',
    directory: out,
    files,
    events,
    unread: [...read.unread, ...unread],
  };
  return reportDraft(context, report);
};

function importerOf(format: string): Importer {
  const known: Readonly<Record<string, Importer>> = IMPORTERS;
  const importer = Object.hasOwn(known, format) ? known[format] : undefined;
  if (importer !== undefined) return importer;
  const names = Object.keys(IMPORTERS).join(', ');
  throw new Failure('usage', 'plans are not imported from this format', `Name one of: ${names}.`);
}
