/**
 * Detection in one value. A string is read once for its signs; detectors and decoded layers run only where their
 * signs occur. Where findings overlap, the earlier detector of the list keeps its span and the later one what is left
 * over, so that nothing that was found stays uncovered.
 */
import type { Detector, FindingKind, Match, Span } from './detector.ts';
import { NO_SPANS } from './detector.ts';
import { findColumns } from './columns.ts';
import { card, isCardNumber } from './detectors/card.ts';
import { DETECTORS } from './detectors/index.ts';
import { longText } from './detectors/long-text.ts';
import { nationalId } from './detectors/national-id.ts';
import { findElements } from './elements.ts';
import { FORM_DATA, findFormParts } from './form-parts.ts';
import type { Layer } from './layers.ts';
import { mayHoldLayers, openLayers } from './layers.ts';
import { MEANING } from './meaning.ts';
import { identifiersNamed, isIdentifierNumber } from './national-ids/by-name.ts';
import type { Pair } from './pairs.ts';
import { findPairs } from './pairs.ts';
import { isPlainShape } from './plain-shape.ts';
import { provenanceOf } from './provenance.ts';
import { redactText } from './redact.ts';
import type { Ranked } from './settle.ts';
import { settle } from './settle.ts';
import { SIGN, readSigns } from './signs.ts';

/** Shorter strings hold nothing that a detector knows; in characters. */
const SCANNED_LENGTH_MIN = 6;
/** How many encodings are undone inside each other. */
export const LAYER_DEPTH_MAX = 3;
/** How many decoded characters are scanned for one string. A string that needs more is reported as long text. */
export const DECODED_CHARACTERS_MAX = 524_288;

/** Findings that are compared with a layer at most; strangers choose how many there are. */
const LOOKED_AT_MAX = 8;

const NO_MATCHES: readonly Match[] = Object.freeze([]);
const NO_KINDS: ReadonlySet<FindingKind> = new Set();
/** Numbers below this have too few digits for a card. */
const CARD_NUMBER_MIN = 1e12;

/** Signs to detectors, and how many combinations are remembered. */
const RANKS = new Map<number, readonly number[]>();
const RANKS_MAX = 4096;
const MEANINGS = Int32Array.from(DETECTORS, ({ meanings = 0 }) => meanings);
/** Every meaning that calls some detector. */
const ANY_MEANING = MEANINGS.reduce((all, each) => all | each, 0);

/** Meanings under which a number may be what it is in a string; of a place see `degrees.ts`. */
const NUMERIC_MEANINGS =
  MEANING.phone |
  MEANING.card |
  MEANING.bankAccount |
  MEANING.nationalId |
  MEANING.passport |
  MEANING.driverLicence |
  MEANING.imei |
  MEANING.birthDate |
  MEANING.password |
  MEANING.code;

interface Scan {
  readonly expected: ReadonlySet<FindingKind>;
  found: Found[] | null;
  readonly budget: Budget;
}

interface Budget {
  decodedCharacters: number;
}

interface Found extends Ranked {
  readonly detector: Detector;
  /** What takes the place of the span if it stays whole. */
  readonly rewritten: (Span & { readonly text: string }) | null;
}

interface Place {
  readonly depth: number;
  /** Gives the span of the scanned string that encodes a span of this layer. Null at the surface. */
  readonly outer: Layer['outer'] | null;
  /** What the key says under which the text stands. */
  readonly meaning: number;
  /** That key, where it is a field's. */
  readonly name: string;
}

const SURFACE: Place = { depth: 0, outer: null, meaning: 0, name: '' };

/**
 * Everything found in the text: in ascending order, not overlapping. A finding inside an encoded piece has the span
 * of what encodes it. Kinds in `expected` are left out, and hide nothing that they overlap.
 * Always the same empty array when nothing is found.
 */
export function scanText(
  text: string,
  expected: ReadonlySet<FindingKind> = NO_KINDS,
  meaning = 0,
  name = '',
): readonly Match[] {
  if (meaning === 0 && isHarmless(text)) return NO_MATCHES;
  const signs = readSigns(text);
  if ((meaning & ANY_MEANING) === 0 && !isWorthScanning(signs)) return NO_MATCHES;
  const scan: Scan = { expected, found: null, budget: { decodedCharacters: 0 } };
  scanLayer(scan, text, signs, meaning === 0 ? SURFACE : { ...SURFACE, meaning, name });
  if (scan.budget.decodedCharacters > DECODED_CHARACTERS_MAX) reportUnread(scan, text);
  return scan.found === null ? NO_MATCHES : settle(scan.found, text.length).map(toMatch);
}

