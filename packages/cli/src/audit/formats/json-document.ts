/**
 * JSON documents of any size: an array of events, or an object that holds one (`{"batch": […]}`, a HAR, OTLP), also
 * several one after the other. One pass over the bytes takes the elements of these arrays out, each onto a line of its
 * own; what stands around them makes one more line. Only one element is held at a time, and none beyond the limit.
 *
 * States: outside any value; in the envelope, where keys are followed to know an array of events when it opens; in an
 * element. A document that ends early gives all its whole elements, and is told of as truncated.
 */
import type { Chunk, Cutter, CutterSink, Format, ReadLimits, RecordSink } from './format.ts';
import { CHUNK_BYTES, NEWLINE } from './format.ts';
import { jsonl } from './jsonl.ts';

/** Where arrays of events are found, as keys from the root. */
const EVENT_ARRAYS: ReadonlySet<string> = new Set([
  '',
  'batch',
  'events',
  'data',
  'messages',
  'results',
  'rows',
  'log/entries',
  'resourceLogs',
  'resourceSpans',
  'resourceMetrics',
]);

/** A chunk is full enough here: most elements still fit behind. */
const CUT_BYTES = CHUNK_BYTES - 65_536;
const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const OPEN_BRACKET = 91;
const BACKSLASH = 92;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
/** Keys on the way to an array of events are no longer, and no deeper. */
const KEY_BYTES_MAX = 64;
const KEYS_DEPTH_MAX = 2;

export const jsonDocument: Format = {
  id: 'json',
  recognise: ({ text }) => /^\ufeff?\s*[{[]/.test(text),
  cutter: cutDocument,
  // Elements were taken off their lines, so a chunk knows only where it begins and ends.
  read: (chunk, sink, limits) => {
    const unread: RecordSink['unread'] = (_from, _to, reason) =>
      sink.unread(chunk.firstLine, chunk.lastLine, reason);
    jsonl.read(chunk, { ...sink, unread }, limits);
  },
};

interface Piece {
  bytes: Uint8Array<ArrayBuffer>;
  length: number;
}

interface Scanner {
  /** Whole elements, one a line, and the one that is being read from `elementStart`. */
  out: Piece;
  elementStart: number;
  /** Set when an element, or the envelope, was longer than the limit: the rest of it is passed over. */
  isTooLong: boolean;
  envelope: Piece;
  depth: number;
  /** Depth inside the array of events; 0 outside one. */
  eventsDepth: number;
  isString: boolean;
  isEscaped: boolean;
  /** Where the last string of the envelope begins, and the keys that are open. */
  stringStart: number;
  keys: string[];
  line: number;
  recordLine: number;
  chunkLine: number;
  /** Set after bytes that begin no value: the rest of the line is passed over. */
  isLost: boolean;
}

function cutDocument(sink: CutterSink, limits: ReadLimits): Cutter {
  const scanner = createScanner(sink.buffer());
  return {
    push: async (block) => {
      for (let at = 0; at < block.length; at++) {
        at = copyText(scanner, block, at, limits);
        if (at === block.length) break;
        step(scanner, block[at] ?? 0, sink, limits);
        if (scanner.elementStart >= CUT_BYTES) await give(scanner, sink);
      }
    },
    end: async () => {
      if (scanner.depth > 0 || scanner.isString) sink.unread(scanner.recordLine, scanner.line, 'truncated');
      await give(scanner, sink);
    },
  };
}

/** Most bytes are plain text in strings: a run of them is copied at once. The position after it. */
function copyText(scanner: Scanner, block: Uint8Array, from: number, limits: ReadLimits): number {
  if (!scanner.isString || scanner.isEscaped || scanner.isTooLong) return from;
  const piece = scanner.eventsDepth > 0 ? scanner.out : scanner.envelope;
  const start = scanner.eventsDepth > 0 ? scanner.elementStart : 0;
  const room = Math.min(piece.bytes.length - piece.length, limits.recordBytesMax - (piece.length - start));
  const stop = Math.min(block.length, from + Math.max(0, room));
  let to = from;
  while (to < stop && isPlain(block[to] ?? 0)) to++;
  piece.bytes.set(block.subarray(from, to), piece.length);
  piece.length += to - from;
  return to;
}

function isPlain(byte: number): boolean {
  return byte !== QUOTE && byte !== BACKSLASH && byte !== NEWLINE;
}

function createScanner(bytes: Uint8Array<ArrayBuffer>): Scanner {
  return {
    out: { bytes, length: 0 },
    elementStart: 0,
    isTooLong: false,
    envelope: { bytes: new Uint8Array(1024), length: 0 },
    depth: 0,
    eventsDepth: 0,
    isString: false,
    isEscaped: false,
    stringStart: 0,
    keys: [],
    line: 1,
    recordLine: 1,
    chunkLine: 1,
    isLost: false,
  };
}

function step(scanner: Scanner, byte: number, sink: CutterSink, limits: ReadLimits): void {
  if (byte === NEWLINE) {
    scanner.line += 1;
    scanner.isLost = false;
  }
  if (scanner.isString) return stepInString(scanner, byte, limits);
  if (scanner.depth === 0) return stepOutside(scanner, byte, sink, limits);
  if (endsElement(scanner, byte)) {
    endElement(scanner, sink);
    if (byte === COMMA) return;
    scanner.eventsDepth = 0;
    return leave(scanner, byte, sink, limits);
  }
  stepInside(scanner, byte, sink, limits);
}

function stepInside(scanner: Scanner, byte: number, sink: CutterSink, limits: ReadLimits): void {
  if (byte === OPEN_BRACE || byte === OPEN_BRACKET) return enter(scanner, byte, limits);
  if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) return leave(scanner, byte, sink, limits);
  if (byte === QUOTE) {
    scanner.isString = true;
    scanner.stringStart = scanner.envelope.length + 1;
  } else if (byte === COLON) noteKey(scanner);
  put(scanner, byte <= 32 ? 32 : byte, limits);
}

function endsElement({ eventsDepth, depth }: Scanner, byte: number): boolean {
  return eventsDepth > 0 && depth === eventsDepth && (byte === COMMA || byte === CLOSE_BRACKET);
}

function stepInString(scanner: Scanner, byte: number, limits: ReadLimits): void {
  if (scanner.isEscaped) scanner.isEscaped = false;
  else if (byte === BACKSLASH) scanner.isEscaped = true;
  else if (byte === QUOTE) scanner.isString = false;
  // A raw line break makes the string invalid, and must not make two records of one.
  put(scanner, byte === NEWLINE ? 0 : byte, limits);
}

function stepOutside(scanner: Scanner, byte: number, sink: CutterSink, limits: ReadLimits): void {
  if (scanner.isLost || byte <= 32 || byte === 0xef || byte === 0xbb || byte === 0xbf) return;
  if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
    scanner.recordLine = scanner.line;
    return enter(scanner, byte, limits);
  }
  // A comma between documents is how some tools join them.
  if (byte === COMMA) return;
  sink.unread(scanner.line, scanner.line, 'broken-json');
  scanner.isLost = true;
}

