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
    validate: (number) => isSwedish(number, 0),
  },
  {
    id: 'se.samordningsnummer',
    name: 'Swedish coordination number',
    cues: ['samordningsnummer', 'personnummer', 'coordinationnumber'],
    alone: ['999999-9999', '999999+9999', '99999999-9999', '99999999+9999'],
    cued: ['9999999999', '999999999999'],
    separators: ' -+:',
    validate: (number) => isSwedish(number, 60) || isSwedishOfUnknownDay(number),
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
    validate: (number) => isFinnish(number) && number.charAt(7) < '9',
  },
  {
    id: 'fi.hetu_temporary',
    name: 'Finnish personal identity code for temporary use',
    cues: ['hetu', 'henkilötunnus', 'personbeteckning', 'personalidentity'],
    alone: ['999999-999*', '999999A999*'],
    separators: '',
    validate: (number) => isFinnish(number) && number.charAt(7) === '9',
  },
  {
    id: 'is.kennitala',
    name: 'Icelandic identity number',
    cues: ['kennitala', 'kt'],
    alone: ['999999-9999'],
    cued: ['9999999999'],
    validate: isIcelandic,
  },
];

/** Ten digits, or twelve with the century; a coordination number has its day raised by 60. */
function isSwedish(number: string, raised: number): boolean {
  if (!isDigits(number, number.length === 12 ? 12 : 10)) return false;
  const short = number.slice(-10);
  const day = Number(short.slice(4, 6)) - raised;
  if (day < 1) return false;
  const date = short.slice(0, 4) + String(day).padStart(2, '0');
  const isDay =
    number.length === 12
      ? isDate(Number(number.slice(0, 4)), Number(date.slice(2, 4)), day)
      : isShortDate(date, 'YMD');
  return isDay && passesLuhn(short);
}

/** Coordination numbers of people whose day of birth is not known have the month 00 or the day 60. */
function isSwedishOfUnknownDay(number: string): boolean {
  const short = number.slice(-10);
  if (!isDigits(number, number.length === 12 ? 12 : 10) || !passesLuhn(short)) return false;
  const month = Number(short.slice(2, 4));
  const day = Number(short.slice(4, 6));
  return month <= 12 && day >= 60 && day <= 91 && (month === 0 || day === 60);
}

/** Two check digits (Skatteetaten, "Fødselsnummer"); the day is raised by 40 in D-numbers, the month in help numbers. */
function isNorwegian(number: string): boolean {
  if (!isDigits(number, 11)) return false;
  if (weigh(number, [3, 7, 6, 1, 8, 9, 4, 5, 2, 1]) % 11 !== 0) return false;
  if (weigh(number, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 !== 0) return false;
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

/** The seventh digit tells the century; the check digit is no longer kept to since 2007 (CPR-kontoret). */
function isDanish(number: string): boolean {
  if (!isDigits(number, 10)) return false;
  const year = Number(number.slice(4, 6));
  const seventh = digitOf(number, 6);
  const isEarly = seventh >= 5 && seventh <= 8 && year >= 58;
  const isLast = seventh <= 3 || ((seventh === 4 || seventh === 9) && year >= 37);
  const century = isEarly ? 1800 : isLast ? 1900 : 2000;
  return isDate(century + year, Number(number.slice(2, 4)), Number(number.slice(0, 2)));
}

/** Date, sign of the century, individual number from 002, check character. */
function isFinnish(number: string): boolean {
  const sign = number.charAt(6);
  const digits = number.slice(0, 6) + number.slice(7, 10);
  if (number.length !== 11 || !isDigits(digits, 9) || Number(number.slice(7, 10)) < 2) return false;
  const century = sign === '+' ? 1800 : '-UVWXY'.includes(sign) ? 1900 : 'ABCDEF'.includes(sign) ? 2000 : 0;
  if (century === 0) return false;
  const year = century + Number(number.slice(4, 6));
  if (!isDate(year, Number(number.slice(2, 4)), Number(number.slice(0, 2)))) return false;
  return FINNISH_CHECKS.charAt(Number(digits) % 31) === number.charAt(10);
}

/** The ninth digit is the check digit, the tenth the century; companies have their day raised by 40. */
function isIcelandic(number: string): boolean {
  if (!isDigits(number, 10) || weigh(number, [3, 2, 7, 6, 5, 4, 3, 2, 1, 0]) % 11 !== 0) return false;
  const last = number.charAt(9);
  const century = last === '9' ? 1900 : last === '0' ? 2000 : last === '8' ? 1800 : 0;
  const day = Number(number.slice(0, 2));
  if (century === 0) return false;
  return isDate(century + Number(number.slice(4, 6)), Number(number.slice(2, 4)), day > 40 ? day - 40 : day);
}
