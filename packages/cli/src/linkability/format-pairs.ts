import { JOINS } from '@headgate/core';
import type { Measure, PairReport } from '@headgate/core';
import { formatCount, formatPeople } from '../words.ts';
import { count } from '../print-issues.ts';
import { formatTable } from '../print.ts';

const BAR = 20;

/** A table for each pair, with a bar for the share of events. */
export function formatPairs(pairs: readonly PairReport[]): string {
  return pairs.map(formatPair).join('\n\n');
}

function formatPair({ vendors, events, people, measures }: PairReport): string {
  const head = `${vendors.join(' and ')} have ${count(events, 'event')} of ${formatPeople(people)} in common`;
  if (events === 0) return head;
  const table = formatTable(
    ['joined on', 'time', 'events', 'people', 'right', ''],
    measures.map((each) => [
      each.join,
      each.level ?? '',
      percent(each.events),
      percent(each.people),
      each.precision === null ? '–' : percent(each.precision),
      barOf(each),
    ]),
  );
  return `${head}\n${table.replaceAll(/^/gm, '  ')}`;
}

function barOf({ events }: Measure): string {
  return '█'.repeat(Math.ceil(events * BAR));
}

/** `12.3 %`; never rounded to nothing or to everything. */
export function percent(share: number): string {
  const shown = (share * 100).toFixed(1);
  if (share > 0 && shown === '0.0') return '< 0.1 %';
  if (share < 1 && shown === '100.0') return '> 99.9 %';
  return `${shown.replace(/\.0$/, '')} %`;
}

/** What the words of the tables mean. */
export function legend(events: number): readonly string[] {
  return [
    `${formatCount(events)} raw events went through the plan. events: share rightly linked of those that both vendors have;`,
    'people: share of whom at least one event is; right: share of the claimed links that are true.',
    ...Object.entries(JOINS).map(([join, meaning]) => `  ${join}: ${meaning}`),
  ];
}
