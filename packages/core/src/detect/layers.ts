/**
 * The encoded layers that a string may carry, one step inwards. Percent-encoding, backslash escapes (JSON in a string,
 * at any depth), character references and form-encoded spaces are undone together, character by character, so that every
 * span of the decoded text maps back exactly. A base64 run maps back as a whole, and is written anew.
 */
import { decodeBase64Text, encodeBase64Text, isBase64At } from './base64.ts';
import { readReference, referenceLength } from './character-references.ts';
import { codeAt, isHexAt } from './characters.ts';
import type { Span } from './detector.ts';
import { SIGN } from './signs.ts';

/** One decoded piece of a string. */
export interface Layer {
  readonly text: string;
  /** The span of the outer string that encodes this span of `text`. */
  readonly outer: (start: number, end: number) => Span;
  /** Encodes another text in the same way. Null where pieces of the layer are replaced one by one. */
  readonly encode: ((text: string) => string) | null;
}

/** Shortest base64 run worth decoding, in characters. */
const BASE64_LENGTH_MIN = 16;

const NO_LAYERS: readonly Layer[] = Object.freeze([]);
const PERCENT = 37;
const AMPERSAND = 38;
const PLUS = 43;
const SLASH = 47;
const BACKSLASH = 92;
const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  '/': '/',
  '"': '"',
  "'": "'",
  '\\': '\\',
};

/** Whether a text with these signs may hold an encoded layer. */
export function mayHoldLayers(signs: number): boolean {
  return holdsEscapes(signs) || (signs & BASE64_TRIGGER) === BASE64_TRIGGER;
}

/** The layers one step inside. `signs` are those of the text. */
export function openLayers(text: string, signs: number): readonly Layer[] {
  const unescaped = holdsEscapes(signs) ? unescape(text, formEncoded(signs)) : null;
  const runs = (signs & BASE64_TRIGGER) === BASE64_TRIGGER ? openBase64(text) : NO_LAYERS;
  if (unescaped === null) return runs;
  return runs.length === 0 ? [unescaped] : [unescaped, ...runs];
}

const BASE64_TRIGGER = SIGN.token16 | SIGN.beyondHex;

function holdsEscapes(signs: number): boolean {
  return (signs & (SIGN.percent | SIGN.backslash | SIGN.reference)) !== 0 || formEncoded(signs);
}

/** `+` is a space only in form encoding (https://url.spec.whatwg.org/#urlencoded-parsing), hence only beside `=`. */
function formEncoded(signs: number): boolean {
  return (signs & (SIGN.plus | SIGN.equals)) === (SIGN.plus | SIGN.equals);
}

/** Null when nothing in the text is encoded. */
function unescape(text: string, form: boolean): Layer | null {
  // Three numbers an escape: where its decoded text begins, where it begins outside, and where it ends outside.
  const escapes: number[] = [];
  let decoded = '';
  let from = 0;
  for (let index = 0; index < text.length; index++) {
    const length = escapeLength(text, index, form);
    if (length === 0) continue;
    decoded += text.slice(from, index);
    escapes.push(decoded.length, index, index + length);
    decoded += readEscape(text, index, length);
    from = index + length;
    index = from - 1;
  }
  if (escapes.length === 0) return null;
  decoded += text.slice(from);
  return { text: decoded, outer: (start, end) => outerSpan(escapes, start, end), encode: null };
}

function escapeLength(text: string, index: number, form: boolean): number {
  const code = codeAt(text, index);
  if (code === PERCENT) return percentLength(text, index);
  if (code === BACKSLASH) return backslashLength(text, index);
  if (code === AMPERSAND) return referenceLength(text, index);
  return form && code === PLUS ? 1 : 0;
}

/** Length of the whole UTF-8 sequence of one character: 3, 6, 9 or 12; 6 also for the old `%uXXXX`; else 0. */
function percentLength(text: string, index: number): number {
  if (text.charAt(index + 1) === 'u') return hexRun(text, index + 2, 4) ? 6 : 0;
  const lead = percentByte(text, index);
  if (lead < 0) return 0;
  const bytes = lead < 0xc2 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 1;
  for (let next = 1; next < bytes; next++) {
    const byte = percentByte(text, index + next * 3);
    if (byte < 0x80 || byte > 0xbf) return 3;
  }
  return bytes * 3;
}

