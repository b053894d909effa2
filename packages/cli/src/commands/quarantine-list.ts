import type { Run } from '../command.ts';
import { askGateway } from '../gateway-client.ts';
import { count } from '../print-issues.ts';
import { formatShapes } from '../quarantine/shapes.ts';
import { formatCount } from '../words.ts';

/** Lists the shapes of quarantined events. Ends with 1 when there are any: somebody must look at them. */
export const run: Run = async (context, given) => {
  const { print } = context;
  const answer = await askGateway(context, given, ({ client }) => client.quarantine());
  const ending = answer.events === 0 ? 'clean' : 'findings';
  if (print.format === 'json') {
    print.json({ schemaVersion: 1, ...answer });
    return ending;
  }
  if (answer.events === 0) {
    print.data('Nothing is quarantined.');
    return ending;
  }
  print.data(formatShapes(answer));
  if (answer.hidden > 0) print.note(`${count(answer.hidden, 'more shape')} not shown.`);
  const { events, bytes, bytesMax } = answer;
  print.note(`${count(events, 'event')}, ${formatCount(bytes)} of ${formatCount(bytesMax)} bytes.`);
  print.note('Look into one with: headgate quarantine show <shape>');
  return ending;
};
