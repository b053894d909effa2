/** The table of the suite, as Markdown for the documentation and as text for a terminal: both are the same. */
import { SITUATIONS } from '../sdks/sdk.ts';
import type { Situation } from '../sdks/sdk.ts';
import type { Cell } from './judge.ts';

export type Cells = ReadonlyMap<Situation, ReadonlyMap<string, Cell>>;

/** A column for each situation, a row for each SDK. */
export function tableOf(names: readonly string[], cells: Cells): string {
  const situations = Object.keys(SITUATIONS) as readonly Situation[];
  const rows = [
    ['SDK', ...situations],
    ...names.map((name) => [name, ...situations.map((each) => textOf(each, cells.get(each)?.get(name)))]),
  ];
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => (row[at] ?? '').length)));
  const lineOf = (row: readonly string[]): string =>
    `| ${row.map((text, at) => text.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [lineOf(head), lineOf(widths.map((width) => '-'.repeat(width))), ...body.map(lineOf), ''].join('\n');
}

function textOf(situation: Situation, cell: Cell | undefined): string {
  if (cell === undefined) return 'not run';
  if (cell.problems.length > 0) return 'FAILED';
  const { sent, delivered, dropped, repeated, accepted } = cell;
  const parts = [
    situation === 'policy drop' ? `${accepted} withheld` : `${delivered}/${sent}`,
    dropped > 0 && situation !== 'bad key' ? `${dropped} dropped by SDK` : '',
    situation === 'bad key' ? 'refused' : '',
    repeated > 0 ? `${repeated} again, same id` : '',
  ];
  return `${parts.filter((part) => part !== '').join(', ')} (${cell.requests})`;
}
