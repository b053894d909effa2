import { printable } from '../../print.ts';
import { formatCount } from '../../words.ts';
import { summarise, worstFirst } from '../report.ts';
import type { FindingReport, ReportedFinding } from '../report.ts';

/** Characters of one comment, below the 65,536 that GitHub takes; the end has room beside it. */
const COMMENT_LENGTH_MAX = 60_000;

/** Characters of the sentences below the table; the table takes what is left. */
const SUM_LENGTH_MAX = 10_000;
const SIGNS = { widening: '▲', narrowing: '▼', neutral: '·' } as const;

/** The body of one comment on a change, with a mark by which it is found again and written over. */
export function formatMarkdown(report: FindingReport): string {
  const head = [
    `<!-- headgate-${report.command.replaceAll(' ', '-')} -->`,
    `### Headgate ${report.command}: ${summarise(report)}`,
    '',
  ];
  if (report.findings.length === 0) return head.join('\n').trimEnd();
  const isDiff = report.findings.every(({ privacy }) => privacy !== undefined);
  const lines = [
    ...head,
    isDiff ? '| privacy | where | kind | what | next |' : '| level | where | rule | what | how to mend it |',
    '| --- | --- | --- | --- | --- |',
  ];
  const sum = withinLength(
    (report.sum ?? []).map((line) => `- ${plain(line)}`),
    SUM_LENGTH_MAX,
  );
  const rows = withinLength(
    worstFirst(report.findings).map(rowOf),
    COMMENT_LENGTH_MAX - [...lines, ...sum].join('\n').length,
  );
  const rest = report.findings.length - rows.length;
  const more = rest === 0 ? [] : ['', `And ${formatCount(rest)} more.`];
  const left = (report.sum ?? []).length - sum.length;
  const others = left === 0 ? [] : [`- and ${formatCount(left)} more`];
  return [...lines, ...rows, ...more, ...(sum.length === 0 ? [] : ['', ...sum, ...others])].join('\n');
}

/** The first lines, as many as fit into so many characters with their line breaks. */
function withinLength(lines: readonly string[], lengthMax: number): readonly string[] {
  let length = 0;
  const over = lines.findIndex((line) => (length += line.length + 1) > lengthMax);
  return over === -1 ? lines : lines.slice(0, over);
}

function rowOf(finding: ReportedFinding): string {
  const { level, isKnown, path, line, column, ruleId, message, mend, privacy } = finding;
  const weight = privacy === undefined ? level : `${SIGNS[privacy]} ${privacy}`;
  const cells = [
    isKnown ? `${weight}, known` : weight,
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
