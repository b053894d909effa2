import { codeAt, isAlphanumericAt, isDigitAt, isLetterAt, isTokenAt } from '../characters.ts';
import { hasCueBefore, makeCues } from '../cues.ts';
import type { Detector, Span } from '../detector.ts';
import { NO_SPANS } from '../detector.ts';
import { MEANING } from '../meaning.ts';
import { SIGN } from '../signs.ts';

const LENGTH = 17;
/** Values of the letters A to Z, and weights by place (49 CFR 565.15(c)); I, O and Q are not used. */
const LETTER_VALUES = '12345678012345070923456789';
const WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
const CUES = makeCues([
  'vin',
  'vinnumber',
  'chassis',
  'fahrgestellnummer',
  'fin',
  'bastidor',
  'telaio',
  'vehicleidentification',
]);

/**
 * Vehicle identification numbers (ISO 3779). With the check digit of North America, in capitals and with four digits at
 * the end they stand alone; others need a cue or a key.
 */
export const vin: Detector = {
  id: 'vin',
  version: 1,
  kind: 'vin',
  trigger: SIGN.digit | SIGN.token16 | SIGN.beyondHex,
  meanings: MEANING.vin,
  patterns: [],
  find,
};

function find(text: string, meaning: number): readonly Span[] {
  const isAnnounced = (meaning & MEANING.vin) !== 0;
  if (!isAnnounced && (meaning & MEANING.safe) !== 0) return NO_SPANS;
  let spans: Span[] | null = null;
  let index = 0;
  while (index <= text.length - LENGTH) {
    const start = index;
    while (isTokenAt(text, index)) index++;
    if (index - start === LENGTH && isVin(text, start, isAnnounced)) {
      spans ??= [];
      spans.push({ start, end: index });
    }
    if (index === start) index++;
  }
  return spans ?? NO_SPANS;
}

function isVin(text: string, start: number, isAnnounced: boolean): boolean {
  let digits = 0;
  let sum = 0;
  for (let index = 0; index < LENGTH; index++) {
    const value = valueAt(text, start + index);
    if (value < 0) return false;
    if (isDigitAt(text, start + index)) digits++;
    sum += value * (WEIGHTS[index] ?? 0);
  }
  if (digits < 3 || digits === LENGTH) return false;
  if (isAnnounced || hasCueBefore(text, start, CUES)) return true;
  const check = '0123456789X'.charAt(sum % 11);
  return text.charAt(start + 8) === check && isNorthAmerican(text, start);
}

/** The value of the character, or -1 where a number of this kind has no such character. */
function valueAt(text: string, index: number): number {
  if (!isAlphanumericAt(text, index)) return -1;
  if (isDigitAt(text, index)) return codeAt(text, index) - 48;
  const letter = (codeAt(text, index) | 32) - 97;
  return letter === 8 || letter === 14 || letter === 16 ? -1 : codeAt(LETTER_VALUES, letter) - 48;
}

function isNorthAmerican(text: string, start: number): boolean {
  for (let index = start + 13; index < start + LENGTH; index++) if (!isDigitAt(text, index)) return false;
  const written = text.slice(start, start + LENGTH);
  return written === written.toUpperCase() && isLetterAt(text, start + 1);
}
