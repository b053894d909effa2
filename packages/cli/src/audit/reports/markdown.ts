/** The report as Markdown, short enough for a comment on a change. */
import { formatCount, formatCounted } from '../../words.ts';
import { printable } from '../../print.ts';
import type { AuditReport } from '../report.ts';
import { caveatsOf, formatBytes, formatShare, isoDay, linesOf, placeOf } from './words.ts';

/** Hosts take comments up to 64 KB. */
const GROUPS_SHOWN = 100;
const UNREAD_SHOWN = 50;

export function formatMarkdown(report: AuditReport): string {
  const rows = report.groups
    .slice(0, GROUPS_SHOWN)
    .map((group) =>
      row([
        group.severity,
        group.kind,
        code(placeOf(group)),
        formatCount(group.events),
        formatShare(group.share),
        formatCount(group.values),
        group.first === null ? '–' : `${isoDay(group.first)} – ${isoDay(group.last)}`,
        group.isNew ? 'yes' : 'no',
        escaped(group.cause),
      ]),
    );
  const more = report.groups.length - rows.length;
  return [
    '# Audit of telemetry',
    '',
    `${formatBytes(report.bytes)}, ${formatCounted(report.files, 'file')}, ${formatCounted(report.events, 'event')}, ` +
      `${formatCount(report.eventsWithFindings)} of them with findings in ${formatCounted(report.groups.length, 'group')}.`,
    '',
    ...caveatsOf(report).flatMap((caveat) => [`> ${escaped(caveat)}`, '']),
    ...(rows.length === 0 ? ['Nothing was found in what was read.'] : [HEAD, RULE, ...rows]),
    ...(more > 0 ? ['', `And ${formatCount(more)} groups more.`] : []),
    ...unreadPart(report),
    '',
  ].join('\n');
}

const HEAD = row(['Severity', 'Kind', 'Where', 'Events', 'Share', 'Values', 'Time', 'New', 'Cause']);
const RULE = row(['---', '---', '---', '--:', '--:', '--:', '---', '---', '---']);

function unreadPart({ unread, unreadMore }: AuditReport): readonly string[] {
  if (unread.length === 0) return [];
  const items = unread
    .slice(0, UNREAD_SHOWN)
    .map((each) => `- ${code(each.file)} ${linesOf(each)}: ${each.meaning}`);
  const more = unread.length - items.length + unreadMore;
  return ['', '## Not read', '', ...items, ...(more > 0 ? [`- and ${formatCount(more)} more`] : [])];
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** In a table even code must not hold a bare bar. */
function code(text: string): string {
  return `\`${printable(text).replaceAll('`', "'").replaceAll('|', '\\|')}\``;
}

/** Causes hold names of fields in backticks, where an escaped `_` would show its backslash. */
function escaped(text: string): string {
  return printable(text).replaceAll(/[\\*<>|[\]]/g, (mark) => `\\${mark}`);
}
