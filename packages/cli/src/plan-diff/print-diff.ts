/** A comparison for people, and as one JSON document; what other formats say of it is in `diff-findings.ts`. */
import { KINDS } from '@headgate/core';
import type { Change, DiffSummary, Flow, KindRow } from '@headgate/core';
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

const ROWS: ReadonlyMap<string, KindRow> = new Map(Object.entries<KindRow>(KINDS));

type Style = Print['style'];

/** For a terminal; empty where nothing differs. */
export function formatDiff({ changes, summary }: DiffReport, style: Style): string {
  const lines: string[] = [];
  for (const event of new Set(changes.map((change) => change.event))) {
    lines.push(style('bold', printable(event ?? 'plan')));
    for (const change of changes.filter((each) => each.event === event)) lines.push(describe(style, change));
  }
  if (summary !== null && changes.length > 0) {
    lines.push(style('bold', 'in all'), ...summaryLines(summary).map((line) => `  ${printable(line)}`));
  }
  return lines.join('\n');
}

/** One JSON document on one line. */
export function formatDiffJson({ against, changes, summary }: DiffReport): string {
  return JSON.stringify({ schemaVersion: 1, command: 'plan diff', against, summary, changes });
}

/** `against main: 17 changes, 6 widening`. */
export function headlineOf({ against, changes }: DiffReport): string {
  const widening = changes.filter(({ direction }) => direction === 'widening').length;
  return `against ${printable(against)}: ${count(changes.length, 'change')}, ${widening} widening`;
}

function describe(style: Style, { kind, pointer, message, semver, direction, roles }: Change): string {
  const head = style(STYLES[direction], `${SIGNS[direction]} ${kind} ${titleOf(kind)}`);
  return `  ${head} (${semver})\n      ${printable(pointer === '' ? '/' : pointer)}: ${printable(message)}\n      → ${askedOf(kind, roles)}`;
}

/** What a kind is called; empty for one that this version does not know. */
export function titleOf(kind: string): string {
  return ROWS.get(kind)?.title ?? '';
}

/** Who has to agree, in words. */
export function askedOf(kind: string, roles: Change['roles']): string {
  if (roles.length > 0) {
    const { min = {} } = ROWS.get(kind) ?? {};
    return roles.map((role) => (min[role] === undefined ? role : `${min[role]} of ${role}`)).join(', ');
  }
  return kind === 'K05' ? 'nobody' : 'owner';
}

/** What all changes come to, one sentence each. */
export function summaryLines(summary: DiffSummary): readonly string[] {
  const { semver, direction, roles, newFlows, endedFlows, dataMap, capacity } = summary;
  return [
    `version: ${semver}; privacy: ${direction}; reviewed by: ${roles.join(', ') || 'the owner'}`,
    ...flowLines('newly reaches', newFlows),
    ...flowLines('no longer reaches', endedFlows),
    ...dataMap.added.map(({ vendor, category }) => `data map: ${vendor} gets ${category}`),
    ...dataMap.removed.map(({ vendor, category }) => `data map: ${vendor} no longer gets ${category}`),
    ...capacity.map(({ event, before, after }) => {
      const delta = after - before;
      const sign = delta > 0 ? '+' : '';
      return `capacity of ${event ?? 'the context'}: ${after.toFixed(1)} bits (${sign}${delta.toFixed(1)})`;
    }),
  ];
}

function flowLines(words: string, flows: readonly Flow[]): readonly string[] {
  const shown = flows.slice(0, FLOWS_SHOWN);
  const lines = shown.map(({ event, vendor, field }) => `${event ?? 'context'} ${field} ${words} ${vendor}`);
  const more = flows.length - shown.length;
  return more > 0 ? [...lines, `and ${count(more, 'field')} more; --format json lists all`] : lines;
}
