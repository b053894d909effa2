import { printable } from '../../print.ts';
import { formatCount } from '../../words.ts';
import { summarise, worstFirst } from '../report.ts';
import type { FindingReport, ReportedFinding } from '../report.ts';

/** Characters of one comment, below the 65,536 that GitHub takes; the end has room beside it. */
const COMMENT_LENGTH_MAX = 60_000;

/** The body of one comment on a change, with a mark by which it is found again and written over. */
export function formatMarkdown(report: FindingReport): string {
  const head = [
    `<!-- headgate-${report.command.replaceAll(' ', '-')} -->`,
    `### Headgate ${report.command}: ${summarise(report)}`,
    '',
  ];
  if (report.findings.length === 0) return head.join('\n').trimEnd();
  const lines = [
    ...head,
    '| level | where | rule | what | how to mend it |',
    '| --- | --- | --- | --- | --- |',
  ];
  let length = lines.join('\n').length;
  const rows: string[] = [];
  for (const row of worstFirst(report.findings).map(rowOf)) {
    length += row.length + 1;
    if (length > COMMENT_LENGTH_MAX) break;
    rows.push(row);
  }
  const rest = report.findings.length - rows.length;
  const more = rest === 0 ? [] : ['', `And ${formatCount(rest)} more.`];
  return [...lines, ...rows, ...more].join('\n');
}

function rowOf({ level, isKnown, path, line, column, ruleId, message, mend }: ReportedFinding): string {
  const cells = [
    isKnown ? `${level}, known` : level,
    code(`${path}:${line}:${column}`),
    code(ruleId),
    plain(message),
    plain(mend),
  ];
  return `| ${cells.join(' | ')} |`;
}

function code(text: string): string {
  return `\`${printable(text).replaceAll('|', '\\|').replaceAll('`', "'")}\``;
}

/** Text of the plan that can neither leave its cell nor mention people, link or mark up. */
function plain(text: string): string {
  return printable(text)
    .replaceAll(/[\\`*_[\]<>|~#]/g, (character) => `\\${character}`)
    .replaceAll('@', '@\u200B');
}
