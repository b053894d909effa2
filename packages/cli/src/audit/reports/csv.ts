/** The groups as CSV (RFC 4180), one row each, for spreadsheets. */
import type { AuditReport } from '../report.ts';

const COLUMNS = [
  'severity',
  'kind',
  'class',
  'path',
  'where',
  'detector',
  'version',
  'confidence',
  'events',
  'values',
  'share',
  'share_low',
  'share_high',
  'length_max',
  'first',
  'last',
  'event_names',
  'formats',
  'is_new',
  'vendor_field',
  'cause',
] as const;

export function formatCsv(report: AuditReport): string {
  const rows = report.groups.map((group) => [
    group.severity,
    group.kind,
    group.class,
    group.path,
    group.where,
    group.detector,
    group.version,
    group.confidence,
    group.events,
    group.values,
    group.share,
    group.interval?.low ?? '',
    group.interval?.high ?? '',
    group.lengthMax,
    group.first ?? '',
    group.last ?? '',
    group.names.map(({ name, events }) => `${name}=${events}`).join('; '),
    group.formats.map(({ name, events }) => `${name}=${events}`).join('; '),
    group.isNew,
    group.vendorField ?? '',
    group.cause,
  ]);
  const unread = report.unread.map(({ file, fromLine, toLine, meaning }) => {
    const cells: readonly (string | number)[] = ['unread', '', '', file];
    return [
      ...cells,
      ...Array.from({ length: COLUMNS.length - 5 }, () => ''),
      `lines ${fromLine} to ${toLine}: ${meaning}`,
    ];
  });
  return [COLUMNS, ...rows, ...unread].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

/** A cell that a spreadsheet would take for a formula is made text (https://owasp.org/www-community/attacks/CSV_Injection). */
function cell(value: string | number | boolean): string {
  if (typeof value !== 'string') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n;]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
