/** Comma, semicolon or tab separated values (RFC 4180) whose first row names the columns. */
import type { Json, JsonObject } from '@headgate/core';
import { parseJson, scanText } from '@headgate/core/inspect';
import { cutLines } from './cut-lines.ts';
import type { Chunk, Cutter, CutterSink, Format, Head, ReadLimits, RecordSink } from './format.ts';
import { NEWLINE } from './format.ts';
import { DEPTH_MAX } from './jsonl.ts';
import { latin1Text, utf8Text } from './text.ts';

const QUOTE = 34;
const SEPARATORS = [',', '\t', ';', '|'] as const;
const NAMES = /\.(?:csv|tsv|tab)$/;

export const csv: Format = {
  id: 'csv',
  recognise: (head) => NAMES.test(head.name) || hasTwoRowsAlike(head),
  cutter: cutRows,
  read: readRows,
};

/** Whether the first two rows have as many columns, more than one, and the first none that is empty or a number. */
function hasTwoRowsAlike({ text, isWhole }: Head): boolean {
  const firstEnd = rowEnd(text, 0);
  const secondEnd = rowEnd(text, firstEnd);
  if (firstEnd >= text.length || (secondEnd === text.length && !isWhole)) return false;
  const separator = separatorOf(text.slice(0, firstEnd));
  const names = splitRow(text.slice(0, firstEnd), separator);
  const cells = splitRow(text.slice(firstEnd, secondEnd), separator);
  if (names === null || cells === null || names.length < 2 || names.length !== cells.length) return false;
  return names.every((name) => /^[\p{L}_$@][^\n]{0,127}$/u.test(name));
}

/** The position after the row that begins at `from`; breaks inside quotes do not end it. */
function rowEnd(text: string, from: number): number {
  let isQuoted = false;
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) isQuoted = !isQuoted;
    else if (code === NEWLINE && !isQuoted) return at + 1;
  }
  return text.length;
}

function cutRows(sink: CutterSink, limits: ReadLimits): Cutter {
  let header: string | null = null;
  let alone: Chunk | null = null;
  const chunk = async (cut: Chunk): Promise<void> => {
    alone = null;
    if (header !== null) return await sink.chunk({ ...cut, header });
    const text = utf8Text(cut.bytes) ?? latin1Text(cut.bytes);
    header = text.slice(0, rowEnd(text, 0));
    const unnamed = unnamedHeader(header);
    if (lacksColumn(unnamed ?? header, limits)) sink.unread(cut.firstLine, cut.firstLine, 'no-column');
    if (unnamed !== null) {
      header = unnamed;
      return await sink.chunk({ ...cut, header });
    }
    const isUtf8 = utf8Text(cut.bytes) !== null;
    const size = Buffer.byteLength(header, isUtf8 ? 'utf8' : 'latin1');
    if (size === cut.bytes.length) {
      alone = { ...cut, header };
      return;
    }
    const firstLine = cut.firstLine + header.split('\n').length - 1;
    // A copy, because the worker is given the whole of the memory below the bytes.
    await sink.chunk({ ...cut, bytes: cut.bytes.slice(size), firstLine, header });
  };
  const cutter = cutLines({ ...sink, chunk }, limits, lastRowEnd);
  return {
    ...cutter,
    end: async () => {
      await cutter.end();
      // A row without any other may be data as well as names, so it is looked at as both.
      if (alone !== null) await sink.chunk(alone);
    },
  };
}

/**
 * The header of a file without one, whose first row holds data, as something found in it shows: columns have no names
 * there, and no cell may be told as the name of its column. Null where the first row may be a header.
 */
function unnamedHeader(row: string): string | null {
  const separator = separatorOf(row);
  const names = splitRow(row.replace(/^\ufeff/, ''), separator) ?? [];
  return names.some((name) => scanText(name).length > 0) ? names.map(() => '*').join(separator) : null;
}

/** Whether a column that was asked for is not there; a header that cannot be read is told of with its rows. */
function lacksColumn(header: string, { columns }: ReadLimits): boolean {
  const names = splitRow(header.replace(/^\ufeff/, ''), separatorOf(header)) ?? [];
  return columns?.some((column) => !names.includes(column)) ?? false;
}

/** The position after the last line break that is outside quotes. */
function lastRowEnd(bytes: Uint8Array): number {
  if (!bytes.includes(QUOTE)) return bytes.lastIndexOf(NEWLINE) + 1;
  let isQuoted = false;
  let end = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) isQuoted = !isQuoted;
    else if (byte === NEWLINE && !isQuoted) end = at + 1;
  }
  return end;
}

