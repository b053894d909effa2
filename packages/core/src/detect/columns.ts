/**
 * The values of tables in a text, whose names stand apart from them: statements that insert rows, and lines of CSV and TSV
 * below their header. A few rows are read, which is what errors and previews show.
 */
import { isSpaceAt } from './characters.ts';
import { meaningOf } from './key-meaning.ts';
import { MEANING } from './meaning.ts';
import type { Pair } from './pairs.ts';

const ROWS_MAX = 64;
const COLUMNS_MAX = 64;
/** Characters of the names of all columns at most. */
const HEADER_LENGTH_MAX = 1024;
const STATEMENTS_MAX = 4;
const LINE_BREAK = '\n';
/** What parts the fields of a line (RFC 4180, and what spreadsheets write elsewhere). */
const SEPARATORS: readonly string[] = [',', ';', '\t', '|'];
const NAME = /^["'`[]?\p{L}[\p{L}\p{M}\p{N}_ .-]{0,40}["'`\]]?$/u;
/** The table and the opening bracket of its columns, before the bracket. */
const TABLE = /(?:into|INTO)\s{1,4}["'`[]?([\w."`]{1,80}?)["'`\]]?\s{0,4}$/u;
const VALUES = /\)\s{0,4}values\b/iuy;
/** What nobody but a person has. */
const OF_PEOPLE =
  MEANING.email | MEANING.phone | MEANING.birthDate | MEANING.nationalId | MEANING.bankAccount | MEANING.card;

/**
 * What MySQL says of a value that is there already, and of the index that forbids it, whose name mostly has the column's
 * (https://dev.mysql.com/doc/mysql-errors/8.0/en/server-error-reference.html, ER_DUP_ENTRY).
 */
const DUPLICATE = /Duplicate entry '([^'\n]{1,256})' for key '([\w.$-]{1,128})'/u;
const DUPLICATE_MARK = 'Duplicate entry ';
/** What the names of indexes begin and end with. */
const OF_INDEX = /^(?:uq|uk|ux|ix|idx|uniq|unique)_|_(?:uq|uk|ux|ix|idx|uniq|unique|index|key)$/giu;

const NO_PAIRS: readonly Pair[] = Object.freeze([]);

/** The values below names that say something, in ascending order. */
export function findColumns(text: string): readonly Pair[] {
  const inserted = findInserted(text);
  if (inserted.length > 0) return inserted;
  if (text.includes(DUPLICATE_MARK)) return findDuplicate(text);
  const header = text.indexOf(LINE_BREAK);
  return header > 0 && header <= HEADER_LENGTH_MAX ? findLines(text, header) : NO_PAIRS;
}

/** `Duplicate entry 'Zoe Jones' for key 'users.full_name_UNIQUE'`. */
function findDuplicate(text: string): readonly Pair[] {
  const found = DUPLICATE.exec(text);
  const [, value = '', index = ''] = found ?? [];
  const column = index.slice(index.lastIndexOf('.') + 1).replaceAll(OF_INDEX, '');
  const meaning = telling(meaningOf(column));
  if (found === null || meaning === 0) return NO_PAIRS;
  const start = found.index + DUPLICATE_MARK.length + 1;
  return [{ start, end: start + value.length, meaning }];
}

/** `INSERT INTO users (full_name, phone) VALUES ('…', '…'), …`. */
function findInserted(text: string): readonly Pair[] {
  let pairs: Pair[] | null = null;
  let count = 0;
  for (
    let close = text.indexOf(')');
    close >= 0 && count < STATEMENTS_MAX;
    close = text.indexOf(')', close + 1)
  ) {
    VALUES.lastIndex = close;
    if (!VALUES.test(text)) continue;
    count++;
    const open = text.lastIndexOf('(', close);
    const columns = open < close - HEADER_LENGTH_MAX ? [] : text.slice(open + 1, close).split(',');
    const [, table = ''] = TABLE.exec(text.slice(Math.max(0, open - 100), open)) ?? [];
    const meanings = meaningsOf(columns, table.split('.').at(-1) ?? '');
    if (meanings !== null) readRows(text, VALUES.lastIndex, meanings, (pairs ??= []));
  }
  return pairs ?? NO_PAIRS;
}

