import { codeAt, digitsEnd, isDigitAt, isTokenAt, isWordAt } from '../characters.ts';
import { hasCueBefore, makeCues, mayHoldCue } from '../cues.ts';
import type { Detector, Span } from '../detector.ts';
import { NO_SPANS } from '../detector.ts';
import { MEANING } from '../meaning.ts';
import { SIGN } from '../signs.ts';

/** Years in which people were born that still are in anybody's data. */
const YEAR_MIN = 1890;
const YEAR_MAX = 2039;
/** Longer values hold more than a date. */
const VALUE_LENGTH_MAX = 40;
/** Characters between day and year at most: ` de septiembre de `. */
const YEAR_REACH = 22;
/** Letters of a month's name at most; `Septiembre` has ten. */
const MONTH_LENGTH_MAX = 12;

/** Year, month, day, with `-`, `/`, `.` or in Han characters. */
const YEAR_FIRST =
  /((?:18|19|20)\d\d)(?:[-/]|\.\s?|\s?年\s?|년\s?)(\d{1,2})(?:[-/]|\.\s?|\s?月\s?|월\s?)(\d{1,2})[日일]?(?!\d)/uy;
/** Day, month and year in either order, with four or two digits of the year. */
const YEAR_LAST = /(\d{1,2})([-/. ])\s?(\d{1,2})\2\s?((?:18|19|20)\d\d|\d\d)(?!\d)/uy;
/** `29. Februar 1984`, `29 de febrero de 1984`, `29-Feb-84`. */
const DAY_NAMED =
  /(\d{1,2})(?:st|nd|rd|th|er|º|ª|\.)?[\s-](?:de\s|of\s)?\p{L}{3,12}\.?,?[\s-](?:de\s)?((?:18|19|20)\d\d|\d\d)(?!\d)/iuy;
/** The part of `February 29, 1984` behind the month. */
const NAMED_DAY = /(\d{1,2})(?:st|nd|rd|th)?,?\s((?:18|19|20)\d\d)(?!\d)/iuy;
/** Seconds or milliseconds since 1970, negative before. */
const EPOCH = /^-?(?:\d{5,7}|\d{9,13})$/u;
const FORMS: readonly RegExp[] = [YEAR_FIRST, YEAR_LAST, DAY_NAMED, NAMED_DAY];

/** Words before a date of birth, in lower case. */
const CUES = makeCues(
  `born birth birthday birthdate dob bday geboren geb geburtsdatum geburtstag né née naissance nacido nacida nacimiento
   cumpleaños nato nata nascita nascido nascida nascimento nascut născut geboortedatum geboorte født fødselsdato fødsel
   född födelsedatum fæddur syntynyt syntymäaika urodzony urodzona urodzenia narozen narozena narození született
   születési doğum rođen рождения родился родилась народження γέννησης γεννήθηκε 出生 生年月日 誕生日 생년월일 lahir
   sinh تولد الميلاد`.split(/\s+/u),
);

/** Dates of birth: a date under a key for it, or behind a word for it in many languages. Other dates are none. */
export const birthDate: Detector = {
  id: 'birth_date',
  version: 2,
  kind: 'birth_date',
  trigger: SIGN.digit | SIGN.space,
  meanings: MEANING.birthDate,
  patterns: [...FORMS, EPOCH],
  find,
};

function find(text: string, meaning: number): readonly Span[] {
  const isKeyed = (meaning & MEANING.birthDate) !== 0 && text.length <= VALUE_LENGTH_MAX;
  if (isKeyed && isAllDigits(text.trim())) return [{ start: 0, end: text.length }];
  return isKeyed || mayHoldCue(text, CUES) ? findDates(text, isKeyed) : NO_SPANS;
}

function findDates(text: string, isKeyed: boolean): readonly Span[] {
  let spans: Span[] | null = null;
  for (let index = 0; index < text.length; index++) {
    if (!isDigitAt(text, index)) continue;
    const date = isTokenAt(text, index - 1) ? null : dateAt(text, index);
    const isOfBirth = date !== null && (isKeyed || hasCueBefore(text, date.start, CUES));
    index = isOfBirth ? date.end : digitsEnd(text, index);
    if (!isOfBirth) continue;
    spans ??= [];
    spans.push(date);
  }
  return spans ?? NO_SPANS;
}

