import { formatIssue } from '@headgate/core';
import type { Run } from '../command.ts';
import { askGateway } from '../gateway-client.ts';
import { printable } from '../print.ts';

/** Has the gateway read its plan and its recipients file again. Ends with `findings` where it refuses them and goes on with the last. */
export const run: Run = async (context, given) => {
  const { print } = context;
  const answer = await askGateway(context, given, ({ client }) => client.reload());
  if (print.format === 'json') {
    print.json({ schemaVersion: 1, ...answer });
    return 'clean';
  }
  for (const issue of answer.issues) print.note(printable(formatIssue(issue)));
  print.data(`${answer.id} ${answer.changed ? 'is in force' : 'was in force already'}`);
  print.note('The recipients file, where there is one, was read again too.');
  return 'clean';
};
