import { LOCK_FILE, makeLock, summariseChange } from '@headgate/core';
import { join, relative } from 'node:path';
import type { Run } from '../command.ts';
import { isGiven } from '../command.ts';
import { readGoverned } from '../review/read-governed.ts';
import { writeWhole } from '../write-whole.ts';

/** Writes the lock of a plan, or with `--check` ends with `findings` where it is not that of the plan as it is. */
export const run: Run = async (context, given) => {
  const { print } = context;
  const governed = await readGoverned(context, given);
  const { document, digests, base, lock, directory } = governed;
  const change = summariseChange(base, governed);
  const made = makeLock(document.plan.id, digests, base?.root ?? null, change);
  const isCurrent = JSON.stringify(made) === JSON.stringify(lock);
  const path = join(directory, LOCK_FILE);
  const shown = relative(context.directory, path);
  if (!isCurrent && !isGiven(given, 'check')) {
    writeWhole(path, `${JSON.stringify(made, null, 2)}\n`);
  }
  if (print.format === 'json') print.json({ schemaVersion: 1, file: shown, isCurrent, ...made });
  else {
    print.data(`${made.root}  ${shown}`);
    const many = made.change.kinds.length;
    const kinds = `${many} kind${many === 1 ? '' : 's'} of change`;
    print.note(
      `${kinds}, ${change.semver}, ${change.direction}; needs ${change.roles.join(', ') || 'nobody'}`,
    );
    if (base === null) print.note('No base: this is locked as a first plan. Name one with --base.');
  }
  return isGiven(given, 'check') && !isCurrent ? 'findings' : 'clean';
};
