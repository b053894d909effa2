import { isDigitAt, isWordAt } from '../characters.ts';
import { hasCueBefore, makeCues } from '../cues.ts';
import type { Detector, Span } from '../detector.ts';
import { NO_SPANS } from '../detector.ts';
import { MEANING } from '../meaning.ts';
import { SIGN } from '../signs.ts';

/** With this many decimals of a degree a place is one of about 100 m; with fewer it is a town. */
const DECIMALS_MIN = 3;
/** Decimals of a pair where the key or the scheme says what it is. */
const KEYED_DECIMALS_MIN = 2;
/** Decimals of a pair in running text without a word for a place before it. */
const UNCUED_DECIMALS_MIN = 4;
const LATITUDE_MAX = 90;
const LONGITUDE_MAX = 180;
const VALUE_LENGTH_MAX = 60;

/** Words before a place, in lower case. */
const CUES = makeCues(
  `lat latitude lng lon long longitude latlng latlon ll location loc coordinates coordinate coords coord gps geo position
   place near at center map standort koordinaten ubicación coordonnées posizione`.split(/\s+/u),
);

/** A pair in decimal degrees. */
const PAIR = /[-+]?(\d{1,3}\.(\d{1,16}))\s{0,2}[,;/]\s{0,2}([-+]?\d{1,3}\.(\d{1,16}))(?![\d.]\d|\w)/uy;
/** A pair in well-known text (OGC 06-103r4 §7.2): longitude first, parted by a space. */
const POINT =
  /POINT(?:\sZ|\sM|\sZM)?\s?\(\s?([-+]?\d{1,3}(?:\.\d{1,16})?)\s{1,2}([-+]?\d{1,3}(?:\.\d{1,16})?)/giu;
/** A whole value: brackets, marks of degrees and letters of the compass as may be, decimal commas too. */
const WHOLE_PAIR =
  /^[[(]?([-+]?\d{1,3}[.,](\d{1,16}))\s?°?\s?[NSEWO]?(?:\s{0,2}[,;/|]\s{0,2}|\s{1,2})([-+]?\d{1,3}[.,](\d{1,16}))\s?°?\s?[NSEWO]?[\])]?$/iu;
const WHOLE_NUMBER = /^[-+]?(\d{1,3}[.,](\d{1,20}))\s?°?\s?[NSEWO]?$/iu;
/** Behind a pair of a map's URL: a zoom or a height (`@48.85,2.35,15z`). */
const ZOOM = /,\d{1,8}(?:\.\d{1,4})?[zma]/uy;

/** The next number of a list. Behind a place a height may stand, of which nobody knows more than a few decimals. */
const NEXT = /[,\s]{1,3}[A-Za-z]?[-+]?\d{1,6}\.\d{3}/uy;
/** Characters between two numbers of a list at most. */
const GAP_MAX = 3;

/**
 * Places on earth in decimal degrees: pairs with at least three decimals, `geo:` URIs (RFC 5870), well-known text and
 * the URLs of maps; under a key for it also one of the two, and two numbers
 * side by side under such keys (`degrees.ts`). Prices, versions, sizes and lists of numbers are none.
 */
export const coordinates: Detector = {
  id: 'coordinates',
  version: 2,
  kind: 'coordinates',
  trigger: SIGN.digit | SIGN.dot,
  meanings: MEANING.coordinates,
  patterns: [PAIR, POINT, WHOLE_PAIR, WHOLE_NUMBER, ZOOM, NEXT],
  find,
};

function find(text: string, meaning: number): readonly Span[] {
  if ((meaning & MEANING.safe) !== 0) return NO_SPANS;
  if ((meaning & MEANING.coordinates) !== 0 && isPlace(text)) return [{ start: 0, end: text.length }];
  const points = text.includes('(') ? findPoints(text) : NO_SPANS;
  return points.length > 0 ? points : findPairs(text);
}

function isPlace(text: string): boolean {
  if (text.length > VALUE_LENGTH_MAX) return false;
  const value = text.trim();
  const [, first, firstDecimals = '', second, secondDecimals = ''] = WHOLE_PAIR.exec(value) ?? [];
  if (first !== undefined && second !== undefined) {
    return (
      Math.min(firstDecimals.length, secondDecimals.length) >= KEYED_DECIMALS_MIN && areInRange(first, second)
    );
  }
  const [, number = '', decimals = ''] = WHOLE_NUMBER.exec(value) ?? [];
  return decimals.length >= DECIMALS_MIN && toNumber(number) <= LONGITUDE_MAX;
}

function findPoints(text: string): readonly Span[] {
  let spans: Span[] | null = null;
  POINT.lastIndex = 0;
  for (let point = POINT.exec(text); point !== null; point = POINT.exec(text)) {
    const [all, longitude = '', latitude = ''] = point;
    if (!areInRange(longitude, latitude)) continue;
    spans ??= [];
    spans.push({ start: point.index + all.indexOf(longitude), end: POINT.lastIndex });
  }
  return spans ?? NO_SPANS;
}

function findPairs(text: string): readonly Span[] {
  let spans: Span[] | null = null;
  for (let dot = text.indexOf('.'); dot > 0; dot = text.indexOf('.', dot + 1)) {
    // Cheap questions first: most dots are those of versions, hosts and ends of sentences.
    if (!isDigitAt(text, dot - 1) || !isDigitAt(text, dot + 2) || !isDigitAt(text, dot + 1)) continue;
    const start = numberStart(text, dot);
    const end = pairEnd(text, start);
    if (end === 0) continue;
    spans ??= [];
    spans.push({ start, end });
    dot = end;
  }
  return spans ?? NO_SPANS;
}

function numberStart(text: string, dot: number): number {
  let start = dot;
  while (start > dot - 4 && isDigitAt(text, start - 1)) start--;
  return '+-'.includes(text.charAt(start - 1) || ' ') ? start - 1 : start;
}

/** The position after the pair that begins here, or 0 where none does. */
function pairEnd(text: string, start: number): number {
  if (isWordAt(text, start - 1) || text.charAt(start - 1) === '.' || isArgument(text, start)) return 0;
  PAIR.lastIndex = start;
  const pair = PAIR.exec(text);
  if (pair === null) return 0;
  const end = PAIR.lastIndex;
  return isPair(pair, decimalsNeeded(text, start, end)) && !isListed(text, start, end) ? end : 0;
}

/** Shares, scores and shifts of a layout are below one, and nobody lives where both degrees are. */
function isPair(
  [, first = '', firstDecimals = '', second = '', secondDecimals = '']: readonly string[],
  decimalsMin: number,
): boolean {
  if (Math.min(firstDecimals.length, secondDecimals.length) < decimalsMin || !areInRange(first, second))
    return false;
  return decimalsMin === KEYED_DECIMALS_MIN || (toNumber(first) >= 1 && toNumber(second) >= 1);
}

/** How many decimals a pair needs here: the fewer, the more what stands around says that it is a place. */
function decimalsNeeded(text: string, start: number, end: number): number {
  if (isOfMap(text, start, end)) return KEYED_DECIMALS_MIN;
  const isAlone = start === 0 && end === text.length;
  return isAlone || '=@'.includes(text.charAt(start - 1) || ' ') || hasCueBefore(text, start, CUES)
    ? DECIMALS_MIN
    : UNCUED_DECIMALS_MIN;
}

/** The argument of a function, as in `translate(12.345, 67.891)`. */
function isArgument(text: string, start: number): boolean {
  return text.charAt(start - 1) === '(' && isWordAt(text, start - 2);
}

function isOfMap(text: string, start: number, end: number): boolean {
  if (text.startsWith('geo:', start - 4)) return true;
  ZOOM.lastIndex = end;
  return text.charAt(start - 1) === '@' && ZOOM.test(text);
}

/** Whether more numbers stand before or behind, as in lists of measures and in drawings (`L30.1,40.2`). */
function isListed(text: string, start: number, end: number): boolean {
  let before = start;
  while (before > start - GAP_MAX && isListMark(text, before - 1)) before--;
  if (before < start && isDigitAt(text, before - 1)) return true;
  NEXT.lastIndex = end;
  return NEXT.test(text);
}

function isListMark(text: string, index: number): boolean {
  return text.charAt(index) === ',' || text.charAt(index) === ' ';
}

function areInRange(first: string, second: string): boolean {
  const [one, other] = [toNumber(first), toNumber(second)];
  return Math.min(one, other) <= LATITUDE_MAX && Math.max(one, other) <= LONGITUDE_MAX;
}

function toNumber(written: string): number {
  return Math.abs(Number(written.replace(',', '.')));
}
