/** What `headgate init` says of what it found and did: for people, and as one document for scripts. No token is in it. */
import { printable } from '../print.ts';
import type { Print } from '../print.ts';
import { count } from '../print-issues.ts';
import type { MergedEvents } from './merge-events.ts';
import type { FoundSdk, Survey } from './survey.ts';
import type { Undone } from './undo.ts';
import type { WrittenFiles } from './write-files.ts';

/** Where `headgate serve` takes events, unless its configuration says otherwise. */
const GATEWAY = 'http://127.0.0.1:4400';
const UNDO = 'headgate init --undo';
const NEXT = ['headgate plan lint', 'headgate config validate', 'headgate dev'] as const;
/** Places that are listed one by one. */
const PLACES_SHOWN = 5;

interface Change {
  readonly package: string;
  /** Null where no set-up was found. */
  readonly file: string | null;
  readonly line: number | null;
  /** Options to write there, each a line. */
  readonly options: readonly string[];
}

/** What to change in the source, for each set-up of each SDK. Nobody but the person changes it. */
function changesOf(sdks: readonly FoundSdk[]): readonly Change[] {
  return sdks.flatMap(({ sdk, setups }): Change[] => {
    const options = sdk.signs.change(GATEWAY);
    const { package: name } = sdk.entry;
    if (setups.length === 0) return [{ package: name, file: null, line: null, options }];
    return setups.map(({ file, line }) => ({ package: name, file, line, options }));
  });
}

export function showFound(print: Print, survey: Survey, merged: MergedEvents): void {
  const { sdks, unread, indirect, tokens, unnamed, skipped } = survey;
  const line = (mark: string, text: string): void =>
    print.data(`${print.style('bold', mark.padEnd(10))}${text}`);
  for (const { sdk, version, file, line: at } of sdks) {
    line('Found', `${sdk.entry.package}${version === null ? '' : ` ${version}`}  ${place(file, at)}`);
  }
  for (const { name, file, line: at } of unread) {
    line('Not read', `${name}  ${place(file, at)}: not in the catalogue, so it is not covered`);
  }
  for (const { name, file, line: at } of indirect) {
    line('Left', `${name}  ${place(file, at)}: another package brings it, and no source imports it`);
  }
  for (const { vendor, file, line: at } of tokens) {
    const whose = vendor === 'unknown' ? 'what looks like a secret' : `a token of ${vendor}`;
    line('Token', `${whose} stands at ${place(file, at)} (not printed)`);
  }
  places(print, 'Unnamed', 'of events whose names the code does not show', unnamed);
  places(print, 'Withheld', 'with names that hold a secret or personal data', merged.withheld);
  if (merged.beyond > 0) line('Left', `${count(merged.beyond, 'event')} beyond the limit`);
  for (const { file, reason } of skipped) line('Unread', `${printable(file)}: ${reason}`);
}

function places(
  print: Print,
  mark: string,
  what: string,
  found: readonly { readonly file: string; readonly line: number }[],
): void {
  if (found.length === 0) return;
  const shown = found.slice(0, PLACES_SHOWN).map(({ file, line }) => place(file, line));
  const more = found.length > shown.length ? `, and ${found.length - shown.length} more` : '';
  print.data(
    `${print.style('bold', mark.padEnd(10))}${count(found.length, 'call')} ${what}: ${shown.join(', ')}${more}`,
  );
}

function place(file: string, line: number): string {
  return `${printable(file)}:${line}`;
}

export function showWritten(print: Print, { written, left }: WrittenFiles): void {
  print.data('');
  const events = written.filter((path) => path.startsWith('telemetry/events/'));
  for (const path of written.filter((each) => !events.includes(each))) showFile(print, path);
  if (events.length > 0) {
    showFile(print, `telemetry/events/  ${count(events.length, 'event')}, all drafts to be reviewed`);
  }
  for (const { path, reason } of left) print.data(`  - ${printable(path)}  left alone: ${reason}`);
}

function showFile(print: Print, text: string): void {
  print.data(`  ${print.style('green', '✔')} ${text}`);
}

export function showNext(print: Print, sdks: readonly FoundSdk[]): void {
  print.data('');
  print.data(print.style('bold', 'Change, by hand:'));
  for (const { package: name, file, line, options } of changesOf(sdks)) {
    const where = file === null || line === null ? 'no set-up found' : place(file, line);
    for (const option of options) print.data(`  ${where}  ${name}  ${option}`);
  }
  print.data(
    '  all options of an SDK, with those that close what else it asks: headgate doctor --sdk <package>',
  );
  print.data(`${print.style('bold', 'Next:')}  ${NEXT.join('  ·  ')}`);
  print.data(`${print.style('bold', 'Undo:')}  ${UNDO}`);
}

/** The whole of it for scripts. */
export function initDocument(survey: Survey, merged: MergedEvents, files: WrittenFiles): object {
  const { sdks, unread, indirect, tokens, unnamed, skipped, filesRead } = survey;
  return {
    schemaVersion: 1,
    command: 'init',
    sdks: sdks.map(({ sdk, version, file, line, setups }) => ({
      package: sdk.entry.package,
      source: sdk.source,
      version,
      file,
      line,
      setups: setups.map((each) => ({ file: each.file, line: each.line, tokenLine: each.tokenLine })),
    })),
    unread: unread.map(({ name, file, line }) => ({ package: name, file, line })),
    indirect: indirect.map(({ name, file, line }) => ({ package: name, file, line })),
    tokens,
    events: merged.events.map(({ call, name, sources, file, line }) => ({ call, name, sources, file, line })),
    unnamed,
    withheld: merged.withheld,
    beyond: merged.beyond,
    filesRead,
    skipped,
    ...files,
    change: changesOf(sdks),
    next: sdks.length === 0 ? [] : NEXT,
    undo: UNDO,
  };
}

export function showUndone(print: Print, undone: Undone): void {
  if (print.format === 'json') {
    print.json({ schemaVersion: 1, command: 'init', ...undone });
    return;
  }
  for (const path of undone.removed) print.data(`  removed  ${printable(path)}`);
  for (const { path, reason } of undone.left) print.data(`  left     ${printable(path)}: ${reason}`);
}
