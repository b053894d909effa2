import type { Run } from '../command.ts';
import { formatExplained } from '../format-event.ts';
import { askGateway } from '../gateway-client.ts';

/** Says what became of one recent event, by the sender's message id: for each vendor and field, the form and why. */
export const run: Run = async (context, given) => {
  const [id = ''] = given.args;
  const explained = await askGateway(context, given, ({ client }) => client.explain(id));
  if (context.print.format === 'json') context.print.json({ schemaVersion: 1, ...explained });
  else context.print.data(formatExplained(explained));
  return 'clean';
};
