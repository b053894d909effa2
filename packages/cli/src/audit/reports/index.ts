/** The forms in which a report is written to a file. */
import type { AuditReport } from '../report.ts';
import { formatCsv } from './csv.ts';
import { formatHtml } from './html.ts';
import { formatMarkdown } from './markdown.ts';

export const REPORT_FORMATS: Readonly<Record<string, (report: AuditReport) => string>> = {
  json: (report) => `${JSON.stringify(report, null, 2)}\n`,
  markdown: formatMarkdown,
  csv: formatCsv,
  html: formatHtml,
};
