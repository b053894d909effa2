import { isAlphanumericAt, isDigitAt, isLetterAt, isWordAt } from '../characters.ts';
import { hasCueBefore } from '../cues.ts';
import type { Detector, Span } from '../detector.ts';
import { NO_SPANS } from '../detector.ts';
import { MEANING } from '../meaning.ts';
import { NATIONAL_IDS } from '../national-ids/index.ts';
import type { NationalId } from '../national-ids/national-id.ts';
import { compactNationalId } from '../national-ids/national-id.ts';
import type { Reading } from '../national-ids/written-forms.ts';
import { formsAt, growForms } from '../national-ids/written-forms.ts';
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
const SEPARATORS = ' -./()';

const FORMS = growForms(NATIONAL_IDS);
const CUES: ReadonlyMap<NationalId, ReadonlySet<string>> = new Map(
  NATIONAL_IDS.map((known) => [known, new Set([...COMMON_CUES, ...known.cues])]),
);

/**
 * Identifiers that states give to people and taxpayers, known by form and check digits (`national-ids/`): where the form
 * is rare, anywhere; plain runs of digits only behind a word that announces them. A key that announces one needs no check.
 */
export const nationalId: Detector = {
  id: 'national_id',
  version: 1,
  kind: 'national_id',
  trigger: SIGN.idShape,
  meanings: MEANING.nationalId,
  patterns: [],
  find,
};

function find(text: string, meaning: number): readonly Span[] {
  const isAnnounced = (meaning & MEANING.nationalId) !== 0;
  const spans = (meaning & MEANING.safe) === 0 ? findForms(text, isAnnounced) : NO_SPANS;
  if (!isAnnounced || spans.length > 0) return spans;
  return findUnknown(text);
}

function findForms(text: string, isAnnounced: boolean): readonly Span[] {
  let spans: Span[] | null = null;
  let index = 0;
  while (index < text.length) {
    if (!isAlphanumericAt(text, index)) {
      index++;
      continue;
    }
    const end = isBeginning(text, index) ? identifierEnd(text, index, isAnnounced) : 0;
    if (end > 0) {
      spans ??= [];
      spans.push({ start: index, end });
      index = end;
    } else while (isWordAt(text, index)) index++;
  }
  return spans ?? NO_SPANS;
}

/** A piece behind `-`, `.` or `+` goes on with something longer. */
function isBeginning(text: string, index: number): boolean {
  const before = text.charCodeAt(index - 1);
  if (before === 45 || before === 46 || before === 43) return !isWordAt(text, index - 2);
  if (before === 32 && isDigitAt(text, index)) return !isDigitAt(text, index - 2);
  return before !== 95;
}

/** The position after the identifier that begins here, or 0. */
function identifierEnd(text: string, start: number, isAnnounced: boolean): number {
  for (const { end, readings } of formsAt(FORMS, text, start)) {
    const written = text.slice(start, end);
    if (!isOneCase(written)) continue;
    if (readings.some((reading) => isRead(reading, text, start, written, isAnnounced))) return end;
  }
  return 0;
}

// oxlint-disable-next-line max-params -- called for each reading of each form, so it takes no object.
function isRead(
  reading: Reading,
  text: string,
  start: number,
  written: string,
  isAnnounced: boolean,
): boolean {
  const { known, isAlone } = reading;
  if (!known.validate(compactNationalId(known, written))) return false;
  if (isAlone || isAnnounced) return true;
  const cues = CUES.get(known);
  return cues !== undefined && hasCueBefore(text, start, cues);
}

/** Mixed case is a token, a hash or a name. */
function isOneCase(written: string): boolean {
  return written === written.toUpperCase() || written === written.toLowerCase();
}

/** The text as a whole, when it has the length and the digits of an identifier. */
function findUnknown(text: string): readonly Span[] {
  let start = 0;
  let end = text.length;
  while (start < end && !isAlphanumericAt(text, start)) start++;
  while (end > start && !isAlphanumericAt(text, end - 1) && text.charAt(end - 1) !== ')') end--;
  if (end - start > UNKNOWN_LENGTH_MAX * 2) return NO_SPANS;
  let letters = 0;
  let digits = 0;
  for (let index = start; index < end; index++) {
    if (isDigitAt(text, index)) digits++;
    else if (isLetterAt(text, index)) letters++;
    else if (!SEPARATORS.includes(text.charAt(index))) return NO_SPANS;
  }
  const length = letters + digits;
  if (length < UNKNOWN_LENGTH_MIN || length > UNKNOWN_LENGTH_MAX || digits < UNKNOWN_DIGITS_MIN)
    return NO_SPANS;
  return digits * 2 >= letters ? [{ start, end }] : NO_SPANS;
}
