import { digitOf, isDate, isDigits, isShortDate, passesLuhn, weigh } from '../number-forms/check-digits.ts';
import type { NumberFormat } from '../number-forms/number-format.ts';

/** Remainders of the Finnish check character (Digital and Population Data Services Agency, "The personal identity code"). */
const FINNISH_CHECKS = '0123456789ABCDEFHJKLMNPRSTUVWXY';

export const NORDIC_IDS: readonly NumberFormat[] = [
  {
    id: 'se.personnummer',
    name: 'Swedish personal identity number',
    cues: ['personnummer', 'personnr', 'pnr', 'swedishid', 'personalidentity'],
    alone: ['999999-9999', '999999+9999', '99999999-9999', '99999999+9999'],
    cued: ['9999999999', '999999999999'],
    separators: ' -+:',
    validate: isSwedish,
    isIssued: (number) => isSwedishDate(number, 0),
  },
  {
    id: 'se.samordningsnummer',
    name: 'Swedish coordination number',
    cues: ['samordningsnummer', 'personnummer', 'coordinationnumber'],
    alone: ['999999-9999', '999999+9999', '99999999-9999', '99999999+9999'],
    cued: ['9999999999', '999999999999'],
    separators: ' -+:',
    validate: isSwedish,
    isIssued: (number) => isSwedishDate(number, 60) || isSwedishUnknownDay(number),
  },
  {
    id: 'se.orgnr',
    name: 'Swedish organisation number',
    cues: ['organisationsnummer', 'orgnr', 'organizationnumber'],
    cued: ['999999-9999', '9999999999'],
    validate: (number) => isDigits(number, 10) && passesLuhn(number),
  },
  {
    id: 'no.fodselsnummer',
    name: 'Norwegian birth number',
    cues: ['fødselsnummer', 'fodselsnummer', 'fødselsnr', 'fnr', 'personnummer', 'birthnumber'],
    alone: ['999999 99999', '999999-99999'],
    cued: ['99999999999'],
    validate: isNorwegian,
    isIssued: isNorwegianDate,
  },
  {
    id: 'dk.cpr',
    name: 'Danish personal identification number',
    cues: ['cpr', 'cprnr', 'cprnummer', 'personnummer'],
    cued: ['999999-9999', '9999999999'],
    validate: isDanish,
  },
  {
    id: 'fi.hetu',
    name: 'Finnish personal identity code',
    cues: ['hetu', 'henkilötunnus', 'personbeteckning', 'personalidentity'],
    alone: ['999999-999*', '999999+999*', '999999A999*'],
    separators: '',
    validate: isFinnish,
    isIssued: (number) => isFinnishDate(number) && number.slice(7, 10) >= '002' && number.charAt(7) < '9',
  },
  {
    id: 'fi.hetu_temporary',
    name: 'Finnish personal identity code for temporary use',
    cues: ['hetu', 'henkilötunnus', 'personbeteckning', 'personalidentity'],
    alone: ['999999-999*', '999999A999*'],
    separators: '',
    validate: isFinnish,
    isIssued: (number) => isFinnishDate(number) && number.charAt(7) === '9',
  },
  {
    id: 'is.kennitala',
    name: 'Icelandic identity number',
    cues: ['kennitala', 'kt'],
    alone: ['999999-9999'],
    cued: ['9999999999'],
    validate: isIcelandic,
    isIssued: isIcelandicDate,
  },
];

/** Ten digits, or twelve with the century, which the check leaves out. */
function isSwedish(number: string): boolean {
  return isDigits(number, number.length === 12 ? 12 : 10) && passesLuhn(number.slice(-10));
}

/** A coordination number has its day raised by 60. */
function isSwedishDate(number: string, raised: number): boolean {
  const short = number.slice(-10);
  const centuries = number.length === 12 ? [Number(number.slice(0, 2)) * 100] : [1900, 2000];
  return centuries.some((century) =>
    isDate(
      century + Number(short.slice(0, 2)),
      Number(short.slice(2, 4)),
      Number(short.slice(4, 6)) - raised,
    ),
  );
}

/** Coordination numbers of people whose day of birth is not known have the month 00 or the day 60. */
function isSwedishUnknownDay(number: string): boolean {
  const short = number.slice(-10);
  const month = Number(short.slice(2, 4));
  const day = Number(short.slice(4, 6));
  return month <= 12 && day >= 60 && day <= 91 && (month === 0 || day === 60);
}

/** Two check digits (Skatteetaten, "Fødselsnummer"). */
function isNorwegian(number: string): boolean {
  return (
    isDigits(number, 11) &&
    weigh(number, [3, 7, 6, 1, 8, 9, 4, 5, 2, 1]) % 11 === 0 &&
    weigh(number, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0
  );
}

/** The day is raised by 40 in D-numbers, the month in help numbers. */
function isNorwegianDate(number: string): boolean {
  const day = Number(number.slice(0, 2));
  const month = Number(number.slice(2, 4));
  const century = norwegianCentury(Number(number.slice(4, 6)), Number(number.slice(6, 9)));
  if (century === 0) return false;
  return isDate(
    century + Number(number.slice(4, 6)),
    month > 40 ? month - 40 : month,
    day > 40 ? day - 40 : day,
  );
}

function norwegianCentury(year: number, individual: number): number {
  if (individual < 500) return 1900;
  if (individual < 750 && year >= 54) return 1800;
  if (year < 40) return 2000;
  return individual >= 900 ? 1900 : 0;
}

/** The seventh digit tells the century; the date decides, as the check digit is not kept to since 2007 (CPR-kontoret). */
function isDanish(number: string): boolean {
  if (!isDigits(number, 10)) return false;
  const year = Number(number.slice(4, 6));
  const seventh = digitOf(number, 6);
  const isEarly = seventh >= 5 && seventh <= 8 && year >= 58;
  const isLast = seventh <= 3 || ((seventh === 4 || seventh === 9) && year >= 37);
  const century = isEarly ? 1800 : isLast ? 1900 : 2000;
  return isShortDate(number, 'DMY', [century]);
}

/** Date, sign of the century, individual number, check character. */
function isFinnish(number: string): boolean {
  const digits = number.slice(0, 6) + number.slice(7, 10);
  if (number.length !== 11 || !isDigits(digits, 9) || finnishCentury(number) === 0) return false;
  return FINNISH_CHECKS.charAt(Number(digits) % 31) === number.charAt(10);
}

function isFinnishDate(number: string): boolean {
  return isShortDate(number, 'DMY', [finnishCentury(number)]);
}

/** The century that the sign stands for; 0 where it is none. */
function finnishCentury(number: string): number {
  const sign = number.charAt(6);
  return sign === '+' ? 1800 : '-UVWXY'.includes(sign) ? 1900 : 'ABCDEF'.includes(sign) ? 2000 : 0;
}

/** The ninth digit is the check digit. */
function isIcelandic(number: string): boolean {
  return isDigits(number, 10) && weigh(number, [3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0;
}

/** The tenth digit tells the century; companies have their day raised by 40. */
function isIcelandicDate(number: string): boolean {
  const last = number.charAt(9);
  const century = last === '9' ? 1900 : last === '0' ? 2000 : last === '8' ? 1800 : 0;
  const day = Number(number.slice(0, 2));
  if (century === 0) return false;
  return isDate(century + Number(number.slice(4, 6)), Number(number.slice(2, 4)), day > 40 ? day - 40 : day);
}
