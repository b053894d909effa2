/** A scan as a comment on a pull request: short enough for one, with a mark by which it is found again. */
import { formatCount } from '../words.ts';
import { classOf } from './scan-text.ts';
import type { TreeScan } from './scan-tree.ts';

/** Rows shown; with paths of usual length this stays far below the 65,536 characters of a comment. */
const ROWS_MAX = 200;
const MARK = '<!-- headgate-scan -->';

export function toMarkdown(scan: TreeScan): string {
  const { hits, unread } = scan;
  const shown = hits.slice(0, ROWS_MAX);
  const rows = shown.map(
    (hit) => `| ${code(`${hit.path}:${hit.line}:${hit.column}`)} | ${code(hit.kind)} | ${classOf(hit)} |`,
  );
  const table = rows.length === 0 ? [] : ['| where | kind | class |', '| --- | --- | --- |', ...rows];
  const rest = hits.length - shown.length;
  const more = rest === 0 ? [] : ['', `And ${formatCount(rest)} more.`];
  const missed = unread.length === 0 ? [] : ['', `**Not whole**: ${formatCount(unread.length)} not read.`];
  return [MARK, `### Headgate scan: ${summary(scan)}`, '', ...table, ...more, ...missed].join('\n').trimEnd();
}

/** `3 findings in 120 files, 1 ignored by comment, 4 binary passed over`. */
export function summary({ hits, scanned, ignored, binary, unread, stopped }: TreeScan): string {
  const parts = [
    `${counted(hits.length, 'finding')} in ${counted(scanned, 'file')}`,
    ...(ignored === 0 ? [] : [`${formatCount(ignored)} ignored by comment`]),
    ...(binary === 0 ? [] : [`${formatCount(binary)} binary passed over`]),
    ...(unread.length === 0 ? [] : [`${formatCount(unread.length)} not read`]),
    ...(stopped ? ['stopped before the end'] : []),
  ];
  return parts.join(', ');
}

function counted(number: number, noun: string): string {
  return `${formatCount(number)} ${noun}${number === 1 ? '' : 's'}`;
}

function code(text: string): string {
  return `\`${text.replaceAll('|', '\\|').replaceAll('`', "'")}\``;
}
