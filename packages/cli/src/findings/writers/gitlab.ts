import type { FindingLevel } from '@headgate/core';
import type { FindingReport } from '../report.ts';

const SEVERITIES = {
  violation: 'critical',
  improvement: 'minor',
  information: 'info',
} as const satisfies Readonly<Record<FindingLevel, string>>;

/** GitLab Code Quality (GitLab Docs, "Code Quality", report format, 2026-11-27). Known findings are left to it. */
export function formatGitlab({ findings }: FindingReport): string {
  const issues = findings.map(({ ruleId, level, message, mend, path, line, fingerprint }) => ({
    description: `${message} ${mend}`,
    check_name: ruleId,
    fingerprint,
    severity: SEVERITIES[level],
    location: { path, lines: { begin: Math.max(1, line) } },
  }));
  return JSON.stringify(issues, null, 2);
}