function percentByte(text: string, index: number): number {
  if (codeAt(text, index) !== PERCENT || !hexRun(text, index + 1, 2)) return -1;
  return Number.parseInt(text.slice(index + 1, index + 3), 16);
}

/** The escapes of JSON (RFC 8259 §7) and `\xHH` and `\'` of JavaScript. */
function backslashLength(text: string, index: number): number {
  const next = text.charAt(index + 1);
  if (next === 'u') return hexRun(text, index + 2, 4) ? 6 : 0;
  if (next === 'x') return hexRun(text, index + 2, 2) ? 4 : 0;
  return Object.hasOwn(ESCAPES, next) ? 2 : 0;
}

function hexRun(text: string, index: number, length: number): boolean {
  for (let at = index; at < index + length; at++) if (!isHexAt(text, at)) return false;
  return true;
}

function readEscape(text: string, index: number, length: number): string {
  if (length === 1) return ' ';
  if (codeAt(text, index) === AMPERSAND) return readReference(text, index, length);
  if (length === 2) return ESCAPES[text.charAt(index + 1)] ?? '';
  const mark = text.charAt(index + 1);
  if (mark === 'u' || mark === 'x') {
    return String.fromCharCode(Number.parseInt(text.slice(index + 2, index + length), 16));
  }
  if (length === 3) return String.fromCharCode(percentByte(text, index));
  try {
    return decodeURIComponent(text.slice(index, index + length));
  } catch {
    return '\ufffd';
  }
}

function outerSpan(escapes: readonly number[], start: number, end: number): Span {
  return { start: outerOf(escapes, start, false), end: outerOf(escapes, end - 1, true) };
}

/** Where the decoded position lies outside; with `after`, the position after what encodes it. */
function outerOf(escapes: readonly number[], at: number, after: boolean): number {
  const escape = escapeBefore(escapes, at);
  if (escape < 0) return after ? at + 1 : at;
  const decodedStart = escapes[escape] ?? 0;
  const outerStart = escapes[escape + 1] ?? 0;
  const outerEnd = escapes[escape + 2] ?? 0;
  // An escape that encodes a surrogate pair covers two positions of the decoded text.
  const decodedLength = outerEnd - outerStart === 12 ? 2 : 1;
  const beyond = at - decodedStart - decodedLength;
  if (beyond < 0) return after ? outerEnd : outerStart;
  return outerEnd + beyond + (after ? 1 : 0);
}

/** Index of the last escape whose decoded text begins at or before the position, or negative. */
function escapeBefore(escapes: readonly number[], at: number): number {
  let low = 0;
  let high = escapes.length / 3;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((escapes[middle * 3] ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low * 3 - 3;
}

function openBase64(text: string): readonly Layer[] {
  let layers: Layer[] | null = null;
  let index = 0;
  // Strangers choose how many runs there are, so each may cost its own length and no more.
  while (index < text.length) {
    if (!isBase64At(text, index)) {
      index++;
      continue;
    }
    const start = index;
    while (isBase64At(text, index)) index++;
    if (index - start < BASE64_LENGTH_MIN) continue;
    for (const layer of openRun(text, start, index)) {
      layers ??= [];
      layers.push(layer);
    }
  }
  return layers ?? NO_LAYERS;
}

/** The run as a whole or, since `/` is also what parts a path, each of its segments. */
function openRun(text: string, start: number, end: number): readonly Layer[] {
  const whole = openSegment(text, start, end);
  if (whole !== null) return [whole];
  const layers: Layer[] = [];
  let from = start;
  while (from < end) {
    let stop = from;
    while (stop < end && codeAt(text, stop) !== SLASH) stop++;
    const segment = stop - from === end - start ? null : openSegment(text, from, stop);
    if (segment !== null) layers.push(segment);
    from = stop + 1;
  }
  return layers;
}

function openSegment(text: string, start: number, end: number): Layer | null {
  if (end - start < BASE64_LENGTH_MIN) return null;
  const decoded = decodeBase64Text(text, start, end);
  if (decoded === null) return null;
  let padded = end;
  while (padded < end + 2 && text.charAt(padded) === '=') padded++;
  const span: Span = { start, end: padded };
  const encode = (inner: string): string => encodeBase64Text(inner, text.slice(start, padded));
  return { text: decoded, outer: () => span, encode };
}
