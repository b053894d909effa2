import { countLevels } from '../report.ts';
import type { FindingReport } from '../report.ts';

/** Rises with every change that a script could notice. */
const SCHEMA_VERSION = 2;

/** One JSON document on one line. */
export function formatJson(report: FindingReport): string {
  const { command, version, files, failOn, suppressed, isWhole, findings } = report;
  return JSON.stringify({
    schemaVersion: SCHEMA_VERSION,
    command,
    version,
    files,
    failOn,
    counts: countLevels(findings),
    suppressed,
    isWhole,
    findings,
  });
}

/** One finding a line. */
export function formatJsonLines({ findings }: FindingReport): string {
  return findings.map((finding) => JSON.stringify(finding)).join('\n');
}
