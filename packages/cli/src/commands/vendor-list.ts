import type { Run } from '../command.ts';
import { askGateway } from '../gateway-client.ts';
import { formatTable, printable } from '../print.ts';
import { standingOf } from '../vendor-standing.ts';
import { formatCount, formatTime } from '../words.ts';

/** Lists the vendors of the plan in force, their state, and what waits for them. */
export const run: Run = async (context, given) => {
  const { print } = context;
  const [vendors, status] = await askGateway(context, given, ({ client }) =>
    Promise.all([client.vendors(), client.status()]),
  );
  const listed = vendors.map((vendor) => ({ ...vendor, ...standingOf(vendor.vendor, status) }));
  if (print.format === 'json') {
    print.json({ schemaVersion: 1, vendors: listed });
    return 'clean';
  }
  const head = ['VENDOR', 'KIND', 'STATE', 'CEILING', 'ENVIRONMENTS', 'WAITING', 'DEAD', 'SINCE', 'WHY'];
  const rows = listed.map((each) => [
    printable(each.vendor),
    printable(each.kind),
    each.held === null ? each.state : `${each.state}, held: ${each.held}`,
    String(each.ceiling),
    each.environments.join(', ') || '(not connected)',
    formatCount(each.waiting),
    formatCount(each.dead),
    formatTime(each.changed?.at ?? null),
    printable(each.changed?.reason ?? '–'),
  ]);
  print.data(formatTable(head, rows));
  return 'clean';
};
