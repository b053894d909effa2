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
      : `${formatPeople(totals.people)}, ${formatDeliveries(totals.deliveries)}, ` +
        `first ${formatTime(totals.first)}, last ${formatTime(totals.last)}.`;
  return [`${printable(vendor)}, ${where}, ${when}`, what, ...samplingLines(totals)].join('\n');
}

function formatDeliveries(deliveries: number): string {
  return `${formatCount(deliveries)} ${deliveries === 1 ? 'delivery' : 'deliveries'}`;
}

type Counted = Pick<ExposureAnswer, 'people' | 'deliveries' | 'unsampled'>;

/** Says nothing where nothing was sampled. */
function samplingLines({ deliveries, unsampled }: Pick<Counted, 'deliveries' | 'unsampled'>): string[] {
  if (unsampled === null) return [];
  if (unsampled.deliveries === null) {
    return [
      'The sampling rate of some deliveries is unknown, and so is how many events there would have been without.',
    ];
  }
  if (unsampled.deliveries === deliveries) return [];
  const people = `${BOUNDS[unsampled.people.kind]}${formatPeople(unsampled.people.count)}`;
  return [`Without sampling: about ${formatDeliveries(unsampled.deliveries)}, ${people}.`];
}

const BOUNDS = { exact: '', estimate: 'about ', 'at-least': 'at least ' } as const;
const SIGNS = { exact: '', estimate: '~', 'at-least': '≥' } as const;

/** Estimates of people and deliveries. */
function estimates({ deliveries, unsampled }: Counted): string[] {
  if (unsampled === null) return ['unknown', 'unknown'];
  const { deliveries: all, people } = unsampled;
  const sign = all === deliveries ? '' : '~';
  const told = all === null ? 'unknown' : `${sign}${formatCount(all)}`;
  return [`${SIGNS[people.kind]}${formatCount(people.count)}`, told];
}

function isSampled({ deliveries, unsampled }: Counted): boolean {
  const all = unsampled?.deliveries ?? null;
  return all !== null && all !== deliveries;
}

function fieldLines({ fields }: ExposureAnswer): string[] {
  if (fields.length === 0) return [];
  const tellsEstimates = fields.some(isSampled);
  const estimated = tellsEstimates ? ['ESTIMATED PEOPLE', 'ESTIMATED DELIVERIES'] : [];
  const head = ['FIELD', 'FORM', 'TIER', 'PEOPLE', 'DELIVERIES', ...estimated, 'FIRST', 'LAST', 'CATEGORIES'];
  const rows = fields.map((field) => [
    printable(field.path),
    field.form,
    String(field.tier),
    formatCount(field.people),
    formatCount(field.deliveries),
    ...(tellsEstimates ? estimates(field) : []),
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
