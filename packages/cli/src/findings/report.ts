/** What a check of a plan found, before it is written: the same for every format. */
import { FINDING_LEVELS } from '@headgate/core';
import type { FindingLevel, PlanFinding, RuleFacts } from '@headgate/core';
import type { Exit } from '../exit.ts';
import type { FailOn } from './fail-on.ts';
import { formatCount } from '../words.ts';

export interface ReportedFinding extends PlanFinding {
  /** It is in the baseline, so it fails nothing. */
  readonly isKnown: boolean;
}

export interface FindingReport {
  /** Words of the command, for scripts that collect several reports: `plan lint`. */
  readonly command: string;
  readonly version: string;
  /** Files that were looked at. */
  readonly files: number;
  /** Every rule that a finding can name, each once. */
  readonly rules: readonly RuleFacts[];
  /** By file, line and column. */
  readonly findings: readonly ReportedFinding[];
  /** How many the plan itself excuses. */
  readonly suppressed: number;
  /** False where the plan has errors of its language and no more was looked at. */
  readonly isWhole: boolean;
  /** The least grave level that fails. */
  readonly failOn: FailOn;
  /** What it all comes to, in place of how many findings there are of each level. */
  readonly headline?: string;
  /** Sentences of what the findings come to together, for people. */
  readonly sum?: readonly string[];
  /** What a coding assistant is to do next where it fails. */
  readonly next?: string;
}

/** `findings` where a finding that is not known is as grave as `failOn` or graver. Asked before anything is written. */
export function exitOf(report: FindingReport): Exit {
  return report.findings.some((finding) => isFailing(finding, report)) ? 'findings' : 'clean';
}

export function isFailing(finding: ReportedFinding, { failOn }: FindingReport): boolean {
  if (failOn === 'never' || finding.isKnown) return false;
  return gravity(finding.level) <= gravity(failOn);
}

/** New before known, the gravest first, else in the order given. */
export function worstFirst(findings: readonly ReportedFinding[]): readonly ReportedFinding[] {
  return findings.toSorted(
    (left, right) =>
      Number(left.isKnown) - Number(right.isKnown) || gravity(left.level) - gravity(right.level),
  );
}

export function countLevels(findings: readonly ReportedFinding[]): Readonly<Record<FindingLevel, number>> {
  const of = (level: FindingLevel): number => findings.filter((each) => each.level === level).length;
  return {
    violation: of('violation'),
    improvement: of('improvement'),
    information: of('information'),
  };
}

/** `3 files: 2 violations, 1 improvement, 0 information, 4 known, 1 suppressed`. */
export function summarise({ headline, files, findings, suppressed, isWhole }: FindingReport): string {
  if (headline !== undefined) return headline;
  const { violation, improvement, information } = countLevels(findings);
  const known = findings.filter(({ isKnown }) => isKnown).length;
  const parts = [
    counted(violation, 'violation'),
    counted(improvement, 'improvement'),
    `${formatCount(information)} information`,
    ...(known === 0 ? [] : [`${formatCount(known)} known`]),
    ...(suppressed === 0 ? [] : [`${formatCount(suppressed)} suppressed`]),
    ...(isWhole ? [] : ['the rest is checked once the plan can be read']),
  ];
  return `${counted(files, 'file')}: ${parts.join(', ')}`;
}

export function counted(number: number, noun: string): string {
  return `${formatCount(number)} ${noun}${number === 1 ? '' : 's'}`;
}

/** 0 for the gravest. */
function gravity(level: FindingLevel): number {
  return FINDING_LEVELS.indexOf(level);
}
