import { askedForChange } from '@headgate/core';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { REVIEWS_DIRECTORY } from '@headgate/gateway';
import { join, relative } from 'node:path';
import { stringify } from 'yaml';
import type { Run } from '../command.ts';
import { textOption } from '../command.ts';
import { Failure } from '../exit.ts';
import { currentLock, readGoverned } from '../review/read-governed.ts';

/** Digits of the root in the name of the file. */
const NAME_DIGITS = 12;

/** Begins the record of a review: which change it is of, and who made it. */
export const run: Run = async (context, given) => {
  const author = textOption(given, 'author');
  if (author === undefined)
    throw new Failure('usage', 'whose change is it?', 'Name who made it with --author.');
  const governed = await readGoverned(context, given);
  const { root, base } = currentLock(governed);
  const directory = join(governed.directory, REVIEWS_DIRECTORY);
  const day = new Date().toISOString().slice(0, 10);
  const path = join(directory, `${day}-${root.slice('sha256:'.length).slice(0, NAME_DIGITS)}.yaml`);
  const shown = relative(context.directory, path);
  if (existsSync(path))
    throw new Failure('usage', `${shown} is there already`, 'Sign it: headgate review sign.');
  mkdirSync(directory, { recursive: true });
  const record = {
    apiVersion: 'headgate/v1',
    kind: 'review',
    change: { base, head: root, author },
    answers: {},
    decisions: [],
  };
  writeFileSync(path, stringify(record), { flag: 'wx' });
  if (context.print.format === 'json')
    context.print.json({ schemaVersion: 1, file: shown, ...record.change });
  else context.print.data(shown);
  if (askedForChange(governed.base, governed).needsMonitor) {
    context.print.note(
      'An event is not to end: name under answers.monitor who watches it, or no approval counts.',
    );
  }
  context.print.note(
    'Say under answers why the data is needed; they are signed too. Then: headgate review sign.',
  );
  return 'clean';
};
