/** The formats in which findings are written. None of them decides how the command ends. */
import type { Print } from '../../print.ts';
import type { FindingFormat } from '../formats.ts';
import type { FindingReport } from '../report.ts';
import { formatAgent } from './agent.ts';
import { formatGithub } from './github.ts';
import { formatGitlab } from './gitlab.ts';
import { formatHuman } from './human.ts';
import { formatJson, formatJsonLines } from './json.ts';
import { formatJunit } from './junit.ts';
import { formatMarkdown } from './markdown.ts';
import { formatRdjson } from './rdjson.ts';
import { formatSarif } from './sarif.ts';

/** Gives the text without a line break at its end; empty where there is nothing to say. */
type FindingWriter = (report: FindingReport, style: Print['style']) => string;

export const FINDING_WRITERS = {
  human: formatHuman,
  json: formatJson,
  jsonl: formatJsonLines,
  sarif: formatSarif,
  junit: formatJunit,
  github: formatGithub,
  gitlab: formatGitlab,
  rdjson: formatRdjson,
  markdown: formatMarkdown,
  agent: formatAgent,
} as const satisfies Readonly<Record<FindingFormat, FindingWriter>>;