function enter(scanner: Scanner, byte: number, limits: ReadLimits): void {
  put(scanner, byte, limits);
  scanner.depth += 1;
  if (scanner.eventsDepth > 0 || byte !== OPEN_BRACKET || scanner.depth > KEYS_DEPTH_MAX + 1) return;
  const path = scanner.keys.slice(0, scanner.depth - 1).join('/');
  if (scanner.depth - 1 > scanner.keys.length || !EVENT_ARRAYS.has(path)) return;
  scanner.eventsDepth = scanner.depth;
  scanner.recordLine = scanner.line;
}

function leave(scanner: Scanner, byte: number, sink: CutterSink, limits: ReadLimits): void {
  put(scanner, byte, limits);
  scanner.depth -= 1;
  if (scanner.eventsDepth > 0) return;
  scanner.keys.length = Math.min(scanner.keys.length, scanner.depth);
  if (scanner.depth === 0) endDocument(scanner, sink);
}

/** The string before a colon is the key of its depth. */
function noteKey(scanner: Scanner): void {
  if (scanner.eventsDepth > 0 || scanner.depth > KEYS_DEPTH_MAX || scanner.isTooLong) return;
  const { bytes, length } = scanner.envelope;
  const text = Buffer.from(bytes.subarray(scanner.stringStart, length)).toString('latin1').trimEnd();
  scanner.keys.length = Math.min(scanner.keys.length, scanner.depth - 1);
  scanner.keys[scanner.depth - 1] = text.length > KEY_BYTES_MAX ? '*' : text.slice(0, -1);
}

function put(scanner: Scanner, byte: number, limits: ReadLimits): void {
  if (scanner.isTooLong) return;
  const isInEvents = scanner.eventsDepth > 0;
  const piece = isInEvents ? scanner.out : scanner.envelope;
  const recordLength = isInEvents ? piece.length - scanner.elementStart : piece.length;
  if (recordLength >= limits.recordBytesMax) {
    scanner.isTooLong = true;
    return;
  }
  append(piece, byte);
}

function append(piece: Piece, byte: number): void {
  if (piece.length === piece.bytes.length) {
    const larger = new Uint8Array(piece.bytes.length * 2);
    larger.set(piece.bytes);
    piece.bytes = larger;
  }
  piece.bytes[piece.length++] = byte;
}

function endElement(scanner: Scanner, sink: CutterSink): void {
  const { out } = scanner;
  if (scanner.isTooLong) {
    sink.unread(scanner.recordLine, scanner.line, 'too-long');
    out.length = scanner.elementStart;
    scanner.isTooLong = false;
  } else append(out, NEWLINE);
  scanner.elementStart = out.length;
  scanner.recordLine = scanner.line;
}

/** What stood around the events is looked at too, unless it is nothing but brackets. */
function endDocument(scanner: Scanner, sink: CutterSink): void {
  const { envelope, out } = scanner;
  scanner.keys = [];
  if (scanner.isTooLong) {
    sink.unread(scanner.recordLine, scanner.line, 'too-long');
    scanner.isTooLong = false;
  } else if (!isBare(envelope)) {
    for (let at = 0; at < envelope.length; at++) append(out, envelope.bytes[at] ?? 0);
    append(out, NEWLINE);
  }
  scanner.elementStart = out.length;
  envelope.length = 0;
}

/** `[]`, or one key with an empty array: `{"batch":[]}`. */
function isBare({ bytes, length }: Piece): boolean {
  if (length > KEY_BYTES_MAX * 2) return false;
  const text = Buffer.from(bytes.subarray(0, length)).toString('latin1');
  return /^\[\s*\]$|^\{\s*"\w*"\s*:\s*\[\s*\]\s*\}$/.test(text);
}

async function give(scanner: Scanner, sink: CutterSink): Promise<void> {
  const { out, elementStart } = scanner;
  if (elementStart === 0) return;
  const rest = out.bytes.subarray(elementStart, out.length);
  const next = rest.length * 2 <= CHUNK_BYTES ? sink.buffer() : new Uint8Array(rest.length * 2);
  next.set(rest);
  const bytes = out.bytes.subarray(0, elementStart);
  const chunk: Chunk = { bytes, firstLine: scanner.chunkLine, lastLine: scanner.line, header: null };
  scanner.out = { bytes: next, length: rest.length };
  scanner.elementStart = 0;
  scanner.chunkLine = scanner.line;
  await sink.chunk(chunk);
}
