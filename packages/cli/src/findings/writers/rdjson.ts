import type { FindingLevel } from '@headgate/core';
import type { FindingReport } from '../report.ts';

const SEVERITIES = {
  violation: 'ERROR',
  improvement: 'WARNING',
  information: 'INFO',
} as const satisfies Readonly<Record<FindingLevel, string>>;

/** Reviewdog Diagnostic Format (https://github.com/reviewdog/reviewdog/tree/master/proto/rdf, 2026-11-27). */
export function formatRdjson({ command, findings }: FindingReport): string {
  const diagnostics = findings.map(({ ruleId, level, message, mend, path, line, column }) => ({
    message: `${message} ${mend}`,
    location: { path, ...(line > 0 && { range: { start: { line, column } } }) },
    severity: SEVERITIES[level],
    code: { value: ruleId },
  }));
  return JSON.stringify({ source: { name: `headgate ${command}` }, diagnostics });
}
