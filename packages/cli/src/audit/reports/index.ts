/** The forms in which a report is written to a file. */
import type { AnchorIn } from '../plan-anchor.ts';
import type { AuditReport } from '../report.ts';
import { formatCsv } from './csv.ts';
import { formatHtml } from './html.ts';
import { formatJunit } from './junit.ts';
import { formatMarkdown } from './markdown.ts';
import { formatSarif } from './sarif.ts';

export interface WriteOptions {
  /** Null where the report has no plan to point at. */
  readonly anchorIn: AnchorIn | null;
  /** Of Headgate. */
  readonly version: string;
}

export type WriteReport = (report: AuditReport, options: WriteOptions) => string;

export const REPORT_FORMATS: Readonly<Record<string, WriteReport>> = {
  json: (report) => `${JSON.stringify(report, null, 2)}\n`,
  markdown: formatMarkdown,
  csv: formatCsv,
  html: formatHtml,
  junit: formatJunit,
  // The request sees to it that there are anchors.
  sarif: (report, { anchorIn, version }) => formatSarif(report, anchorIn ?? (() => []), version),
};
