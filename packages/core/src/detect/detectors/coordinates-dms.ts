import { isDigitAt, isLetterAt, isSpaceAt } from '../characters.ts';
import type { Detector, Span } from '../detector.ts';
import { NO_SPANS } from '../detector.ts';
import { MEANING } from '../meaning.ts';
import { SIGN } from '../signs.ts';

/** From the mark of degrees on: minutes and seconds as may be, and the letter of the compass. */
const REST =
  /[°º]\s?(?:\d{1,2}(?:\.\d{1,8})?\s?['’′]\s?)?(?:\d{1,2}(?:\.\d{1,8})?\s?["”″]\s?)?([NSEWO](?![\p{L}\d]))?/iuy;
/** Characters of `179.123456789` at most, and of what parts two angles. */
const DEGREES_LENGTH_MAX = 16;
const GAP_MAX = 3;

/**
 * Places on earth in degrees with the letters of the compass (ISO 6709:2022, annex D): `48°51'24"N 2°21'03"E`,
 * `N 48° 51.403' E 2° 21.050'`; under a key for it also one of the two.
 */
export const coordinatesDms: Detector = {
  id: 'coordinates_dms',
  version: 1,
  kind: 'coordinates',
  trigger: SIGN.digit | SIGN.beyondAscii,
  patterns: [REST],
  find,
};

interface Angle extends Span {
  readonly direction: string;
}

function find(text: string, meaning: number): readonly Span[] {
  let spans: Span[] | null = null;
  let last: Angle | null = null;
  for (let mark = degreeMark(text, 0); mark >= 0; mark = degreeMark(text, mark + 1)) {
    const angle = readAngle(text, mark, last?.end ?? 0);
    const start = angle === null ? -1 : placeStart(last, angle, meaning);
    last = angle;
    if (angle === null || start < 0) continue;
    spans ??= [];
    spans.push({ start, end: angle.end });
    last = null;
  }
  return spans ?? NO_SPANS;
}

function degreeMark(text: string, from: number): number {
  const degree = text.indexOf('°', from);
  return degree < 0 ? text.indexOf('º', from) : degree;
}

/** Where the place begins that this angle completes, or -1 where it completes none. */
function placeStart(last: Angle | null, angle: Angle, meaning: number): number {
  if (last !== null && isPlace(last, angle)) return last.start;
  return (meaning & MEANING.coordinates) === 0 ? -1 : angle.start;
}

/** North or south first, then east or west, side by side. */
function isPlace(first: Angle, second: Angle): boolean {
  const gap = second.start - first.end;
  return gap >= 0 && gap <= GAP_MAX && 'NS'.includes(first.direction) && 'EWO'.includes(second.direction);
}

/** The angle around a mark of degrees, its letter before or behind it. Null where it has none. */
function readAngle(text: string, mark: number, free: number): Angle | null {
  const start = degreesStart(text, mark);
  if (start === mark) return null;
  REST.lastIndex = mark;
  const behind = REST.exec(text)?.[1];
  const end = REST.lastIndex;
  const before = isSpaceAt(text, start - 1) ? start - 2 : start - 1;
  if (before < free || !isCompassAt(text, before)) {
    return behind === undefined ? null : { start, end, direction: behind.toUpperCase() };
  }
  const written = text.slice(mark, behind === undefined ? end : end - 1).trimEnd();
  return { start: before, end: mark + written.length, direction: text.charAt(before) };
}

/** Where the degrees begin; the mark itself where no digits stand before it. */
function degreesStart(text: string, mark: number): number {
  let start = isSpaceAt(text, mark - 1) ? mark - 1 : mark;
  if (!isDigitAt(text, start - 1)) return mark;
  const first = mark - DEGREES_LENGTH_MAX;
  while (start > first && (isDigitAt(text, start - 1) || text.charAt(start - 1) === '.')) start--;
  return start;
}

/** A letter of the compass that is no part of a word. */
function isCompassAt(text: string, index: number): boolean {
  return 'NSEWO'.includes(text.charAt(index) || ' ') && !isLetterAt(text, index - 1);
}
