/** A comparison for people, and as one JSON document. */
import { KINDS } from '@headgate/core';
import type { Change, DiffSummary, Flow } from '@headgate/core';
import { count } from '../print-issues.ts';
import { printable } from '../print.ts';
import type { Print } from '../print.ts';

export interface DiffReport {
  /** What the plan is compared with, as it was named. */
  readonly against: string;
  readonly changes: readonly Change[];
  /** Null where only digests were compared. */
  readonly summary: DiffSummary | null;
}

const SIGNS = { widening: '+', narrowing: '-', neutral: ' ' } as const;
const STYLES = { widening: 'red', narrowing: 'green', neutral: 'dim' } as const;
/** Flows that are listed one by one. */
const FLOWS_SHOWN = 20;

export function printDiff(print: Print, { against, changes, summary }: DiffReport): void {
  if (print.format === 'json') {
    print.json({ schemaVersion: 1, command: 'plan diff', against, summary, changes });
    return;
  }
  for (const event of new Set(changes.map((change) => change.event))) {
    print.data(print.style('bold', printable(event ?? 'plan')));
    for (const change of changes.filter((each) => each.event === event)) print.data(describe(print, change));
  }
  if (summary !== null && changes.length > 0) printSummary(print, summary);
  const widening = changes.filter(({ direction }) => direction === 'widening').length;
  print.note(`against ${printable(against)}: ${count(changes.length, 'change')}, ${widening} widening`);
}

function describe(print: Print, { kind, pointer, message, semver, direction, roles }: Change): string {
  const title = Object.entries(KINDS).find(([id]) => id === kind)?.[1].title ?? '';
  const head = print.style(STYLES[direction], `${SIGNS[direction]} ${kind} ${title}`);
  const asked = roles.length === 0 ? 'owner' : roles.join(', ');
  return `  ${head} (${semver})\n      ${printable(pointer === '' ? '/' : pointer)}: ${printable(message)}\n      → ${asked}`;
}

function printSummary(print: Print, summary: DiffSummary): void {
  const { semver, direction, roles, newFlows, endedFlows, dataMap, capacity } = summary;
  print.data(print.style('bold', 'in all'));
  print.data(`  version: ${semver}; privacy: ${direction}; reviewed by: ${roles.join(', ') || 'the owner'}`);
  printFlows(print, 'newly reaches', newFlows);
  printFlows(print, 'no longer reaches', endedFlows);
  for (const { vendor, category } of dataMap.added)
    print.data(printable(`  data map: ${vendor} gets ${category}`));
  for (const { vendor, category } of dataMap.removed) {
    print.data(printable(`  data map: ${vendor} no longer gets ${category}`));
  }
  for (const { event, before, after } of capacity) {
    const delta = after - before;
    const sign = delta > 0 ? '+' : '';
    print.data(
      printable(
        `  capacity of ${event ?? 'the context'}: ${after.toFixed(1)} bits (${sign}${delta.toFixed(1)})`,
      ),
    );
  }
}

function printFlows(print: Print, words: string, flows: readonly Flow[]): void {
  for (const { event, vendor, field } of flows.slice(0, FLOWS_SHOWN)) {
    print.data(printable(`  ${event ?? 'context'} ${field} ${words} ${vendor}`));
  }
  const more = flows.length - FLOWS_SHOWN;
  if (more > 0) print.data(`  and ${count(more, 'field')} more; --format json lists all`);
}
