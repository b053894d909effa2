/** Which identifiers the name of a field names (`cpf`, `user.pesel`, `es_dni`), and whether what it holds is one of them. */
import { isAlphanumericAt, isDigitAt, isLetterAt } from '../characters.ts';
import { FILLERS } from '../key-words.ts';
import { wordsOf } from '../field-words.ts';
import { MEANING } from '../meaning.ts';
import { isMoreThanZeros } from '../number-forms/check-digits.ts';
import type { NumberFormat } from '../number-forms/number-format.ts';
import { compactNumber } from '../number-forms/number-format.ts';
import { NATIONAL_IDS } from './index.ts';

/** Names remembered; emptied when strangers send too many. */
const REMEMBERED_MAX = 1024;
/** Shorter ones, such as `id`, name too much. */
const CUE_LENGTH_MIN = 3;
/** What may be written between the characters of any of them, under a name that says which it is: all but letters and digits. */
const BETWEEN = /[^\p{L}\p{N}]+/gu;
/** Longer texts are no single number, however much is written between its characters. */
const WRITTEN_LENGTH_MAX = 40;
/** A text that is longer or shorter than what its name says by so much is that with a slip. */
const SLIP = 1;
/** Zeros that a JSON number has lost from its beginning, at most. */
const ZEROS_LOST_MAX = 2;
/** Countries that names also call otherwise than ISO 3166-1 does: the United Kingdom, and Greece in tax numbers. */
const OTHER_COUNTRIES: Readonly<Record<string, string>> = { uk: 'gb', el: 'gr' };

/** Names that forms give to whatever identifier a person has. */
const ANY: ReadonlySet<string> = new Set(
  `ssn ssnumber socialsecurity socialsecuritynumber socialinsurance nationalid nationalnumber taxid taxnumber tin vat idnumber idno
   idcard identitynumber personalid personalidentity personalcode personalnumber citizenid civilid eid insurancenumber
   healthnumber medicare`.split(/\s+/u),
);

const BY_CUE: ReadonlyMap<string, readonly NumberFormat[]> = groupByCue();
const remembered = new Map<string, readonly NumberFormat[] | null>();

/**
 * The identifiers with a check of their own that a name stands for; null where it names none or any (`national_id`). With
 * a country before it (ISO 3166-1, as in `es_nif`), only that country's.
 */
export function identifiersNamed(name: string): readonly NumberFormat[] | null {
  const known = remembered.get(name);
  if (known !== undefined) return known;
  if (remembered.size >= REMEMBERED_MAX) remembered.clear();
  const formats = read(name);
  remembered.set(name, formats);
  return formats;
}

/**
 * Whether the whole text is one of these identifiers by form and check digits, whatever is written between its characters,
 * and with or without the country's letters before it. It need not have been issued: with the name of its field, the check
 * is proof enough.
 */
export function isIdentifier(formats: readonly NumberFormat[], text: string): boolean {
  if (text.length > WRITTEN_LENGTH_MAX) return false;
  const bare = text.replaceAll(BETWEEN, '');
  return formats.some((format) => {
    const country = countryOf(format);
    return (
      isWritten(format, text) ||
      isWritten(format, bare) ||
      (bare.slice(0, country.length).toLowerCase() === country &&
        isWritten(format, bare.slice(country.length)))
    );
  });
}

/** As `isIdentifier`, for the digits of a number, which have no zeros before them. */
export function isIdentifierNumber(formats: readonly NumberFormat[], digits: string): boolean {
  for (let zeros = 0; zeros <= ZEROS_LOST_MAX; zeros++) {
    if (isIdentifier(formats, '0'.repeat(zeros) + digits)) return true;
  }
  return false;
}

/**
 * Whether a text is meant to be what the name of its field says, right or wrong: as long as that, give or take one
 * character. Then the check of that decides alone, and the text is no phone number and no other country's identifier.
 */
