import type { ExposureAnswer } from '@headgate/api';
import { formatTable, printable } from './print.ts';
import { formatCount, formatPeople, formatTime } from './words.ts';

/** The answer of the ledger as a person reads it: the sentence first, then the fields, then what is not known. */
export function formatExposure(exposure: ExposureAnswer): string {
  return [heading(exposure), ...fieldLines(exposure), ...doubts(exposure)].join('\n');
}

function heading({ vendor, environment, from, to, ...totals }: ExposureAnswer): string {
  const where = environment ?? 'all environments';
  const when = `${from ?? 'the beginning'} to ${to ?? 'now'}`;
  const what =
    totals.deliveries === 0
      ? 'Nothing was delivered.'
      : `${formatPeople(totals.people)}, ${formatCount(totals.deliveries)} deliveries, ` +
        `first ${formatTime(totals.first)}, last ${formatTime(totals.last)}.`;
  return `${printable(vendor)}, ${where}, ${when}\n${what}`;
}

function fieldLines({ fields }: ExposureAnswer): string[] {
  if (fields.length === 0) return [];
  const head = ['FIELD', 'FORM', 'TIER', 'PEOPLE', 'DELIVERIES', 'FIRST', 'LAST', 'CATEGORIES'];
  const rows = fields.map((field) => [
    printable(field.path),
    field.form,
    String(field.tier),
    formatCount(field.people),
    formatCount(field.deliveries),
    formatTime(field.first),
    formatTime(field.last),
    field.categories.length === 0 ? '(undeclared)' : field.categories.map(printable).join(', '),
  ]);
  return ['', formatTable(head, rows)];
}

function doubts({ unknownBefore, current }: ExposureAnswer): string[] {
  const lines: string[] = [];
  if (unknownBefore !== null) {
    lines.push(`Unknown before ${formatTime(unknownBefore)}: the ledger reaches back no further.`);
  }
  if (!current) lines.push('The newest deliveries may be missing: they are not in the ledger yet.');
  return lines.length === 0 ? [] : ['', ...lines];
}
