/** Figures of a report in words, alike in every format that people read. */
import type { AuditReport, ReportGroup } from '../report.ts';
import { formatCount } from '../../words.ts';

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

/** `3.1 GB`, in powers of 1000. */
export function formatBytes(bytes: number): string {
  const power = bytes < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  const scaled = bytes / 1000 ** power;
  return `${power === 0 ? Math.round(scaled) : scaled.toFixed(1)} ${UNITS[power] ?? ''}`;
}

/** `0.31 %`; never 0 for a share that is not. */
export function formatShare(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 0.01) return '< 0.01 %';
  return `${percent.toFixed(percent < 10 ? 2 : 1)} %`;
}

/** `2 m 10 s`. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  return minutes < 60 ? `${minutes} m ${whole % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} m`;
}

/** `(whole event)` for the empty path; a key is told from a value. */
export function placeOf({ path, where }: Pick<ReportGroup, 'path' | 'where'>): string {
  const place = path === '' ? '(whole event)' : path;
  return where === 'key' ? `${place} (its name)` : place;
}

/** `line 3`, `lines 3–9`, `from line 3`; empty for a whole file. */
export function linesOf({
  fromLine,
  toLine,
}: {
  readonly fromLine: number;
  readonly toLine: number;
}): string {
  if (fromLine === 0) return '';
  if (toLine === 0) return `from line ${formatCount(fromLine)}`;
  return fromLine === toLine
    ? `line ${formatCount(fromLine)}`
    : `lines ${formatCount(fromLine)}–${formatCount(toLine)}`;
}

/** `email v4, high confidence`. */
export function detectorOf({
  detector,
  version,
  confidence,
}: Pick<ReportGroup, 'detector' | 'version' | 'confidence'>): string {
  return `${detector} v${version}, ${confidence} confidence`;
}

/** What the answer does not cover, in sentences; empty where it covers all. */
export function caveatsOf(report: AuditReport): readonly string[] {
  const caveats: string[] = [];
  if (report.isInterrupted) caveats.push('The audit was stopped before the end: this report is partial.');
  const stretches = report.unread.length + report.unreadMore;
  if (stretches > 0) {
    caveats.push(
      `${formatCount(stretches)} ${stretches === 1 ? 'stretch' : 'stretches'} of input could not be read.`,
    );
  }
  // Whoever misses the right file, or filters all of it away, is not to take this for good news.
  if (report.events === 0) caveats.push('No event was looked at: this says nothing about what was sent.');
  const { sample, scope, passedOver } = report;
  if (passedOver > 0) {
    caveats.push(
      `${formatCount(passedOver)} events more were ended by the gateway before it looked into them, as for want of consent.`,
    );
  }
  if (scope.columns !== null) {
    caveats.push(`Of CSV and Parquet only ${formatCount(scope.columns)} named columns were looked at.`);
  }
  if (scope.since !== null) {
    caveats.push(`${formatCount(report.older)} events before ${scope.since} were left out.`);
  }
  if (sample !== null) {
    const { low, high } = sample.withFindings;
    caveats.push(
      `A sample of ${formatShare(sample.share)}: between ${formatShare(low)} and ${formatShare(high)} of all events hold ` +
        `a finding (${sample.interval} interval, ${formatShare(sample.confidence)} confidence).`,
    );
  }
  return caveats;
}

export function isoDay(time: string | null): string {
  return time === null ? '–' : time.slice(0, 10);
}
