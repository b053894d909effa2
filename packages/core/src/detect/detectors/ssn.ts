import { digitsEnd, isDigitAt, isTokenAt } from '../characters.ts';
import type { Detector, Span } from '../detector.ts';
import { NO_SPANS } from '../detector.ts';
import { SIGN } from '../signs.ts';

/** Length of the written form, `ddd-dd-dddd`. */
const LENGTH = 11;

/**
 * United States social security numbers in their written form, with dashes or spaces. Never issued are area 000, 666
 * and 900–999, group 00 and serial 0000 (https://www.ssa.gov/employer/randomization.html).
 */
export const ssn: Detector = {
  id: 'ssn',
  version: 1,
  kind: 'ssn',
  trigger: SIGN.digits9,
  patterns: [],
  find,
};

function find(text: string): readonly Span[] {
  let spans: Span[] | null = null;
  let index = 0;
  while (index <= text.length - LENGTH) {
    if (!isDigitAt(text, index)) {
      index++;
      continue;
    }
    if (isWritten(text, index) && isIssued(text, index)) {
      spans ??= [];
      spans.push({ start: index, end: index + LENGTH });
      index += LENGTH;
    } else index = digitsEnd(text, index);
  }
  return spans ?? NO_SPANS;
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

function isIssued(text: string, start: number): boolean {
  const area = text.slice(start, start + 3);
  if (area === '000' || area === '666' || area.startsWith('9')) return false;
  return !text.startsWith('00', start + 4) && !text.startsWith('0000', start + 7);
}
