/** What was drafted and what needs review, for people and for scripts. */
import { REVIEW_RULES } from '@headgate/core';
import type { DraftEvent, DraftFile } from '@headgate/core';
import { checkPlan } from '../check-plan.ts';
import type { Context } from '../command.ts';
import { gravest } from '../exit.ts';
import type { Exit } from '../exit.ts';
import { count, printIssues } from '../print-issues.ts';
import { printable } from '../print.ts';
import { formatCount } from '../words.ts';

export interface DraftReport {
  readonly command: string;
  readonly directory: string;
  readonly files: readonly DraftFile[];
  readonly events: readonly DraftEvent[];
  readonly unread: readonly { readonly file: string; readonly reason: string }[];
  /** What it rests on, for scripts. */
  readonly counts?: Readonly<Record<string, number>>;
}

/** Prints it, and gives the ending: `incomplete` where something was not read. */
export function reportDraft({ print }: Context, report: DraftReport): Exit {
  const { command, directory, events, unread } = report;
  const byRule = countRules(events);
  const notes = [...byRule.values()].reduce((sum, each) => sum + each, 0);
  if (print.format === 'json') {
    const told = events.map(({ key, version, notes: of }) => ({ event: key, version, notes: of }));
    const { counts } = report;
    const reviews = Object.fromEntries(byRule);
    print.json({ schemaVersion: 1, command, events: told, reviews, unread, ...(counts && { counts }) });
  } else {
    for (const [rule, times] of byRule) {
      print.data(`${formatCount(times).padStart(7)}  ${rule}: ${REVIEW_RULES[rule]}`);
    }
    for (const { file, reason } of unread) print.data(`not read  ${printable(file)}: ${reason}`);
  }
  print.note(
    `${count(events.length, 'event')} in ${directory}, ${count(notes, 'place')} marked "needs review"`,
  );
  const broken = lintErrors(report);
  if (broken.length === 0) return unread.length > 0 ? 'incomplete' : 'clean';
  return gravest([printIssues(print, { command, checked: 'the draft', issues: broken })]);
}

function countRules(events: readonly DraftEvent[]): Map<keyof typeof REVIEW_RULES, number> {
  const counts = new Map<keyof typeof REVIEW_RULES, number>();
  for (const { notes } of events) for (const { rule } of notes) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return new Map([...counts].toSorted(([, left], [, right]) => right - left));
}

/** A draft that does not pass the lint is told of at once, and not when it is used. */
function lintErrors({ files }: DraftReport): ReturnType<typeof checkPlan> {
  const [plan, ...events] = files.map(({ name, content }) => ({ path: name, text: content }));
  return plan === undefined ? [] : checkPlan({ plan, events }).filter(({ level }) => level === 'error');
}
