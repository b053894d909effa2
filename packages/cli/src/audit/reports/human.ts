/** The report for a terminal: one block for each group, what was not read, and a footer. */
import type { Print } from '../../print.ts';
import { printable } from '../../print.ts';
import { formatCount, formatCounted } from '../../words.ts';
import type { AuditReport, ReportGroup } from '../report.ts';
import type { Severity } from '../severity.ts';
import { caveatsOf, detectorOf, formatBytes, formatShare, isoDay, linesOf, placeOf } from './words.ts';

const LABELS: Readonly<Record<Severity, string>> = { high: 'HIGH', medium: 'MED ', low: 'LOW ' };
const STYLES = { high: 'red', medium: 'yellow', low: 'dim' } as const;
/** A person reads no more; the other formats have all. */
const GROUPS_SHOWN = 50;
const UNREAD_SHOWN = 20;
const NAMES_SHOWN = 3;

export function formatHuman(report: AuditReport, print: Pick<Print, 'style'>): string {
  const groups = report.groups.slice(0, GROUPS_SHOWN).map((group) => formatGroup(group, print));
  const moreGroups = report.groups.length - groups.length;
  const blocks = [
    ...groups,
    ...(moreGroups > 0 ? [`and ${formatCount(moreGroups)} groups more: see --output json or html`] : []),
    ...formatUnread(report, print),
    ...caveatsOf(report).map((caveat) => print.style('yellow', caveat)),
    ...(report.vendor === null
      ? []
      : [`What ${report.vendor.name} holds of people is erased by: ${report.vendor.erasure}`]),
    formatFooter(report),
  ];
  return blocks.join('\n');
}

function formatGroup(group: ReportGroup, print: Pick<Print, 'style'>): string {
  const { severity, kind, events, values, interval, isNew } = group;
  const label = print.style(STYLES[severity], LABELS[severity]);
  const share =
    interval === null
      ? formatShare(group.share)
      : `${formatShare(interval.low)}–${formatShare(interval.high)}`;
  const head = `${label} ${kind}  ${print.style('bold', printable(placeOf(group)))}${isNew ? '' : '  (in the baseline)'}`;
  const counts = `${formatCounted(events, 'event')} (${share})  ${formatCounted(values, 'value')}  ${spanOf(group)}`;
  const names = group.names
    .slice(0, NAMES_SHOWN)
    .map(({ name, events: each }) => `${printable(name)} ${formatCount(each)}`);
  const more = group.names.length > NAMES_SHOWN ? `, and ${group.names.length - NAMES_SHOWN} more` : '';
  const lines = [
    head,
    `     ${printable(group.cause)}.`,
    `     ${counts.trimEnd()}`,
    `     events: ${names.join(', ')}${more}  formats: ${group.formats.map(({ name }) => name).join(', ')}  detector: ${detectorOf(group)}`,
    ...(group.vendorField === null ? [] : [`     there: ${printable(group.vendorField)}`]),
  ];
  return `${lines.join('\n')}\n`;
}

function spanOf({ first, last }: ReportGroup): string {
  if (first === null) return '';
  const [from, to] = [isoDay(first), isoDay(last)];
  return from === to ? `on ${from}` : `${from} to ${to}`;
}

function formatUnread(report: AuditReport, print: Pick<Print, 'style'>): readonly string[] {
  if (report.unread.length === 0) return [];
  const shown = report.unread.slice(0, UNREAD_SHOWN).map((each) => {
    const place = [printable(each.file), linesOf(each)].filter((part) => part !== '').join(', ');
    return `${print.style('yellow', 'UNREAD')} ${place}: ${each.meaning}`;
  });
  const more = report.unread.length + report.unreadMore - shown.length;
  return more > 0 ? [...shown, `and ${formatCount(more)} stretches more`] : shown;
}

function formatFooter(report: AuditReport): string {
  const parts = [
    ...(report.isLive ? ['live'] : [formatBytes(report.bytes), formatCounted(report.files, 'file')]),
    formatCounted(report.events, 'event'),
    `${formatCount(report.eventsWithFindings)} with findings`,
    formatCounted(report.groups.length, 'group'),
    `${formatCount(report.unread.length + report.unreadMore)} unread`,
  ];
  return parts.join(' · ');
}
