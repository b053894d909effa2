/** One JSON value a line (https://jsonlines.org, https://github.com/ndjson/ndjson-spec): the export of most vendors. */
import { hasRepeatedKey, parseJson } from '@headgate/core/inspect';
import { cutLines } from './cut-lines.ts';
import type { Chunk, Format, Head, ReadLimits, RecordSink } from './format.ts';
import { NEWLINE } from './format.ts';
import { latin1Text, utf8Text } from './text.ts';

/** Nesting that is read; no known export comes near. */
export const DEPTH_MAX = 128;
const NAMES = /\.(?:jsonl|ndjson|jsonlines|ldjson)$/;
const LINES_TRIED = 5;
const OPEN_BRACE = 123;
const BYTE_ORDER_MARK = '\ufeff';

export const jsonl: Format = {
  id: 'jsonl',
  recognise: (head) => NAMES.test(head.name) || hasWholeLine(head),
  cutter: (sink, limits) => cutLines(sink, limits),
  read: readJsonLines,
};

/**
 * Whether one of the first lines is an object in itself. A document over several lines may have such lines too, but
 * begins with one that is open. A line that is alone is a document: of one event, or of many in an array.
 */
function hasWholeLine({ text, isWhole }: Head): boolean {
  const lines = text
    .replace(BYTE_ORDER_MARK, '')
    .trimStart()
    .split('\n', LINES_TRIED + 1);
  const [first = '', ...more] = lines;
  if (isWhole && more.every((line) => line.trim() === '')) return false;
  if (first.startsWith('[') || /^\{.*[[{,]\s*$|^\{\s*$/.test(first)) return false;
  // The last piece may be cut off by the end of the head.
  const whole = isWhole || lines.length > LINES_TRIED ? lines.slice(0, LINES_TRIED) : lines.slice(0, -1);
  return whole.some((line) => line.startsWith('{') && isJson(line));
}

function isJson(line: string): boolean {
  return parseJson(line, DEPTH_MAX).kind === 'parsed';
}

function readJsonLines(chunk: Chunk, sink: RecordSink, limits: ReadLimits): void {
  eachLine(chunk, (text, line, isUtf8) => {
    if (isBlank(text) || !sink.wants(line)) return;
    // A character is at most three bytes, so most lines need no counting.
    const isLong = text.length > limits.recordBytesMax / 3 && Buffer.byteLength(text) > limits.recordBytesMax;
    if (isLong) return sink.unread(line, line, 'too-long');
    if (!isUtf8) sink.unread(line, line, 'not-utf-8');
    const json = parseJson(text, DEPTH_MAX);
    if (json.kind === 'refused') {
      return sink.unread(line, line, json.refusal === 'too-deep' ? 'too-deep' : 'broken-json');
    }
    // Another reader of the same bytes may keep the first.
    if (hasRepeatedKey(text, json.value)) sink.unread(line, line, 'repeated-key');
    sink.record(json.value, 'json');
  });
}

/**
 * Calls back with each line, without its break. A line that is not UTF-8 is read as Latin-1, and so said. Where all is
 * UTF-8, as nearly always, it is decoded at once: a call for each line would cost as much as parsing it.
 */
export function eachLine(
  { bytes, firstLine }: Chunk,
  take: (text: string, line: number, isUtf8: boolean) => void,
): void {
  const whole = utf8Text(bytes);
  if (whole !== null) return eachTextLine(whole, firstLine, take);
  let from = 0;
  for (let line = firstLine; from < bytes.length; line++) {
    const found = bytes.indexOf(NEWLINE, from);
    const end = found === -1 ? bytes.length : found;
    const piece = bytes.subarray(from, end);
    const text = utf8Text(piece);
    take(text ?? latin1Text(piece), line, text !== null);
    from = end + 1;
  }
}

function eachTextLine(
  text: string,
  firstLine: number,
  take: (text: string, line: number, isUtf8: boolean) => void,
): void {
  let from = 0;
  for (let line = firstLine; from < text.length; line++) {
    const found = text.indexOf('\n', from);
    const end = found === -1 ? text.length : found;
    take(text.slice(from, end), line, true);
    from = end + 1;
  }
}

function isBlank(text: string): boolean {
  return text.charCodeAt(0) !== OPEN_BRACE && text.replace(BYTE_ORDER_MARK, '').trim() === '';
}
