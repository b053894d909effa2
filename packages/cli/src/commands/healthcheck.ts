import type { Run } from '../command.ts';
import { askGateway } from '../gateway-client.ts';

/** Asks a running gateway whether it lives. Ends with `unreachable` when it does not answer. */
export const run: Run = async (context, given) => {
  const alive = await askGateway(context, given, ({ client }) => client.isAlive());
  if (context.print.format === 'json') context.print.json({ schemaVersion: 1, alive });
  else context.print.data('alive');
  return 'clean';
};
