import { digitsEnd, isDigitAt, isTokenAt } from '../characters.ts';
import { hasCueBefore, makeCues } from '../cues.ts';
import type { Detector, Span } from '../detector.ts';
import { NO_SPANS } from '../detector.ts';
import { identifiersNamed, isJudgedByName } from '../national-ids/by-name.ts';
import { SIGN } from '../signs.ts';

/** Length of the written form, `ddd-dd-dddd`. */
const LENGTH = 11;
const BARE_LENGTH = 9;
const CUES = makeCues(['ssn', 'socialsecurity', 'ssnumber', 'ssns']);

/**
 * United States social security numbers in their written form, with dashes or spaces; nine bare
 * digits behind a cue. Under a key that only says "identifier" bare digits may be any country's. Never issued are area 000, 666
 * and 900–999, group 00 and serial 0000 (https://www.ssa.gov/employer/randomization.html).
 */
export const ssn: Detector = {
  id: 'ssn',
  version: 3,
  kind: 'ssn',
  trigger: SIGN.digits9,
  patterns: [],
  find,
};

function find(text: string, meaning: number, name: string): readonly Span[] {
  if (isJudgedByName(text, meaning, name) && !namesAmerican(name)) return NO_SPANS;
  let spans: Span[] | null = null;
  let index = 0;
  while (index <= text.length - BARE_LENGTH) {
    if (!isDigitAt(text, index)) {
      index++;
      continue;
    }
    const end = numberEnd(text, index);
    if (end > 0) {
      spans ??= [];
      spans.push({ start: index, end });
    }
    index = end > 0 ? end : digitsEnd(text, index);
  }
  return spans ?? NO_SPANS;
}

/** Taxpayers have one or the other of these numbers, and write it where either is asked for. */
function namesAmerican(name: string): boolean {
  return identifiersNamed(name)?.some(({ id }) => id.startsWith('us.')) ?? false;
}

/** The position after the number that begins here, or 0. */
function numberEnd(text: string, start: number): number {
  if (isWritten(text, start)) return isIssued(text.slice(start, start + LENGTH)) ? start + LENGTH : 0;
  const end = start + BARE_LENGTH;
  if (digitsEnd(text, start) !== end || isTokenAt(text, start - 1) || isTokenAt(text, end)) return 0;
  const digits = text.slice(start, end);
  const written = `${digits.slice(0, 3)}-${digits.slice(3, 5)}-${digits.slice(5)}`;
  return isIssued(written) && hasCueBefore(text, start, CUES) ? end : 0;
}

function isWritten(text: string, start: number): boolean {
  const separator = text.charAt(start + 3);
  if ((separator !== '-' && separator !== ' ') || text.charAt(start + 6) !== separator) return false;
  if (digitsEnd(text, start) !== start + 3 || digitsEnd(text, start + 4) !== start + 6) return false;
  return digitsEnd(text, start + 7) === start + LENGTH && standsAlone(text, start, separator);
}

/** Whether no further group, letter or decimals touch the number. */
function standsAlone(text: string, start: number, separator: string): boolean {
  const end = start + LENGTH;
  if (isTokenAt(text, start - 1) || isTokenAt(text, end)) return false;
  if (text.charAt(start - 1) === '.' || (text.charAt(end) === '.' && isDigitAt(text, end + 1))) return false;
  return separator !== ' ' || !(isDigitAt(text, start - 2) || isDigitAt(text, end + 1));
}

function isIssued(written: string): boolean {
  const area = written.slice(0, 3);
  if (area === '000' || area === '666' || area.startsWith('9')) return false;
  return !written.startsWith('00', 4) && !written.startsWith('0000', 7);
}
