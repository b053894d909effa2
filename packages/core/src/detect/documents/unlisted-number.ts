/** Numbers of papers in no form that is listed: under a key that says what they are, how they are built is enough. */
import { isDigitAt, isLetterAt } from '../characters.ts';
import type { Span } from '../detector.ts';
import { NO_SPANS } from '../detector.ts';
import { isCapitalAt, isNameLetterAt } from '../names/person-name.ts';

/** How many letters and digits such a number has, and how many of them are digits at least. */
export interface Build {
  readonly lengthMin: number;
  readonly lengthMax: number;
  readonly digitsMin: number;
  readonly lettersMin: number;
}

/** What is written between the pieces. */
const SEPARATORS = ' -';
/** Separators between the pieces at most. */
const SEPARATORS_MAX = 5;

/**
 * The whole text but for white space around it, where it is built so: capitals, digits and single separators. Small letters
 * are those of states, slugs and versions.
 */
export function findUnlisted(text: string, build: Build): readonly Span[] {
  if (text.length > build.lengthMax * 2) return NO_SPANS;
  const value = text.trim();
  const start = text.indexOf(value);
  return isBuilt(value, build) ? [{ start, end: start + value.length }] : NO_SPANS;
}

function isBuilt(value: string, { lengthMin, lengthMax, digitsMin, lettersMin }: Build): boolean {
  let letters = 0;
  let digits = 0;
  let separators = 0;
  let isBetween = true;
  for (let index = 0; index < value.length; index++) {
    const isSeparator = SEPARATORS.includes(value.charAt(index));
    if (isSeparator && isBetween) return false;
    isBetween = isSeparator;
    if (isSeparator) separators++;
    else if (isDigitAt(value, index)) digits++;
    else if (isCapital(value, index)) letters++;
    else return false;
  }
  const length = letters + digits;
  if (isBetween || separators > SEPARATORS_MAX || length < lengthMin || length > lengthMax) return false;
  return digits >= digitsMin && letters >= lettersMin;
}

/** A capital, or a letter of a script without capitals, as the first of a Chinese plate. */
function isCapital(value: string, index: number): boolean {
  if (isCapitalAt(value, index)) return true;
  return !isLetterAt(value, index) && isNameLetterAt(value, index) && isCaseless(value.charAt(index));
}

function isCaseless(letter: string): boolean {
  return letter.toLowerCase() === letter.toUpperCase();
}
