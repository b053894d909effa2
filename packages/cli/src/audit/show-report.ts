/** Prints a report and writes its files. */
import { writeFileSync } from 'node:fs';
import type { Context } from '../command.ts';
import { readVersion } from '../version.ts';
import type { AuditReport } from './report.ts';
import { formatHuman } from './reports/human.ts';
import { REPORT_FORMATS } from './reports/index.ts';
import type { ReportRequest } from './request.ts';

export function showReport(
  { print }: Context,
  { outputs, anchorIn }: ReportRequest,
  report: AuditReport,
): void {
  const version = readVersion();
  if (print.format === 'json') print.json(report);
  else print.data(formatHuman(report, print));
  for (const { format, path } of outputs) {
    writeFileSync(path, REPORT_FORMATS[format]?.(report, { anchorIn, version }) ?? '');
    print.note(`Wrote ${path}`);
  }
}