export function isMeantAs(formats: readonly NumberFormat[], text: string): boolean {
  if (text.length > WRITTEN_LENGTH_MAX || !isAlphanumericAt(text.trimStart(), 0)) return false;
  const { length } = text.replaceAll(BETWEEN, '');
  return formats.some((format) =>
    formsOf(format).some((form) => {
      const wanted = form.replaceAll(BETWEEN, '').length;
      return length >= wanted - SLIP && length <= wanted + SLIP;
    }),
  );
}

/** Whether the check of what the name of a field says decides alone; see `isMeantAs`. */
export function isJudgedByName(text: string, meaning: number, name: string): boolean {
  if ((meaning & MEANING.nationalId) === 0) return false;
  const named = identifiersNamed(name);
  return named !== null && isMeantAs(named, text);
}

/** Whether the text is written in a form of the format, its separators aside, and passes its check; zeros alone do not. */
function isWritten(format: NumberFormat, text: string): boolean {
  const number = compactNumber(format, text);
  const shape = shapeOf(number);
  const hasForm = formsOf(format).some((form) => fits(compactNumber(format, form), shape));
  return hasForm && isMoreThanZeros(number) && format.validate(number);
}

function formsOf({ alone = [], cued = [] }: NumberFormat): readonly string[] {
  return [...alone, ...cued];
}

function countryOf({ id }: NumberFormat): string {
  return id.slice(0, id.indexOf('.'));
}

function groupByCue(): ReadonlyMap<string, readonly NumberFormat[]> {
  const groups = new Map<string, NumberFormat[]>();
  for (const format of NATIONAL_IDS) {
    if (formsOf(format).length === 0) continue;
    const short = format.id.slice(format.id.indexOf('.') + 1);
    const withCountry = countryOf(format) + short;
    for (const cue of new Set([...format.cues, short, withCountry].map((each) => wordsOf(each).join('')))) {
      if (cue.length < CUE_LENGTH_MIN) continue;
      groups.set(cue, [...(groups.get(cue) ?? []), format]);
    }
  }
  return groups;
}

function read(name: string): readonly NumberFormat[] | null {
  const written = wordsOf(name);
  let end = written.length;
  while (end > 0 && FILLERS.has(written[end - 1] ?? '')) end--;
  for (const words of [written, written.slice(0, end)]) {
    for (let start = 0; start < words.length; start++) {
      const phrase = words.slice(start).join('');
      const formats = BY_CUE.get(phrase);
      if (formats === undefined) continue;
      const before = words[start - 1] ?? '';
      // `cpf_cnpj` and `DNI/NIE` hold either.
      const either = ANY.has(phrase) || ANY.has(before) ? [] : (BY_CUE.get(before) ?? []);
      return either.length > 0 ? [...either, ...formats] : chosen(formats, phrase, before);
    }
  }
  return null;
}

/** Of the identifiers that go by a phrase, those that it means behind this word; null where it may mean any. */
function chosen(
  formats: readonly NumberFormat[],
  phrase: string,
  before: string,
): readonly NumberFormat[] | null {
  const country = OTHER_COUNTRIES[before] ?? before;
  const ofCountry = formats.filter((format) => countryOf(format) === country);
  if (!ANY.has(phrase)) return ofCountry.length > 0 ? ofCountry : formats;
  const exact = ofCountry.filter((format) => format.id.endsWith(`.${phrase}`));
  return exact.length > 0 ? exact : null;
}

/** Digits as `9`, letters as `A`, everything else as it is. */
function shapeOf(text: string): string {
  let shape = '';
  for (let index = 0; index < text.length; index++) {
    shape += isDigitAt(text, index) ? '9' : isLetterAt(text, index) ? 'A' : text.charAt(index);
  }
  return shape;
}

function fits(form: string, shape: string): boolean {
  if (form.length !== shape.length) return false;
  for (let index = 0; index < form.length; index++) {
    const wanted = form.charAt(index);
    const written = shape.charAt(index);
    const isFit =
      wanted === '*' ? written === '9' || written === 'A' : wanted === written || isLiteral(wanted, written);
    if (!isFit) return false;
  }
  return true;
}

/** A letter that stands for itself in a form. */
function isLiteral(wanted: string, written: string): boolean {
  return written === 'A' && wanted !== '9' && isLetterAt(wanted, 0);
}
