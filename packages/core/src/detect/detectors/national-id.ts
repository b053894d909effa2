import { isAlphanumericAt, isDigitAt, isLetterAt } from '../characters.ts';
import type { Detector, Span } from '../detector.ts';
import { NO_SPANS } from '../detector.ts';
import { MEANING } from '../meaning.ts';
import { identifiersNamed, isIdentifier, isMeantAs } from '../national-ids/by-name.ts';
import { NATIONAL_IDS } from '../national-ids/index.ts';
import { findNumbers, makeFinder } from '../number-forms/find-numbers.ts';
import { SIGN } from '../signs.ts';

/** Words before any identifier of any country. */
const COMMON_CUES = [
  'nationalid',
  'nationalidentity',
  'nationalnumber',
  'identitynumber',
  'identitycard',
  'idcard',
  'idnumber',
  'idno',
  'citizenid',
  'personalid',
  'personalnumber',
  'personalcode',
  'governmentid',
  'socialsecurity',
  'socialinsurance',
  'taxid',
  'taxnumber',
  'taxpayer',
  'tin',
];
/** Letters and digits of what is taken for an identifier under a key that says so, whether known or not. */
const UNKNOWN_LENGTH_MIN = 5;
const UNKNOWN_LENGTH_MAX = 20;
const UNKNOWN_DIGITS_MIN = 4;
/** What is written between the pieces of identifiers. */
const SEPARATORS = ' -_./()';

const FINDER = makeFinder(NATIONAL_IDS, COMMON_CUES);

/**
 * Identifiers that states give to people and taxpayers, known by form and check digits (`national-ids/`): where the form
 * is rare, anywhere; plain runs of digits only behind a word that announces them. A key that announces any (`tax_id`) needs
 * no check. Without a plan, one that names a kind with a check (`cpf`, `pesel`, `es_nif`) takes only what passes it, however it
 * is written: many such names are also words, and what fails is test data or something else, though now and then a slip. There
 * the check digits decide alone; elsewhere the number must also be one that can have been issued, by its date and range.
 * The field of a plan, the parameter of a URL and what stands behind `name:` in a text need no check either.
 */
export const nationalId: Detector = {
  id: 'national_id',
  version: 5,
  kind: 'national_id',
  trigger: SIGN.idShape,
  meanings: MEANING.nationalId,
  patterns: [],
  find,
};

function find(text: string, meaning: number, name: string): readonly Span[] {
  const isAnnounced = (meaning & MEANING.nationalId) !== 0;
  if (!isAnnounced && (meaning & MEANING.safe) !== 0) return NO_SPANS;
  const named = isAnnounced ? identifiersNamed(name) : null;
  if (named !== null) {
    if (isIdentifier(named, text)) return [{ start: 0, end: text.length }];
    return isMeantAs(named, text) ? NO_SPANS : findNumbers(FINDER, text, false);
  }
  const spans = findNumbers(FINDER, text, isAnnounced);
  return isAnnounced && spans.length === 0 ? findUnknown(text) : spans;
}

/** The text as a whole, when it has the length and the digits of an identifier. */
function findUnknown(text: string): readonly Span[] {
  let start = 0;
  let end = text.length;
  while (start < end && !isAlphanumericAt(text, start)) start++;
  while (end > start && !isAlphanumericAt(text, end - 1) && text.charAt(end - 1) !== ')') end--;
  return isIdentifierLike(text.slice(start, Math.min(end, start + UNKNOWN_LENGTH_MAX * 2 + 1)))
    ? [{ start, end }]
    : NO_SPANS;
}

function isIdentifierLike(written: string): boolean {
  let letters = 0;
  let digits = 0;
  for (let index = 0; index < written.length; index++) {
    if (isDigitAt(written, index)) digits++;
    else if (isLetterAt(written, index)) letters++;
    else if (!SEPARATORS.includes(written.charAt(index))) return false;
  }
  const length = letters + digits;
  const hasLength = length >= UNKNOWN_LENGTH_MIN && length <= UNKNOWN_LENGTH_MAX;
  return (
    hasLength &&
    written.length <= UNKNOWN_LENGTH_MAX * 2 &&
    digits >= UNKNOWN_DIGITS_MIN &&
    digits * 2 >= letters
  );
}