/** Whether a text can hold nothing, told without reading it through: too short, a time or a UUID. */
export function isHarmless(text: string): boolean {
  return text.length < SCANNED_LENGTH_MIN || isPlainShape(text);
}

/**
 * What a JSON number is by its digits or by the meaning of its name. Without such a name only cards are told from
 * counts, times and ids.
 */
export function scanNumber(value: number, meaning = 0, name = ''): readonly Match[] {
  if ((meaning & NUMERIC_MEANINGS) !== 0) return scanDigits(String(value), meaning, name);
  if ((meaning & MEANING.safe) !== 0) return NO_MATCHES;
  if (value < CARD_NUMBER_MIN || !Number.isSafeInteger(value)) return NO_MATCHES;
  const digits = String(value);
  if (!isCardNumber(digits)) return NO_MATCHES;
  return [matchOf(card, digits)];
}

/** An identifier may have lost the zeros before it. */
function scanDigits(digits: string, meaning: number, name: string): readonly Match[] {
  const found = scanText(digits, NO_KINDS, meaning, name);
  const named = found.length > 0 || (meaning & MEANING.nationalId) === 0 ? null : identifiersNamed(name);
  return named !== null && isIdentifierNumber(named, digits) ? [matchOf(nationalId, digits)] : found;
}

/** What a detector says of a text, or of a number in digits, as a whole. */
export function matchOf({ kind, id }: Detector, text: string): Match {
  return { kind, detector: id, provenance: provenanceOf(id), start: 0, end: text.length, replacement: null };
}

function isWorthScanning(signs: number): boolean {
  return (signs & (SIGN.pair | SIGN.space)) !== 0 || ranksFor(signs).length > 0 || mayHoldLayers(signs);
}

/** Which detectors a text with these signs calls, by their places in the list. Few combinations of signs ever come. */
function ranksFor(signs: number): readonly number[] {
  const known = RANKS.get(signs);
  if (known !== undefined) return known;
  const ranks = DETECTORS.flatMap(({ trigger }, rank) => ((signs & trigger) === trigger ? [rank] : []));
  if (RANKS.size >= RANKS_MAX) RANKS.clear();
  RANKS.set(signs, ranks);
  return ranks;
}

function scanLayer(scan: Scan, text: string, signs: number, place: Place): void {
  const { meaning, name } = place;
  for (const rank of ranksFor(signs)) {
    const spans = DETECTORS[rank]?.find(text, meaning, name) ?? NO_SPANS;
    if (spans.length > 0) keep(scan, rank, spans, { from: 0, outer: place.outer });
  }
  if ((meaning & ANY_MEANING) !== 0) scanNamed(scan, text, signs, place);
  if ((meaning & MEANING.safe) === 0) scanNamedInside(scan, text, signs, place);
  if (place.depth < LAYER_DEPTH_MAX && mayHoldLayers(signs)) scanInside(scan, text, signs, place);
}

/** The detectors that the name of the text calls and its signs do not. */
function scanNamed(scan: Scan, text: string, signs: number, { meaning, name, outer }: Place): void {
  for (let rank = 0; rank < MEANINGS.length; rank++) {
    const detector = DETECTORS[rank];
    if (detector === undefined || ((MEANINGS[rank] ?? 0) & meaning) === 0) continue;
    if ((signs & detector.trigger) === detector.trigger) continue;
    const spans = detector.find(text, meaning, name);
    if (spans.length > 0) keep(scan, rank, spans, { from: 0, outer });
  }
}

/** What the text itself names: in pairs, elements and columns. */
function scanNamedInside(scan: Scan, text: string, signs: number, place: Place): void {
  if ((signs & SIGN.pair) !== 0) {
    scanPairs(scan, text, findPairs(text), place);
    if (text.includes(FORM_DATA)) scanPairs(scan, text, findFormParts(text), place);
    if (text.includes('<')) scanPairs(scan, text, findElements(text), place);
  }
  if ((signs & SIGN.space) !== 0) scanPairs(scan, text, findColumns(text), place);
}

