/** Issues of a parser, for people and for scripts. */
import { placeOf } from '@headgate/core';
import type { Issue } from '@headgate/core';
import type { Exit } from './exit.ts';
import { printable } from './print.ts';
import type { Print } from './print.ts';

export interface IssueReport {
  /** Name of the command, for scripts that collect several reports. */
  readonly command: string;
  /** What was checked, for the footer: `5 files`. */
  readonly checked: string;
  readonly issues: readonly Issue[];
}

/** Prints the issues in the order of file and line, and gives the ending: `findings` where one is an error. */
export function printIssues(print: Print, { command, checked, issues }: IssueReport): Exit {
  const sorted = issues.toSorted(byPlace);
  const errors = issues.filter((issue) => issue.level === 'error').length;
  const warnings = issues.length - errors;
  if (print.format === 'json') {
    print.json({ schemaVersion: 1, command, errors, warnings, issues: sorted });
  } else {
    for (const issue of sorted) print.data(describe(print, issue));
  }
  print.note(`${checked}: ${count(errors, 'error')}, ${count(warnings, 'warning')}`);
  return errors > 0 ? 'findings' : 'clean';
}

/** `1 file`, `2 files`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function describe(print: Print, issue: Issue): string {
  const place = print.style('bold', printable(placeOf(issue)));
  const level = print.style(issue.level === 'error' ? 'red' : 'yellow', issue.level);
  return `${place} ${level} ${issue.rule}: ${printable(issue.message)}\n    → ${printable(issue.mend)}`;
}

function byPlace(left: Issue, right: Issue): number {
  if (left.file !== right.file) return left.file < right.file ? -1 : 1;
  return left.line - right.line || left.column - right.column;
}
