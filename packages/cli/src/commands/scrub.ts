import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Writable } from 'node:stream';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type { Context, Run } from '../command.ts';
import { textOption } from '../command.ts';
import { Failure } from '../exit.ts';
import { readLines } from '../scrub/read-lines.ts';
import { UNREAD, scrubLine } from '../scrub/scrub-line.ts';

/** Bytes of one line at most. */
const LINE_BYTES_MAX = 16 * 1024 * 1024;

/**
 * Scrubs lines of JSON: as many lines come out as went in, in their order. Ends with `incomplete` where a line could not be
 * read; `null` stands in its place. What was found does not make it fail: it is gone.
 */
export const run: Run = async (context, given) => {
  const input = openInput(context, given.args[0] ?? '-');
  const findings = openFindings(context, textOption(given, 'findings'));
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
    `${lines} lines, ${scrubbed} of them scrubbed of ${counts.findings} findings, ${unread} unread.`,
  );
  if (context.signal.aborted) return 'interrupted';
  return unread > 0 ? 'incomplete' : 'clean';
};

function openFindings(context: Context, file: string | undefined): Writable | null {
  return file === undefined ? null : createWriteStream(resolve(context.directory, file));
}

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