/** A date or an epoch in digits alone. */
function isAllDigits(value: string): boolean {
  return isEightDigits(value) || EPOCH.test(value);
}

/** `19840229` and `29021984`. */
function isEightDigits(value: string): boolean {
  if (value.length !== 8 || digitsEnd(value, 0) !== 8) return false;
  const [one, two, three, four] = [0, 2, 4, 6].map((from) => Number(value.slice(from, from + 2)));
  if (isYear(Number(value.slice(0, 4))) && isDay(three, four)) return true;
  return isYear(Number(value.slice(4))) && isDay(one, two);
}

function isYear(year = 0): boolean {
  return year >= YEAR_MIN && year <= YEAR_MAX;
}

/** Day and month in either order. */
function isDay(first = 0, second = 0): boolean {
  return first > 0 && second > 0 && first <= 31 && second <= 31 && Math.min(first, second) <= 12;
}

function dateAt(text: string, start: number): Span | null {
  // Counts, times and ids are the usual digits, and none has these lengths and such a mark behind.
  const end = digitsEnd(text, start);
  if (end - start === 4) return isYearMarkAt(text, end) ? yearFirst(text, start) : null;
  if (end - start > 2) return null;
  const mark = text.charAt(end);
  if (isDigitAt(text, end + 1) && '-/.'.includes(mark)) {
    return text.charAt(digitsEnd(text, end + 1)) === mark ? yearLast(text, start) : null;
  }
  if (';:)/_("'.includes(mark) || !hasYear(text, end)) return null;
  return yearLast(text, start) ?? dayNamed(text, start) ?? namedDay(text, start);
}

/** `29. 2. 1984`, as in Czech and Finnish. */
function isSpacedPoint(text: string, index: number): boolean {
  return text.charAt(index) === '.' && text.charAt(index + 1) === ' ' && isDigitAt(text, index + 2);
}

/** What stands behind the year of a date that begins with it. */
function isYearMarkAt(text: string, index: number): boolean {
  return '-/.年년'.includes(text.charAt(index) || ' ') || text.charAt(index + 1) === '年';
}

/** Whether four digits, or two behind a dash, stand where those of a date with the name of a month end. */
function hasYear(text: string, from: number): boolean {
  if (isSpacedPoint(text, from)) return true;
  const limit = Math.min(text.length - 1, from + YEAR_REACH);
  for (let index = from + 1; index < limit; index++) {
    if (isDigitAt(text, index)) return isDigitAt(text, index + 1);
  }
  return false;
}

function yearFirst(text: string, start: number): Span | null {
  const [all = '', year, month, day] = execAt(YEAR_FIRST, text, start);
  return isYear(Number(year)) && isDay(Number(month), Number(day))
    ? { start, end: start + all.length }
    : null;
}

function yearLast(text: string, start: number): Span | null {
  const [all = '', first, , second, year] = execAt(YEAR_LAST, text, start);
  if (year === undefined || !isDay(Number(first), Number(second))) return null;
  return year.length === 2 || isYear(Number(year)) ? { start, end: start + all.length } : null;
}

function dayNamed(text: string, start: number): Span | null {
  const [all = '', day, year] = execAt(DAY_NAMED, text, start);
  if (year === undefined || !isDay(Number(day), 1)) return null;
  return year.length === 2 || isYear(Number(year)) ? { start, end: start + all.length } : null;
}

/** The month's name stands before the digits, and belongs to the date. */
function namedDay(text: string, start: number): Span | null {
  const [all = '', day, year] = execAt(NAMED_DAY, text, start);
  if (!isYear(Number(year)) || !isDay(Number(day), 1) || text.charAt(start - 1) !== ' ') return null;
  let month = start - 1;
  if (text.charAt(month - 1) === '.') month--;
  const end = month;
  while (month > end - MONTH_LENGTH_MAX && isMonthLetter(text, month - 1)) month--;
  return end - month < 3 ? null : { start: month, end: start + all.length };
}

function isMonthLetter(text: string, index: number): boolean {
  return (isWordAt(text, index) && !isDigitAt(text, index)) || codeAt(text, index) >= 0xc0;
}

function execAt(form: RegExp, text: string, start: number): readonly (string | undefined)[] {
  form.lastIndex = start;
  return form.exec(text) ?? [];
}
