import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Context, Given, Run } from '../command.ts';
import { textOption } from '../command.ts';
import { Failure } from '../exit.ts';
import type { Exit } from '../exit.ts';
import { counted } from '../findings/report.ts';
import { formatTable, printable } from '../print.ts';
import type { Print } from '../print.ts';
import type { SdkDefaults } from '../sdk/defaults.ts';
import { diffDefaults } from '../sdk/diff-defaults.ts';
import type { DefaultsDiff, Direction } from '../sdk/diff-defaults.ts';
import { EXTRACTORS } from '../sdk/extractors/index.ts';
import { packageAt } from '../sdk/package-files.ts';
import { readDefaults } from '../sdk/read-defaults.ts';
import { readTarball } from '../sdk/read-tarball.ts';

/** Compares two versions of an SDK. Ends with `findings` where --fail-on says so, `usage` where they cannot be compared. */
export const run: Run = async (context, given) => {
  const before = defaultsAt(context, given, 0);
  const after = defaultsAt(context, given, 1);
  if (before.package !== after.package)
    throw new Failure('usage', 'the two are not of one package', 'Name two versions of the same package.');
  const diff = diffDefaults(before, after);
  const exit = exitFor(diff, textOption(given, 'failOn') ?? 'widening');
  if (context.print.format === 'json') context.print.json({ schemaVersion: 1, command: 'sdk diff', ...diff });
  else show(context.print, diff);
  context.print.note(summaryOf(diff));
  return Promise.resolve(exit);
};

function defaultsAt({ directory }: Context, given: Given, at: number): SdkDefaults {
  const named = given.args[at] ?? '';
  const path = resolve(directory, named);
  const entry = statSync(path, { throwIfNoEntry: false });
  const mend = 'Name a directory with a package.json, or a tarball made by npm pack.';
  if (entry === undefined) throw new Failure('usage', `there is no ${printable(named)}`, mend);
  const files = entry.isDirectory() ? packageAt(path) : readTarball(path);
  if (files === null) throw new Failure('usage', `${printable(named)} is no package`, mend);
  const defaults = readDefaults(files);
  if (defaults !== null) return defaults;
  const known = EXTRACTORS.map((each) => each.package).join(', ');
  throw new Failure('usage', 'no extractor reads the defaults of this package', `Read are ${known}.`);
}

function exitFor({ changes }: DefaultsDiff, failOn: string): Exit {
  const isFailing =
    failOn === 'any' ? changes.length > 0 : changes.some(({ direction }) => direction === 'widens');
  return failOn !== 'never' && isFailing ? 'findings' : 'clean';
}

const STYLES = {
  widens: 'red',
  narrows: 'green',
  neutral: 'dim',
  unknown: 'yellow',
  'no-rule': 'dim',
} as const satisfies Readonly<Record<Direction, string>>;

function show(print: Print, diff: DefaultsDiff): void {
  print.data(print.style('bold', `${diff.package} ${diff.before ?? '?'} → ${diff.after ?? '?'}`));
  if (diff.changes.length > 0) {
    const rows = diff.changes.map(({ direction, kind, option, before, after }) => [
      direction === 'no-rule' ? 'no rule' : direction,
      kind,
      printable(option),
      printable(before ?? '–'),
      printable(after ?? '–'),
    ]);
    const [head = '', ...lines] = formatTable(['privacy', 'what', 'option', 'before', 'after'], rows).split(
      '\n',
    );
    print.data(print.style('dim', head));
    for (const [at, line] of lines.entries()) {
      const change = diff.changes[at];
      if (change === undefined) continue;
      print.data(print.style(STYLES[change.direction], line));
      if (change.why !== null) print.data(`    ${change.why}\n    → ${change.line ?? ''}`);
    }
  }
  if (diff.unread.length > 0)
    print.data(`not compared, because unknown in one of them: ${diff.unread.join(', ')}`);
}

function summaryOf({ changes }: DefaultsDiff): string {
  const of = (direction: Direction): number => changes.filter((each) => each.direction === direction).length;
  return `${counted(changes.length, 'change')}: ${of('widens')} widening, ${of('narrows')} narrowing, ${of('neutral')} neutral, ${of('unknown')} unknown, ${of('no-rule')} of options without a rule`;
}
