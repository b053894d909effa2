import { formatRecipients, publishedBy, writeRecipients } from '@headgate/seal';
import { relative, resolve } from 'node:path';
import { keysDirectory, withKeys } from '../keys/key-scope.ts';
import { count } from '../print-issues.ts';

/** Writes what the gateway needs of the ring, which holds no secret, to a file or to stdout. */
export const run = withKeys(async (context, given) => {
  const { print } = context;
  const recipients = publishedBy(keysDirectory(context, given));
  const [file] = given.args;
  if (file === undefined) {
    print.data(formatRecipients(recipients).trimEnd());
    return 'clean';
  }
  const path = resolve(context.directory, file);
  writeRecipients(recipients, path);
  const shown = relative(context.directory, path);
  const groups = [...recipients.groups].map(([group, { kid }]) => ({ group, kid }));
  if (print.format === 'json') print.json({ schemaVersion: 1, file: shown, groups });
  else print.data(`${shown}: ${count(groups.length, 'group')}`);
  return 'clean';
});
