/** The shapes of quarantined events as the gateway lists them. */
import type { QuarantineAnswer } from '@headgate/api';
import { Failure } from '../exit.ts';
import { count } from '../print-issues.ts';
import { formatTable, printable } from '../print.ts';
import { formatCount, formatTime } from '../words.ts';

export type Shape = QuarantineAnswer['shapes'][number];

/** The row of a shape. Throws a `Failure` where there is none. */
export function findShape({ shapes, hidden }: QuarantineAnswer, name: string): Shape {
  const found = shapes.find(({ shape }) => shape === name);
  if (found !== undefined) return found;
  const more = hidden === 0 ? '' : `, or it is among ${count(hidden, 'shape')} not listed`;
  throw new Failure(
    'usage',
    `no quarantined event has this shape${more}`,
    'See them with headgate quarantine list.',
  );
}

/** For people; what is not listed is told below. */
export function formatShapes({ shapes }: QuarantineAnswer): string {
  const head = ['SHAPE', 'WHY', 'EVENT', 'SOURCE', 'EVENTS', 'FIRST', 'LAST', 'SEALED TO'];
  const rows = shapes.map((row) => [
    row.shape,
    row.cause,
    eventOf(row),
    printable(`${row.source} (${row.environment})`),
    formatCount(row.events),
    formatTime(row.firstAt),
    formatTime(row.lastAt),
    printable(row.group),
  ]);
  return formatTable(head, rows);
}

/** Id of the planned event, or that there is none. */
export function eventOf({ event }: Pick<Shape, 'event'>): string {
  return event === null ? '(none planned)' : printable(event);
}
