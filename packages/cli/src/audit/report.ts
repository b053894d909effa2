/** The report of an audit, apart from how it is shown: sorted, with shares, causes and how sure they are. */
import { FINDING_KINDS, provenanceOf, redactText, scanText } from '@headgate/core/inspect';
import type { Confidence, FindingClass, FindingKind } from '@headgate/core';
import { causeOf } from './cause.ts';
import type { FailOn } from './fail-on.ts';
import { clopperPearson } from './interval.ts';
import type { Interval } from './interval.ts';
import { SEVERITIES, severityOf } from './severity.ts';
import type { Severity } from './severity.ts';
import type { Counts, Group, Tally } from './tally.ts';
import { UNREAD_REASONS } from './unread.ts';
import type { Unread } from './unread.ts';
import { vendorField } from './vendor-words.ts';
import type { AuditedVendor } from './vendor-words.ts';

export interface Share {
  readonly name: string;
  readonly events: number;
}

export interface ReportGroup {
  readonly severity: Severity;
  readonly kind: FindingKind;
  readonly class: FindingClass;
  readonly detector: string;
  /** Of the detector. */
  readonly version: number;
  readonly confidence: Confidence;
  readonly path: string;
  readonly where: 'value' | 'key';
  readonly cause: string;
  readonly events: number;
  readonly values: number;
  /** Of all events looked at, 0 to 1. */
  readonly share: number;
  /** Where the share of all events lies, when a sample was looked at. */
  readonly interval: Interval | null;
  readonly lengthMax: number;
  readonly first: string | null;
  readonly last: string | null;
  readonly names: readonly Share[];
  readonly formats: readonly Share[];
  /** False for what the baseline has already. */
  readonly isNew: boolean;
  /** Whether it ends the audit with 1: new, and asked for by `--fail-on`. */
  readonly isFailing: boolean;
  /** Where a vendor shows it, when one was named. */
  readonly vendorField: string | null;
}

export interface Scope {
  /** How many columns of CSV and Parquet were named, the only ones looked at; null for all. */
  readonly columns: number | null;
  /** ISO 8601; null for no bound. */
  readonly since: string | null;
}

export interface AuditReport {
  readonly schemaVersion: 1;
  readonly command: 'audit';
  /** Whether all of the input was read and looked at, or a sample of all of it. */
  readonly isComplete: boolean;
  readonly isInterrupted: boolean;
  /** Whether it tells what passed a gateway, and not what stands in files. */
  readonly isLive: boolean;
  readonly vendor: AuditedVendor | null;
  readonly files: number;
  readonly bytes: number;
  readonly events: number;
  readonly eventsWithFindings: number;
  readonly sample: {
    readonly share: number;
    readonly leftOut: number;
    readonly confidence: number;
    readonly interval: 'Clopper–Pearson';
    /** Where the share of all events lies that hold a finding. */
    readonly withFindings: Interval;
  } | null;
  /** What was asked for, where that is not everything. */
  readonly scope: Scope;
  /** Events that were left out because they say they are older than `scope.since`. */
  readonly older: number;
  /** Events that the gateway ended before it looked into them: without consent, or unknown to the plan. */
  readonly passedOver: number;
  readonly formats: readonly Share[];
  readonly groups: readonly ReportGroup[];
  /** Events by kind and day. */
  readonly days: readonly { readonly kind: string; readonly day: string; readonly events: number }[];
  readonly unread: readonly (Unread & { readonly meaning: string })[];
  readonly unreadMore: number;
}

export interface ReportOptions {
  readonly bytes: number;
  readonly files: number;
  readonly isLive: boolean;
  readonly isInterrupted: boolean;
  readonly share: number;
  readonly confidence: number;
  readonly scope: Scope;
  readonly vendor: AuditedVendor | null;
  /** Whether the baseline has the place. */
  readonly isKnown: (kind: FindingKind, path: string) => boolean;
  readonly failsOn: FailOn;
}

