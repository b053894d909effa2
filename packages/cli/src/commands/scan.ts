import { resolve } from 'node:path';
import { textOption } from '../command.ts';
import type { Context, Given, Run } from '../command.ts';
import { Failure, gravest } from '../exit.ts';
import type { Exit } from '../exit.ts';
import { printable } from '../print.ts';
import type { Print } from '../print.ts';
import { createProgress } from '../progress.ts';
import type { Progress } from '../progress.ts';
import { classOf } from '../scan/scan-text.ts';
import { scanTree } from '../scan/scan-tree.ts';
import type { TreeScan } from '../scan/scan-tree.ts';
import { summary, toMarkdown } from '../scan/to-markdown.ts';
import { toSarif } from '../scan/to-sarif.ts';
import { readVersion } from '../version.ts';

/** Classes that end the command with `findings`, for each choice of --fail-on. */
const FAILING: Readonly<Record<string, readonly string[]>> = {
  secret: ['secret'],
  personal: ['secret', 'personal'],
  never: [],
};

/** How many files there are where progress is told. */
const FILES_TOLD_MIN = 2000;

/** Scans a tree. The ending is worked out before anything is printed, so that it is the same in every form. */
export const run: Run = async (context, given) => {
  const scan = await scanAt(context, given);
  const failing = FAILING[textOption(given, 'failOn') ?? 'personal'] ?? [];
  const exits: Exit[] = ['clean'];
  if (scan.hits.some((hit) => failing.includes(classOf(hit)))) exits.push('findings');
  if (scan.unread.length > 0) exits.push('incomplete');
  if (scan.stopped) exits.push('interrupted');
  const exit = gravest(exits);
  show(context.print, scan, textOption(given, 'output'));
  context.print.note(summary(scan));
  return exit;
};

async function scanAt(context: Context, given: Given): Promise<TreeScan> {
  const [named = '.'] = given.args;
  const progress = progressOf(context);
  const options = {
    from: context.directory,
    bytesMax: bytesMaxOf(given),
    signal: context.signal,
    tell: progress.tell,
  };
  try {
    return await scanTree(resolve(context.directory, named), options);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    throw new Failure(
      'usage',
      `there is no ${printable(named)}`,
      'Name a directory or a file that is there.',
    );
  } finally {
    progress.end();
  }
}

/** Begins when the number of files is known, and only for so many that one has to wait. */
function progressOf({ progress: mode, stderr: stream, environment }: Context): {
  readonly tell: (done: number, total: number) => void;
  readonly end: () => void;
} {
  let progress: Progress | null = null;
  return {
    tell: (done, total) => {
      if (total < FILES_TOLD_MIN) return;
      progress ??= createProgress({ mode, label: 'scanning', total, stream, environment, now });
      progress.update(done);
    },
    end: () => progress?.end(),
  };
}

function now(): number {
  return performance.now();
}

function bytesMaxOf(given: Given): number {
  const megabytes = Number(textOption(given, 'sizeMax'));
  if (megabytes > 0 && megabytes <= 1000) return megabytes * 1_000_000;
  throw new Failure('usage', '--size-max is to be more than 0 and at most 1000', 'Write it in megabytes.');
}

function show(print: Print, scan: TreeScan, output: string | undefined): void {
  if (output === 'sarif') print.data(JSON.stringify(toSarif(scan, readVersion()), null, 2));
  else if (output === 'markdown') print.data(toMarkdown(scan));
  else if (print.format === 'json') print.json(forScripts(scan));
  else showLines(print, scan);
}

function forScripts({ hits, ...rest }: TreeScan): unknown {
  return {
    schemaVersion: 1,
    command: 'scan',
    ...rest,
    findings: hits.map((hit) => ({ ...hit, class: classOf(hit) })),
  };
}

function showLines(print: Print, { hits, unread }: TreeScan): void {
  for (const hit of hits) {
    const place = print.style('bold', printable(`${hit.path}:${hit.line}:${hit.column}`));
    const kind = print.style(classOf(hit) === 'secret' ? 'red' : 'yellow', hit.kind);
    print.data(`${place} ${kind}, ${hit.length} characters`);
  }
  for (const { path, reason } of unread) {
    print.data(`${print.style('bold', printable(path))} not read: ${reason}`);
  }
}
