import type { FindingLevel } from '@headgate/core';
import type { FindingReport } from '../report.ts';
import { worstFirst } from '../report.ts';
import { toSarifLog } from '../sarif-log.ts';

/**
 * Results of one run that GitHub takes; the rest would make it refuse the file (GitHub Docs, "SARIF support for code
 * scanning", 2026-11-27).
 */
const RESULTS_MAX = 25_000;
const LEVELS = {
  violation: 'error',
  improvement: 'warning',
  information: 'note',
} as const satisfies Readonly<Record<FindingLevel, string>>;

/** SARIF 2.1.0, the gravest first. */
export function formatSarif(report: FindingReport): string {
  const log = toSarifLog({
    category: report.command.replaceAll(' ', '-'),
    version: report.version,
    rules: report.rules.map(({ id, what, level, kind, roles = [] }) => ({
      id,
      text: what,
      level: LEVELS[level],
      tags: [kind, ...roles.map((role) => `role:${role}`)],
    })),
    results: worstFirst(report.findings)
      .slice(0, RESULTS_MAX)
      .map(({ ruleId, level, message, mend, path, line, column, fingerprint, isKnown }) => ({
        rule: ruleId,
        level: LEVELS[level],
        text: `${message} ${mend}`,
        path,
        line,
        column,
        fingerprint,
        isKnown,
      })),
    notes: [],
    isWhole: report.isWhole,
  });
  return JSON.stringify(log, null, 2);
}
