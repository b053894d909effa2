import type { StatusAnswer, VendorAnswer } from '@headgate/api';
import type { Run } from '../command.ts';
import { askGateway } from '../gateway-client.ts';
import { formatTable, printable } from '../print.ts';
import { formatCount, formatTime } from '../words.ts';

/** Lists the vendors of the plan in force, their state, and what waits for them. */
export const run: Run = async (context, given) => {
  const { print } = context;
  const [vendors, status] = await askGateway(context, given, ({ client }) =>
    Promise.all([client.vendors(), client.status()]),
  );
  const listed = vendors.map((vendor) => ({ ...vendor, ...waitingFor(vendor, status) }));
  if (print.format === 'json') {
    print.json({ schemaVersion: 1, vendors: listed });
    return 'clean';
  }
  const head = ['VENDOR', 'KIND', 'STATE', 'CEILING', 'ENVIRONMENTS', 'WAITING', 'DEAD', 'SINCE', 'WHY'];
  const rows = listed.map((each) => [
    printable(each.vendor),
    printable(each.kind),
    each.state,
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

function waitingFor({ vendor }: VendorAnswer, { lanes }: StatusAnswer): { waiting: number; dead: number } {
  const own = lanes.filter((lane) => lane.vendor === vendor);
  return {
    waiting: own.reduce((sum, lane) => sum + lane.waiting, 0),
    dead: own.reduce((sum, lane) => sum + lane.dead + lane.deadForgotten, 0),
  };
}
