import type { FindingLevel } from '@headgate/core';
import { printable } from '../../print.ts';
import { worstFirst } from '../report.ts';
import type { FindingReport, ReportedFinding } from '../report.ts';

/**
 * Annotations of one kind that a step shows; a job shows 50 in all (GitHub Docs, "Workflow commands for GitHub Actions"
 * and the limits of annotations, 2026-11-27). Three kinds of ten stay below that.
 */
const ANNOTATIONS_MAX = 10;
const COMMANDS = {
  violation: 'error',
  improvement: 'warning',
  information: 'notice',
} as const satisfies Readonly<Record<FindingLevel, string>>;

/** Workflow commands, the gravest first; what is known already is left to the summary. */
export function formatGithub({ findings }: FindingReport): string {
  const fresh = worstFirst(findings).filter(({ isKnown }) => !isKnown);
  const shown = Object.keys(COMMANDS).flatMap((level) =>
    fresh.filter((finding) => finding.level === level).slice(0, ANNOTATIONS_MAX),
  );
  const rest = findings.length - shown.length;
  const more = rest === 0 ? [] : [`And ${rest} more, in the summary of the job.`];
  return [...shown.map(annotation), ...more].join('\n');
}

function annotation(finding: ReportedFinding): string {
  const { level, path, line, column, ruleId, message, mend } = finding;
  const place = line === 0 ? '' : `,line=${line},col=${column}`;
  const properties = `file=${property(path)}${place},title=${property(ruleId)}`;
  return `::${COMMANDS[level]} ${properties}::${data(`${message} ${mend}`)}`;
}

/** Without line breaks, which `printable` shows, only the sign of escapes is left to escape. */
function data(text: string): string {
  return printable(text).replaceAll('%', '%25');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
