import type { Run } from '../command.ts';
import { textOption } from '../command.ts';
import { askGateway } from '../gateway-client.ts';
import { printable } from '../print.ts';

/** Lets events flow to a vendor again. What was dropped meanwhile stays dropped. */
export const run: Run = async (context, given) => {
  const { print } = context;
  const [name = ''] = given.args;
  const reason = textOption(given, 'reason') ?? 'no reason given';
  const vendor = await askGateway(context, given, ({ client }) => client.resume(name, reason));
  if (print.format === 'json') print.json({ schemaVersion: 1, vendor });
  else print.data(`${printable(vendor.vendor)} is ${vendor.state}`);
  return 'clean';
};
