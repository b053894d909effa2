import type { RetentionAnswer } from '@headgate/api';
import type { Run } from '../command.ts';
import { askGateway } from '../gateway-client.ts';
import { formatTable, printable } from '../print.ts';
import { formatTime } from '../words.ts';

/** Says how old the oldest row of every store is. Ends with 1 when one is older than it may be. */
export const run: Run = async (context, given) => {
  const report = await askGateway(context, given, ({ client }) => client.retention());
  if (context.print.format === 'json') context.print.json({ schemaVersion: 1, ...report });
  else context.print.data(formatRetention(report));
  return report.rows.some(({ isOver }) => isOver) ? 'findings' : 'clean';
};

const DAY_MS = 86_400_000;

function formatRetention({ at, lastRunAt, rows }: RetentionAnswer): string {
  const head = ['CLASS', 'OF', 'KEPT', 'OLDEST', 'AGE', ''];
  const lines = rows.map(({ name, of, limitMs, oldestAt, isOver }) => [
    name,
    of === null ? '' : printable(of),
    daysOf(limitMs),
    oldestAt === null ? '(empty)' : formatTime(oldestAt),
    oldestAt === null ? '' : daysOf(Math.max(0, at - oldestAt)),
    isOver ? 'OVER' : '',
  ]);
  const ran =
    lastRunAt === null ? 'Nothing was deleted yet.' : `Last looked through ${formatTime(lastRunAt)}.`;
  return [formatTable(head, lines), '', ran].join('\n');
}

function daysOf(ms: number): string {
  return `${(ms / DAY_MS).toFixed(1)} d`;
}
