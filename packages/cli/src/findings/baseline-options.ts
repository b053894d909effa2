/** `--baseline` and `--write-baseline` of a command that has findings. */
import type { PlanFinding } from '@headgate/core';
import { relative, resolve } from 'node:path';
import type { Context, Given } from '../command.ts';
import { textOption } from '../command.ts';
import { requireWritable } from '../writable.ts';
import { readBaseline, staleFindings, writeBaseline } from './baseline.ts';
import type { BaselineEntry } from './baseline.ts';
import type { FindingReport, ReportedFinding } from './report.ts';

export interface Baseline {
  /** Null where none is given. */
  readonly entries: readonly BaselineEntry[] | null;
  /** As findings about it are to show it. */
  readonly shown: string;
  /** Absolute path of the one to write; null for none. */
  readonly written: string | null;
}

/** What of the findings a baseline may excuse. */
type IsExcusable = (finding: PlanFinding) => boolean;

/** Throws a `Failure` of `usage` where the one to read is none, or the one to write could not be written. */
export function readBaselineOptions({ directory }: Context, given: Given): Baseline {
  const read = textOption(given, 'baseline');
  const named = textOption(given, 'writeBaseline');
  const written = named === undefined ? null : resolve(directory, named);
  if (written !== null) requireWritable([written]);
  return {
    entries: read === undefined ? null : readBaseline(resolve(directory, read)),
    shown: read === undefined ? '' : relative(directory, resolve(directory, read)),
    written,
  };
}

/** The findings with what is known of them, and those about the baseline. Where not all was looked at, what is missing is not gone. */
export function againstBaseline(
  findings: readonly PlanFinding[],
  baseline: Baseline,
  isWhole: boolean,
  isExcusable: IsExcusable,
): readonly ReportedFinding[] {
  const entries = baseline.entries ?? [];
  const known = new Set(entries.map(({ fingerprint }) => fingerprint));
  const stale = isWhole ? staleFindings(entries, findings, baseline.shown) : [];
  return [
    ...findings.map((each) => ({ ...each, isKnown: isExcusable(each) && known.has(each.fingerprint) })),
    ...stale.map((each) => ({ ...each, isKnown: false })),
  ];
}

/**
 * With a baseline it keeps what is still found of it; without one it takes all that may be excused. Writes nothing where not all was
 * looked at, and says so.
 */
export function keepBaseline(
  { findings, isWhole }: FindingReport,
  baseline: Baseline,
  { print }: Context,
  isExcusable: IsExcusable,
): void {
  if (baseline.written === null) return;
  if (!isWhole) {
    print.note('The baseline was not written: first mend what kept the rest from being read.');
    return;
  }
  const excusable = findings.filter(isExcusable);
  const kept = baseline.entries === null ? excusable : excusable.filter(({ isKnown }) => isKnown);
  writeBaseline(baseline.written, kept);
  print.note(`Wrote ${baseline.written}`);
}
