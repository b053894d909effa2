import type { Run } from '../command.ts';
import { askGateway } from '../gateway-client.ts';
import { confirm } from '../keys/confirm.ts';
import { count } from '../print-issues.ts';
import { findShape, formatShapes } from '../quarantine/shapes.ts';

/** Forgets all quarantined events of a shape. */
export const run: Run = async (context, given) => {
  const { print } = context;
  const [name = ''] = given.args;
  const answer = await askGateway(context, given, ({ client }) => client.quarantine());
  const shape = findShape(answer, name);
  if (print.format === 'human') print.data(formatShapes({ ...answer, shapes: [shape] }));
  const question = `Forget ${count(shape.events, 'event')} for ever?`;
  const ended = await confirm(context, given, { question, isGrave: true });
  if (ended !== null) {
    if (print.format === 'json') print.json({ schemaVersion: 1, isDone: false, shape });
    return ended;
  }
  const discarded = await askGateway(context, given, ({ client }) => client.discardQuarantined(name));
  if (print.format === 'json') print.json({ schemaVersion: 1, isDone: true, shape, discarded });
  else print.data(`${count(discarded, 'event')} discarded`);
  return 'clean';
};
