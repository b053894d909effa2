import { createReadStream, createWriteStream, realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type { Context, Given, Run } from '../command.ts';
import { textOption } from '../command.ts';
import { Failure } from '../exit.ts';
import { requireWritable } from '../writable.ts';
import { readLines } from '../scrub/read-lines.ts';
import { UNREAD, scrubLine } from '../scrub/scrub-line.ts';
import { formatCounted } from '../words.ts';

/** Bytes of one line at most. */
const LINE_BYTES_MAX = 16 * 1024 * 1024;

/**
 * Scrubs lines of JSON: as many lines come out as went in, in their order. Ends with `incomplete` where a line could not be
 * read; `null` stands in its place. What was found does not make it fail: it is gone.
 */
export const run: Run = async (context, given) => {
  const { input, findings } = openStreams(context, given);
  const counts = { lines: 0, scrubbed: 0, findings: 0, unread: 0 };
  for await (const line of readLines(input, LINE_BYTES_MAX)) {
    if (context.signal.aborted) break;
    const done = line.kind === 'text' ? scrubLine(line.text) : UNREAD;
    counts.lines += 1;
    counts.unread += done.isUnread ? 1 : 0;
    counts.findings += done.findings.length;
    await write(process.stdout, `${done.text}\n`);
    if (done.findings.length === 0) continue;
    counts.scrubbed += 1;
    if (findings === null) continue;
    await write(findings, `${JSON.stringify({ line: counts.lines, findings: done.findings })}\n`);
  }
  findings?.end();
  if (findings !== null) await finished(findings);
  const { lines, scrubbed, unread } = counts;
  context.print.note(
    `${formatCounted(lines, 'line')}, ${scrubbed} of them scrubbed of ${formatCounted(counts.findings, 'finding')}, ${unread} unread.`,
  );
  if (context.signal.aborted) return 'interrupted';
  return unread > 0 ? 'incomplete' : 'clean';
};

function openStreams(
  context: Context,
  given: Given,
): { readonly input: Readable; readonly findings: Writable | null } {
  const file = inputFile(context, given.args[0] ?? '-');
  const findings = openFindings(context, textOption(given, 'findings'), file);
  return { input: file === null ? process.stdin : createReadStream(file), findings };
}

/** Asked before anything is read: `createWriteStream` would tell of a wrong path only in the middle of the work. */
function openFindings(context: Context, file: string | undefined, input: string | null): Writable | null {
  if (file === undefined) return null;
  const path = resolve(context.directory, file);
  if (input !== null && realPath(path) === realPath(input)) {
    throw new Failure(
      'usage',
      'the findings would take the place of the input',
      'Name another file for them.',
    );
  }
  requireWritable([path]);
  return createWriteStream(path);
}

function realPath(path: string): string | null {
  try {
    return realpathSync(path);
  } catch {
    return null;
  }
}

/** Null for standard input. */
function inputFile(context: Context, target: string): string | null {
  if (target === '-') return null;
  const file = resolve(context.directory, target);
  const isThere = statSync(file, { throwIfNoEntry: false })?.isDirectory() === false;
  if (isThere) return file;
  throw new Failure('usage', 'there is no such file', 'Name a file of JSON lines, or - for standard input.');
}

async function write(sink: Writable, text: string): Promise<void> {
  if (!sink.write(text)) await once(sink, 'drain');
}
