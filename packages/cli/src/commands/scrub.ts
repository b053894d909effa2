import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Writable } from 'node:stream';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type { Context, Run } from '../command.ts';
import { textOption } from '../command.ts';
import { Failure } from '../exit.ts';
import { readLines } from '../scrub/read-lines.ts';
import { scrubLine } from '../scrub/scrub-line.ts';

/** Bytes of one line at most. */
const LINE_BYTES_MAX = 16 * 1024 * 1024;

/**
 * Scrubs lines of JSON: as many lines come out as went in, in their order. Ends with `incomplete` where a line could not be
 * read; `null` stands in its place. What was found does not make it fail: it is gone.
 */
export const run: Run = async (context, given) => {
  const [target = '-'] = given.args;
  const input = openInput(context, target);
  const findingsFile = textOption(given, 'findings');
  const findings =
    findingsFile === undefined ? null : createWriteStream(resolve(context.directory, findingsFile));
  const counts = { lines: 0, scrubbed: 0, findings: 0, unread: 0 };
  for await (const line of readLines(input, LINE_BYTES_MAX)) {
    if (context.signal.aborted) break;
    counts.lines += 1;
    const done = line.kind === 'text' ? scrubLine(line.text) : { text: 'null', findings: [], isUnread: true };
    if (done.isUnread) counts.unread += 1;
    if (done.findings.length > 0) counts.scrubbed += 1;
    counts.findings += done.findings.length;
    await write(process.stdout, `${done.text}\n`);
    if (findings !== null && done.findings.length > 0) {
      await write(findings, `${JSON.stringify({ line: counts.lines, findings: done.findings })}\n`);
    }
  }
  if (findings !== null) {
    findings.end();
    await finished(findings);
  }
  context.print.note(
    `${counts.lines} lines, ${counts.scrubbed} of them scrubbed of ${counts.findings} findings, ${counts.unread} unread.`,
  );
  if (context.signal.aborted) return 'interrupted';
  return counts.unread > 0 ? 'incomplete' : 'clean';
};

function openInput(context: Context, target: string) {
  if (target === '-') return process.stdin;
  const file = resolve(context.directory, target);
  if (!existsSync(file)) {
    throw new Failure(
      'usage',
      'there is no such file',
      'Name a file of JSON lines, or - for standard input.',
    );
  }
  return createReadStream(file);
}

async function write(sink: Writable, text: string): Promise<void> {
  if (!sink.write(text)) await once(sink, 'drain');
}