/** The values whose names call a detector. What needs no name has been found already. */
function scanPairs(scan: Scan, text: string, pairs: readonly Pair[], { outer }: Place): void {
  for (const { start, end, meaning } of pairs) {
    if ((meaning & ANY_MEANING) === 0) continue;
    const value = text.slice(start, end);
    for (let rank = 0; rank < MEANINGS.length; rank++) {
      if (((MEANINGS[rank] ?? 0) & meaning) === 0) continue;
      const spans = DETECTORS[rank]?.find(value, meaning, '') ?? NO_SPANS;
      if (spans.length > 0) keep(scan, rank, spans, { from: start, outer });
    }
  }
}

/** Where the text that was looked at lies in the scanned string. */
interface Origin {
  /** Where it begins in its layer. */
  readonly from: number;
  readonly outer: Place['outer'];
}

function keep(scan: Scan, rank: number, spans: readonly Span[], { from, outer }: Origin): void {
  const detector = DETECTORS[rank];
  if (detector === undefined || scan.expected.has(detector.kind)) return;
  scan.found ??= [];
  for (const span of spans) {
    const start = span.start + from;
    const end = span.end + from;
    const surface = outer === null ? { start, end } : outer(start, end);
    scan.found.push({ detector, rank, start: surface.start, end: surface.end, rewritten: null });
  }
}

function scanInside(scan: Scan, text: string, signs: number, place: Place): void {
  const { depth, outer } = place;
  for (const layer of openLayers(text, signs)) {
    scan.budget.decodedCharacters += layer.text.length;
    if (scan.budget.decodedCharacters > DECODED_CHARACTERS_MAX) return;
    if (layer.text.length < SCANNED_LENGTH_MIN || isFoundWhole(scan, layer, outer)) continue;
    if (layer.encode !== null) {
      rewrite(scan, layer, layer.encode, place);
      continue;
    }
    const toSurface: Layer['outer'] =
      outer === null
        ? layer.outer
        : (start, end) => {
            const span = layer.outer(start, end);
            return outer(span.start, span.end);
          };
    scanLayer(scan, layer.text, readSigns(layer.text), { ...place, depth: depth + 1, outer: toSurface });
  }
}

/** Characters that need no further encoding, whatever the layers around. */
const UNRESERVED = /^[\w-]*$/u;

/** What is found in a layer that cannot be replaced piece by piece: its strongest finding has the span of the whole. */
function rewrite(scan: Scan, layer: Layer, encode: (text: string) => string, place: Place): void {
  const { depth, outer } = place;
  const inner: Scan = { expected: scan.expected, found: null, budget: scan.budget };
  scanLayer(inner, layer.text, readSigns(layer.text), { ...place, depth: depth + 1, outer: null });
  if (inner.found === null) return;
  const settled = settle(inner.found, layer.text.length);
  const strongest = settled.reduce((left, right) => (right.rank < left.rank ? right : left));
  const text = encode(redactText(layer.text, settled.map(toMatch)));
  const { start, end } = surfaceOf(layer, outer);
  const rewritten = outer === null || UNRESERVED.test(text) ? { start, end, text } : null;
  scan.found ??= [];
  scan.found.push({ detector: strongest.detector, rank: strongest.rank, start, end, rewritten });
}

/** The span of the scanned string that encodes the whole layer. */
function surfaceOf(layer: Layer, outer: Place['outer']): Span {
  const span = layer.outer(0, layer.text.length);
  return outer === null ? span : outer(span.start, span.end);
}

/** Whether what encodes the layer has been found already: whatever is inside goes with it. */
function isFoundWhole({ found }: Scan, layer: Layer, outer: Place['outer']): boolean {
  if (found === null || found.length > LOOKED_AT_MAX) return false;
  const span = surfaceOf(layer, outer);
  return found.some(({ start, end }) => start <= span.start && end >= span.end);
}

/** What was not read through must not pass as clean. */
function reportUnread(scan: Scan, text: string): void {
  if (scan.expected.has(longText.kind)) return;
  scan.found ??= [];
  scan.found.push({
    detector: longText,
    rank: DETECTORS.length,
    start: 0,
    end: text.length,
    rewritten: null,
  });
}

function toMatch({ detector, start, end, rewritten }: Found): Match {
  const isWhole = rewritten !== null && rewritten.start === start && rewritten.end === end;
  return {
    kind: detector.kind,
    detector: detector.id,
    provenance: provenanceOf(detector.id),
    start,
    end,
    replacement: isWhole ? rewritten.text : null,
  };
}