export function createReport(tally: Tally, options: ReportOptions): AuditReport {
  const unread = settleUnread(tally.unread);
  const groups = [...tally.groups.values()]
    .map((group) => reportGroup(group, tally, options))
    .toSorted(gravestFirst);
  const days = [...tally.days].map(([key, events]) => {
    const [kind = '', day = ''] = key.split(' ');
    return { kind, day, events };
  });
  return {
    schemaVersion: 1,
    command: 'audit',
    isComplete: unread.length === 0 && tally.unreadMore === 0 && !options.isInterrupted,
    isInterrupted: options.isInterrupted,
    isLive: options.isLive,
    vendor: options.vendor,
    files: options.files,
    bytes: options.bytes,
    events: tally.events,
    eventsWithFindings: tally.eventsWithFindings,
    sample: sampleOf(tally, options),
    scope: options.scope,
    older: tally.older,
    passedOver: tally.passedOver,
    formats: shares(tally.formats),
    groups,
    days: days.toSorted((left, right) => compare(left.day, right.day) || compare(left.kind, right.kind)),
    unread: unread.map((each) => ({
      ...each,
      file: shownFile(each.file),
      meaning: UNREAD_REASONS[each.reason],
    })),
    unreadMore: tally.unreadMore,
  };
}

function sampleOf(tally: Tally, { share, confidence }: ReportOptions): AuditReport['sample'] {
  if (share >= 1) return null;
  return {
    share,
    leftOut: tally.leftOut,
    confidence,
    interval: 'Clopper–Pearson',
    withFindings: clopperPearson(tally.eventsWithFindings, tally.events),
  };
}

function reportGroup(group: Group, tally: Tally, options: ReportOptions): ReportGroup {
  const { kind, path, where, events, values } = group;
  const severity = severityOf(kind);
  const isNew = !options.isKnown(kind, path);
  return {
    severity,
    kind,
    class: FINDING_KINDS[kind],
    detector: group.detector,
    version: group.version,
    confidence: provenanceOf(group.detector).confidence,
    path,
    where,
    cause: causeOf(group),
    events,
    values,
    share: tally.events === 0 ? 0 : events / tally.events,
    interval: options.share < 1 ? clopperPearson(events, tally.events) : null,
    lengthMax: group.lengthMax,
    first: isoTime(group.first),
    last: isoTime(group.last),
    names: shares(group.names),
    formats: shares(group.formats),
    isNew,
    isFailing: isNew && options.failsOn({ kind, severity }),
    vendorField: options.vendor === null ? null : vendorField(options.vendor, path),
  };
}

function isoTime(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}

function shares(counts: Counts): readonly Share[] {
  return [...counts]
    .map(([name, events]) => ({ name, events }))
    .toSorted((left, right) => right.events - left.events || compare(left.name, right.name));
}

function gravestFirst(left: ReportGroup, right: ReportGroup): number {
  return (
    SEVERITIES.indexOf(left.severity) - SEVERITIES.indexOf(right.severity) ||
    right.events - left.events ||
    compare(left.kind, right.kind) ||
    compare(left.path, right.path) ||
    compare(left.detector, right.detector) ||
    compare(left.where, right.where)
  );
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** In the order of files and lines, with neighbours as one, whichever thread told of them first. */
function settleUnread(unread: readonly Unread[]): readonly Unread[] {
  const sorted = unread.toSorted(
    (left, right) =>
      compare(left.file, right.file) || left.fromLine - right.fromLine || compare(left.reason, right.reason),
  );
  const settled: Unread[] = [];
  for (const each of sorted) {
    const last = settled.at(-1);
    const joins =
      last?.file === each.file &&
      last.reason === each.reason &&
      last.toLine > 0 &&
      each.fromLine <= last.toLine + 1;
    if (last !== undefined && joins && each.toLine > 0) {
      settled[settled.length - 1] = { ...last, toLine: Math.max(last.toLine, each.toLine) };
    } else settled.push(each);
  }
  return settled;
}

/** Ends of names that say a format; behind an address they would hide it. */
const ENDINGS = /(?:\.(?:jsonl?|ndjson|csv|tsv|txt|log|har|parquet|zip|gz|gzip|zst|zstd))+$/i;

/** Exports are named after people, too: what is found in a name is covered. */
function shownFile(file: string): string {
  const covered = file.split(/([/!])/).map((part) => {
    const stem = part.replace(ENDINGS, '');
    return redactText(stem, scanText(stem)) + part.slice(stem.length);
  });
  return covered.join('');
}
