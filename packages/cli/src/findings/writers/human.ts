import { printable } from '../../print.ts';
import type { Print } from '../../print.ts';
import type { FindingReport, ReportedFinding } from '../report.ts';

const STYLES = { violation: 'red', improvement: 'yellow', information: 'cyan' } as const;

/** For a terminal: two lines each, in the order of the files. Empty where nothing was found. */
export function formatHuman({ findings }: FindingReport, style: Print['style']): string {
  return findings.map((finding) => describe(finding, style)).join('\n');
}

function describe(finding: ReportedFinding, style: Print['style']): string {
  const { path, line, column, level, ruleId, message, mend, isKnown } = finding;
  const place = style('bold', printable(`${path}:${line}:${column}`));
  const shown = isKnown ? style('dim', `known ${level}`) : style(STYLES[level], level);
  return `${place} ${shown} ${ruleId}: ${printable(message)}\n    → ${printable(mend)}`;
}