/**
 * What each column means; null where no one means anything, or what stands there are no names. Beside what is only a
 * person's, a bare `name` is that person's.
 */
function meaningsOf(columns: readonly string[], table: string): readonly number[] | null {
  if (columns.length < 2 || columns.length > COLUMNS_MAX) return null;
  const names = columns.map((column) => column.trim());
  if (!names.every((name) => NAME.test(name))) return null;
  const meanings = names.map((name) => telling(meaningOf(name, table)));
  const isOfPeople = meanings.some((meaning) => (meaning & OF_PEOPLE) !== 0);
  if (isOfPeople) return names.map((name) => telling(meaningOf(name, table) || meaningOf(name, 'person')));
  return meanings.some((meaning) => meaning !== 0) ? meanings : null;
}

/** What says that a value is no personal data says nothing here. */
function telling(meaning: number): number {
  return (meaning & MEANING.safe) === 0 ? meaning : 0;
}

function readRows(text: string, from: number, meanings: readonly number[], pairs: Pair[]): void {
  let index = from;
  for (let row = 0; row < ROWS_MAX; row++) {
    index = skipSpace(text, index);
    if (text.charAt(index) !== '(') return;
    for (const meaning of meanings) {
      const field = fieldAt(text, skipSpace(text, index + 1), ',)');
      if (field.end > field.start && meaning !== 0)
        pairs.push({ start: field.start, end: field.end, meaning });
      index = field.next;
    }
    if (text.charAt(index) !== ')') return;
    index = skipSpace(text, index + 1);
    if (text.charAt(index) === ',') index++;
  }
}

/** Lines of as many fields as the first one has names. */
function findLines(text: string, headerEnd: number): readonly Pair[] {
  const header = text.slice(0, headerEnd).trimEnd();
  const separator = SEPARATORS.find((each) => header.includes(each));
  const meanings = separator === undefined ? null : meaningsOf(header.split(separator), '');
  if (separator === undefined || meanings === null) return NO_PAIRS;
  const pairs: Pair[] = [];
  let start = headerEnd + 1;
  for (let row = 0; row < ROWS_MAX && start < text.length; row++) {
    const line = readLine(text, start, separator, meanings);
    if (line === null) break;
    pairs.push(...line.pairs);
    start = line.next;
  }
  return pairs;
}

/** The pairs of a line, and where the next begins; null where the line has other fields than the header. */
function readLine(
  text: string,
  from: number,
  separator: string,
  meanings: readonly number[],
): { readonly pairs: readonly Pair[]; readonly next: number } | null {
  const pairs: Pair[] = [];
  let index = from;
  for (const [column, meaning] of meanings.entries()) {
    const field = fieldAt(text, index, separator + LINE_BREAK);
    if (field.end > field.start && meaning !== 0) pairs.push({ start: field.start, end: field.end, meaning });
    const isLast = column === meanings.length - 1;
    if (isLast !== (text.charAt(field.next) !== separator)) return null;
    index = field.next + 1;
  }
  return { pairs, next: index };
}

interface Field {
  readonly start: number;
  readonly end: number;
  /** Where the mark behind it stands. */
  readonly next: number;
}

/** The field that begins here, in quotes or up to one of the marks. */
function fieldAt(text: string, from: number, marks: string): Field {
  const quote = text.charAt(from);
  if (quote === '"' || quote === "'") {
    const closing = closingQuote(text, from + 1, quote);
    return { start: from + 1, end: closing, next: markAt(text, closing, marks) };
  }
  const next = markAt(text, from, marks);
  let end = next;
  while (end > from && isSpaceAt(text, end - 1)) end--;
  return { start: from, end, next };
}

/** A doubled quote is one of the field's own. */
function closingQuote(text: string, from: number, quote: string): number {
  let end = text.indexOf(quote, from);
  while (end >= 0 && text.charAt(end + 1) === quote) end = text.indexOf(quote, end + 2);
  return end < 0 ? text.length : end;
}

function markAt(text: string, from: number, marks: string): number {
  let index = from;
  while (index < text.length && !marks.includes(text.charAt(index))) index++;
  return index;
}

function skipSpace(text: string, from: number): number {
  let index = from;
  while (isSpaceAt(text, index)) index++;
  return index;
}
