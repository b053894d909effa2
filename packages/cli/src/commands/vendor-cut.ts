import type { Run } from '../command.ts';
import { textOption } from '../command.ts';
import { askGateway } from '../gateway-client.ts';
import { count } from '../print-issues.ts';
import { printable } from '../print.ts';

/** Cuts a vendor off. A reason is kept with the state; in a hurry none is needed. */
export const run: Run = async (context, given) => {
  const { print } = context;
  const [vendor = ''] = given.args;
  const reason = textOption(given, 'reason') ?? 'no reason given';
  const answer = await askGateway(context, given, ({ client }) => client.cut(vendor, reason));
  if (print.format === 'json') {
    print.json({ schemaVersion: 1, ...answer });
    return 'clean';
  }
  const name = printable(answer.vendor.vendor);
  print.data(`${name} is ${answer.vendor.state}; ${count(answer.drained, 'waiting event')} dropped`);
  print.note(`See what it holds with: headgate exposure ${name}`);
  return 'clean';
};
