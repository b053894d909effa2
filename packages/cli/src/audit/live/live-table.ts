/**
 * Shows how a live audit stands: a table that is drawn over itself for a person at a terminal, and elsewhere a line
 * every ten seconds when anything came. Names and paths were masked by the gateway; no value reaches this.
 */
import type { Context } from '../../command.ts';
import { formatTable, printable } from '../../print.ts';
import { formatCount } from '../../words.ts';
import type { AuditReport } from '../report.ts';
import { formatDuration, formatShare, placeOf } from '../reports/words.ts';

interface LiveTable {
  /** `report` is asked for only when it is time to draw. */
  readonly update: (report: () => AuditReport) => void;
}

export interface LiveTableOptions extends Pick<Context, 'progress' | 'stderr' | 'environment'> {
  /** Milliseconds of any clock that only rises. */
  readonly now: () => number;
}

const ROWS_MAX = 15;
const COLUMNS = 80;
const DRAW_EVERY_MS = 500;
const LINE_EVERY_MS = 10_000;
const NOTHING: LiveTable = { update: () => undefined };

export function createLiveTable(options: LiveTableOptions): LiveTable {
  const { progress, stderr, environment, now } = options;
  if (progress === 'never') return NOTHING;
  const inBuild = (environment['CI'] ?? '') !== '';
  const isDrawn = progress === 'auto' && stderr.isTTY === true && !inBuild;
  const began = now();
  const everyMs = isDrawn ? DRAW_EVERY_MS : LINE_EVERY_MS;
  let shownAt = isDrawn ? -Infinity : began;
  let height = 0;
  return {
    update: (report) => {
      if (now() - shownAt < everyMs) return;
      shownAt = now();
      const seconds = (now() - began) / 1000;
      if (progress === 'json') stderr.write(`${jsonLine(report(), seconds)}\n`);
      else if (!isDrawn) stderr.write(`${headLine(report(), seconds)}\n`);
      else {
        const lines = tableLines(report(), seconds, stderr.columns ?? COLUMNS);
        // Up over the table before, and clear from there to the end of the screen.
        const over = height === 0 ? '' : `\u001B[${height}A\r\u001B[J`;
        stderr.write(`${over}${lines.join('\n')}\n`);
        height = lines.length;
      }
    },
  };
}

/** No line is longer than the terminal is wide: a broken one would take two, and the next table begin too low. */
export function tableLines(report: AuditReport, seconds: number, columns: number): readonly string[] {
  const shown = report.groups.slice(0, ROWS_MAX);
  const rows = shown.map((group) => [
    `  ${group.severity}`,
    group.kind,
    printable(placeOf(group)),
    formatCount(group.events),
    formatShare(group.share),
  ]);
  const more = report.groups.length - shown.length;
  const lines = [
    headLine(report, seconds),
    ...formatTable(['  SEVERITY', 'KIND', 'WHERE', 'EVENTS', 'SHARE'], rows).split('\n'),
    ...(more > 0 ? [`  and ${formatCount(more)} more`] : []),
  ];
  return lines.map((line) => (line.length < columns ? line : `${line.slice(0, Math.max(0, columns - 2))}…`));
}

/** `auditing live  2 m 10 s  1,204 events  12 with findings  3 groups` */
function headLine({ events, eventsWithFindings, groups }: AuditReport, seconds: number): string {
  return [
    'auditing live',
    formatDuration(seconds),
    `${formatCount(events)} events`,
    `${formatCount(eventsWithFindings)} with findings`,
    `${formatCount(groups.length)} groups`,
  ].join('  ');
}

function jsonLine({ events, eventsWithFindings, groups }: AuditReport, seconds: number): string {
  const told = { seconds: Math.round(seconds), events, eventsWithFindings, groups: groups.length };
  return JSON.stringify({ progress: 'auditing live', ...told });
}