function readRows(chunk: Chunk, sink: RecordSink, limits: ReadLimits): void {
  const header = chunk.header ?? '';
  const separator = separatorOf(header);
  const names = splitRow(header.replace(/^\ufeff/, ''), separator);
  if (names === null) return sink.unread(1, 1, 'broken-row');
  let line = chunk.firstLine;
  for (const bytes of eachRow(chunk.bytes)) {
    const breaks = countBreaks(bytes);
    const lastLine = line + Math.max(0, breaks - 1);
    if (sink.wants(line)) readRow({ bytes, names, separator, line, lastLine }, sink, limits);
    line += breaks;
  }
}

interface Row {
  readonly bytes: Uint8Array;
  readonly names: readonly string[];
  readonly separator: string;
  readonly line: number;
  readonly lastLine: number;
}

function readRow(row: Row, sink: RecordSink, limits: ReadLimits): void {
  const { bytes, names, line, lastLine } = row;
  const size = bytes.at(-1) === NEWLINE ? bytes.length - 1 : bytes.length;
  if (size > limits.recordBytesMax) return sink.unread(line, lastLine, 'too-long');
  const text = utf8Text(bytes);
  if (text === null) sink.unread(line, lastLine, 'not-utf-8');
  const whole = text ?? latin1Text(bytes);
  if (whole.trim() === '') return;
  const cells = splitRow(whole, row.separator);
  if (cells === null || cells.length !== names.length) sink.unread(line, lastLine, 'broken-row');
  // A row that is out of joint is looked at all the same: what is found in it is there.
  const shown = cells ?? [whole];
  const members = shown.map((cell, at) => [names[at] ?? '*', cell] as const);
  // Which column a cell of a row out of joint belongs to is not known, so all of them are looked at.
  const isJoined = cells?.length === names.length;
  const meant = isJoined ? members.filter(([name]) => limits.columns?.includes(name) ?? true) : members;
  sink.record(recordOf(meant), 'csv');
}

/** Cells as members of one object. Of several columns with one name, each cell is kept, in a list. */
export function recordOf(cells: readonly (readonly [name: string, cell: string])[]): JsonObject {
  const members = cells.map(([name, cell]): readonly [string, Json] => [name, cellValue(cell)]);
  const record = Object.fromEntries(members);
  if (Object.keys(record).length === cells.length) return record;
  const lists = Map.groupBy(members, ([name]) => name);
  return Object.fromEntries(
    [...lists].map(([name, each]) => [
      name,
      each.length === 1 ? (each[0]?.[1] ?? null) : each.map(([, value]) => value),
    ]),
  );
}

/** JSON in a cell is opened, so that what is found in it has a path. */
function cellValue(cell: string): Json {
  if (!/^\s*[{[]/.test(cell)) return cell;
  const json = parseJson(cell, DEPTH_MAX);
  return json.kind === 'parsed' ? json.value : cell;
}

function* eachRow(bytes: Uint8Array): Generator<Uint8Array> {
  let from = 0;
  let isQuoted = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) isQuoted = !isQuoted;
    else if (byte === NEWLINE && !isQuoted) {
      yield bytes.subarray(from, at + 1);
      from = at + 1;
    }
  }
  if (from < bytes.length) yield bytes.subarray(from);
}

function countBreaks(bytes: Uint8Array): number {
  let breaks = 0;
  for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) breaks++;
  return breaks;
}

/** The separator that the header has most of. */
function separatorOf(header: string): string {
  const counts = SEPARATORS.map((each) => header.split(each).length);
  return SEPARATORS[counts.indexOf(Math.max(...counts))] ?? ',';
}

/** The cells of one row; null where a quote is out of place. */
function splitRow(row: string, separator: string): readonly string[] | null {
  const text = row.replace(/\r?\n$/, '');
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    const isQuoted = text.charCodeAt(at) === QUOTE;
    const end = isQuoted ? quotedEnd(text, at + 1) : text.indexOf(separator, at);
    if (isQuoted && end === -1) return null;
    const stop = end === -1 ? text.length : end;
    cells.push(isQuoted ? text.slice(at + 1, stop).replaceAll('""', '"') : text.slice(at, stop));
    const after = isQuoted ? stop + 1 : stop;
    if (after >= text.length) return cells;
    if (!text.startsWith(separator, after)) return null;
    at = after + 1;
  }
}

/** Where the quote stands that closes the cell; -1 where none does. */
function quotedEnd(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at !== -1; at = text.indexOf('"', at + 2)) {
    if (text.charCodeAt(at + 1) !== QUOTE) return at;
  }
  return -1;
}
