/** One JSON value a line (https://jsonlines.org, https://github.com/ndjson/ndjson-spec): the export of most vendors. */
import type { Json } from '@headgate/core';
import { parseJson } from '@headgate/core';
import type { UnreadReason } from '../unread.ts';
import { cutLines } from './cut-lines.ts';
import type { Chunk, Format, Head, ReadLimits, RecordSink } from './format.ts';
import { NEWLINE } from './format.ts';
import { latin1Text, utf8Text } from './text.ts';

/** Nesting that is read; no known export comes near. */
export const DEPTH_MAX = 128;
const NAMES = /\.(?:jsonl|ndjson|jsonlines|ldjson)$/;
const LINES_TRIED = 5;

export const jsonl: Format = {
  id: 'jsonl',
  recognise: (head) => NAMES.test(head.name) || hasWholeLine(head),
  cutter: (sink, limits) => cutLines(sink, limits),
  read: readJsonLines,
};

/** Whether one of the first lines is an object or array in itself. */
function hasWholeLine({ text, isWhole }: Head): boolean {
  const lines = text.split('\n', LINES_TRIED + 1);
  // The last piece may be cut off by the end of the head.
  const whole = isWhole || lines.length > LINES_TRIED ? lines.slice(0, LINES_TRIED) : lines.slice(0, -1);
  const isAlone = lines.length === 1 || (lines.length === 2 && lines[1]?.trim() === '');
  return whole.some((line) => /^\s*\{/.test(line) && (isWhole || !isAlone) && isJson(line));
}

function isJson(line: string): boolean {
  return parseJson(line, DEPTH_MAX).kind === 'parsed';
}

function readJsonLines(chunk: Chunk, sink: RecordSink, limits: ReadLimits): void {
  eachLine(chunk, (bytes, line) => {
    if (isBlank(bytes) || !sink.wants(line)) return;
    if (bytes.length > limits.recordBytesMax) return sink.unread(line, line, 'too-long');
    readRecord(bytes, sink, (reason) => sink.unread(line, line, reason));
  });
}

/** Calls back with each line, without its break. */
export function eachLine({ bytes, firstLine }: Chunk, take: (line: Uint8Array, at: number) => void): void {
  let from = 0;
  let line = firstLine;
  while (from < bytes.length) {
    const found = bytes.indexOf(NEWLINE, from);
    const end = found === -1 ? bytes.length : found;
    take(bytes.subarray(from, end), line);
    from = end + 1;
    line += 1;
  }
}

/** White space, or a byte order mark before it. */
function isBlank(bytes: Uint8Array): boolean {
  const from = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  for (let at = from; at < bytes.length; at++) if ((bytes[at] ?? 0) > 32) return false;
  return true;
}

/** Reads one JSON value. What is not UTF-8 is looked at as Latin-1 and told of all the same. */
export function readRecord(bytes: Uint8Array, sink: RecordSink, unread: (reason: UnreadReason) => void): void {
  const text = utf8Text(bytes);
  if (text === null) unread('not-utf-8');
  const value = parsed(text ?? latin1Text(bytes), unread);
  if (value !== undefined) sink.record(value, 'json');
}

function parsed(text: string, unread: (reason: UnreadReason) => void): Json | undefined {
  const json = parseJson(text, DEPTH_MAX);
  if (json.kind === 'parsed') return json.value;
  unread(json.refusal === 'too-deep' ? 'too-deep' : 'broken-json');
  return undefined;
}
