import { printable } from '../../print.ts';
import { exitOf, summarise, worstFirst } from '../report.ts';
import type { FindingReport } from '../report.ts';

/** Rules of which `--fix` mends at least some findings. */
const FIXABLE: ReadonlySet<string> = new Set(['bad-value', 'redundant-tier', 'repeated-entry']);

/** Short and stable, for coding assistants: one line each, the gravest first, and at the end what to run next. */
export function formatAgent(report: FindingReport): string {
  const fresh = worstFirst(report.findings).filter(({ isKnown }) => !isKnown);
  const lines = fresh.map(({ path, line, column, level, ruleId, message, mend }) =>
    printable(`${path}:${line}:${column} ${level} ${ruleId} ${message} ${mend}`),
  );
  const isFixable = fresh.some(({ ruleId }) => FIXABLE.has(ruleId));
  const again = report.next ?? `mend, then headgate ${report.command} --format agent`;
  const next = isFixable ? 'headgate plan lint --fix' : again;
  const ending = exitOf(report) === 'clean' ? 'pass' : `fail; next: ${next}`;
  return [...lines, `${summarise(report)}; ${ending}`].join('\n');
}
