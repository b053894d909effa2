/** Where findings go: to stdout in one format, and to any number of files in others. */
import { appendFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Context, Given } from '../command.ts';
import { textOption } from '../command.ts';
import { Failure } from '../exit.ts';
import type { Print } from '../print.ts';
import { requireWritable } from '../writable.ts';
import { FINDING_FORMATS, findingFormat } from './formats.ts';
import type { FindingFormat } from './formats.ts';
import { summarise } from './report.ts';
import type { FindingReport } from './report.ts';
import { FINDING_WRITERS } from './writers/index.ts';

export interface Outputs {
  readonly format: FindingFormat;
  readonly files: readonly { readonly format: FindingFormat; readonly path: string }[];
}

/** Throws a `Failure` of `usage` where one is not `format=file`, or the file could not be written. */
export function readOutputs(context: Context, given: Given): Outputs {
  const written = given.options['output'];
  const files = (Array.isArray(written) ? written : []).map((each) => {
    const [name = '', ...rest] = String(each).split('=');
    const format = findingFormat(name);
    const file = rest.join('=');
    if (format !== null && file !== '') return { format, path: resolve(context.directory, file) };
    const mend = `Write it as sarif=lint.sarif; the formats are ${FINDING_FORMATS.join(', ')}.`;
    throw new Failure('usage', 'an --output is not a format and a file', mend);
  });
  requireWritable(files.map(({ path }) => path));
  return { format: findingFormat(textOption(given, 'format') ?? '') ?? 'human', files };
}

/** Gives what is written in a format, without a line break at its end. */
type TextOf = (format: FindingFormat, style: Print['style']) => string;

/** Writes the report. */
export function writeFindings(report: FindingReport, outputs: Outputs, context: Context): void {
  const textOf: TextOf = (format, style) => FINDING_WRITERS[format](report, style);
  writeData(textOf, outputs, context);
  writeFiles(textOf, outputs, context);
  context.print.note(summarise(report));
}

/** What is printed. */
export function writeData(textOf: TextOf, { format }: Outputs, { print }: Context): void {
  const text = textOf(format, print.style);
  if (text !== '') print.data(text);
}

/** The files alone. */
export function writeFindingFiles(report: FindingReport, outputs: Outputs, context: Context): void {
  writeFiles((format, style) => FINDING_WRITERS[format](report, style), outputs, context);
}

/** On GitHub the whole of it goes to the summary of the step too, since annotations are few. */
export function writeFiles(textOf: TextOf, outputs: Outputs, { print, environment }: Context): void {
  for (const { format, path } of outputs.files) {
    writeFileSync(path, `${textOf(format, (_, bare) => bare)}\n`);
    print.note(`Wrote ${path}`);
  }
  const summaryFile = environment['GITHUB_STEP_SUMMARY'];
  const isGithub = [outputs.format, ...outputs.files.map(({ format }) => format)].includes('github');
  if (isGithub && summaryFile !== undefined && summaryFile !== '') {
    appendFileSync(summaryFile, `${textOf('markdown', (_, bare) => bare)}\n`);
  }
}
