import {
  digitOf,
  isDate,
  isDigits,
  isMoreThanZeros,
  isShortDate,
  passesMod11And10,
  remainderOf,
  weigh,
} from '../number-forms/check-digits.ts';
import type { NumberFormat } from '../number-forms/number-format.ts';

/** Added to the month of a PESEL by century (art. 15 ustawy o ewidencji ludności). */
const POLISH_CENTURIES = [1900, 2000, 2100, 2200, 1800];

export const EASTERN_EUROPEAN_IDS: readonly NumberFormat[] = [
  {
    id: 'pl.pesel',
    name: 'Polish identification number',
    cues: ['pesel', 'nrpesel', 'numerpesel'],
    cued: ['99999999999'],
    validate: (number) => isDigits(number, 11) && weigh(number, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 === 0,
    isIssued: isPolishDate,
  },
  {
    id: 'pl.nip',
    name: 'Polish tax number',
    cues: ['nip', 'nrnip', 'numernip'],
    alone: ['999-999-99-99', '999-99-99-999'],
    cued: ['9999999999'],
    prefix: 'PL',
    validate: (number) =>
      isDigits(number, 10) && weigh(number, [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 === digitOf(number, 9),
  },
  {
    id: 'pl.regon',
    name: 'Polish register number',
    cues: ['regon'],
    cued: ['999999999', '99999999999999'],
    validate: isPolishRegister,
  },
  {
    id: 'cz.rc',
    name: 'Czech birth number',
    cues: ['rodnéčíslo', 'rodnecislo', 'rodné', 'rodne', 'rč', 'rc'],
    alone: ['999999/9999'],
    cued: ['999999/999', '9999999999', '999999999'],
    separators: ' /',
    validate: isCzech,
    isIssued: isCzechDate,
  },
  {
    id: 'sk.rc',
    name: 'Slovak birth number',
    cues: ['rodnéčíslo', 'rodnecislo', 'rodné', 'rodne', 'rč', 'rc'],
    alone: ['999999/9999'],
    cued: ['999999/999', '9999999999', '999999999'],
    separators: ' /',
    validate: isCzech,
    isIssued: isCzechDate,
  },
  {
    id: 'cz.dic',
    name: 'Czech tax number',
    cues: ['dič', 'dic'],
    cued: ['99999999', '9999999999', '999999999', '999999/9999', 'AA9999999999', 'AA99999999'],
    separators: ' /',
    prefix: 'CZ',
    validate: (number) =>
      isWithoutBirthNumber(number) ? isCzechSpecial(number) : isCzech(number) || isCzechCompany(number),
    isIssued: (number) =>
      number.length === 8 ? !number.startsWith('9') : isWithoutBirthNumber(number) || isCzechDate(number),
  },
  {
    id: 'hu.adoazonosito',
    name: 'Hungarian tax identification number',
    cues: ['adóazonosító', 'adoazonosito', 'adószám', 'adoszam', 'adóazonosítójel'],
    cued: ['9999999999'],
    validate: (number) =>
      isDigits(number, 10) && weigh(number, [1, 2, 3, 4, 5, 6, 7, 8, 9]) % 11 === digitOf(number, 9),
    // Other first digits are of companies.
    isIssued: (number) => number.startsWith('8'),
  },
  {
    id: 'hu.taj',
    name: 'Hungarian social security number',
    cues: ['taj', 'tajszám', 'tajszam'],
    cued: ['999999999', '999 999 999', '999-999-999'],
    validate: (number) =>
      isDigits(number, 9) && weigh(number, [3, 7, 3, 7, 3, 7, 3, 7]) % 10 === digitOf(number, 8),
  },
  {
    id: 'ro.cnp',
    name: 'Romanian personal numeric code',
    cues: ['cnp', 'codnumericpersonal', 'numericpersonal'],
    cued: ['9999999999999'],
    validate: isRomanian,
    isIssued: isRomanianOrigin,
  },
  {
    id: 'bg.egn',
    name: 'Bulgarian civil number',
    cues: ['egn', 'егн'],
    cued: ['9999999999'],
    separators: ' -.',
    validate: isBulgarian,
    isIssued: isBulgarianDate,
  },
  {
    id: 'bg.pnf',
    name: 'Bulgarian personal number of a foreigner',
    cues: ['lnch', 'lnc', 'лнч', 'pnf'],
    cued: ['9999999999'],
    separators: ' -.',
    validate: (number) =>
      isDigits(number, 10) && weigh(number, [21, 19, 17, 13, 11, 9, 7, 3, 1]) % 10 === digitOf(number, 9),
  },
  {
    id: 'hr.oib',
    name: 'Croatian identification number',
    cues: ['oib'],
    cued: ['99999999999'],
    prefix: 'HR',
    validate: (number) => isDigits(number, 11) && passesMod11And10(number),
  },
  {
    id: 'si.emso',
    name: 'Citizen number of Slovenia and its neighbours',
    cues: ['emšo', 'emso', 'jmbg', 'matičnibroj', 'maticnibroj', 'embg', 'ембг', 'јмбг'],
    cued: ['9999999999999'],
    separators: ' -.',
    validate: isSouthSlavic,
    isIssued: isSouthSlavicDate,
  },
  {
    id: 'si.ddv',
    name: 'Slovenian tax number',
    cues: ['davčna', 'davcna', 'ddv'],
    cued: ['99999999', 'AA99999999'],
    prefix: 'SI',
    validate: isSlovenianTaxNumber,
  },
  {
    id: 'ee.ik',
    name: 'Estonian personal code',
    cues: ['isikukood', 'ik', 'personalcode'],
    cued: ['99999999999'],
    separators: ' ',
    validate: isBalticCode,
    isIssued: (number) => number.charAt(0) <= '8' && isBalticDate(number),
  },
  {
    id: 'lt.asmens',
    name: 'Lithuanian personal code',
    cues: ['asmenskodas', 'asmens', 'personalcode'],
    cued: ['99999999999'],
    separators: ' -',
    validate: isBalticCode,
    isIssued: (number) => number.startsWith('9') || isBalticDate(number),
  },
  {
    id: 'lv.pk',
    name: 'Latvian personal code',
    cues: ['personaskods', 'personas', 'pk', 'personalcode'],
    alone: ['999999-99999'],
    cued: ['99999999999'],
    prefix: 'LV',
    // Codes given since July 2017 begin with 32 and tell nothing of their holder (Fizisko personu reģistra likums).
    validate: (number) => isDigits(number, 11) && (number.startsWith('32') || isLatvian(number)),
    isIssued: (number) => number.startsWith('32') || isLatvianDate(number),
  },
  {
    id: 'lv.pvn',
    name: 'Latvian tax number',
    cues: ['pvn'],
    cued: ['99999999999', 'AA99999999999'],
    prefix: 'LV',
    validate: (number) =>
      isDigits(number, 11) && number.charAt(0) > '3'
        ? weigh(number, [9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1]) % 11 === 3
        : isLatvian(number),
    isIssued: (number) => number.charAt(0) > '3' || isLatvianDate(number),
  },
  {
    id: 'ua.rntrc',
    name: 'Ukrainian taxpayer number',
    cues: ['рнокпп', 'іпн', 'ипн', 'rnokpp', 'rntrc', 'ipn', 'ідентифікаційний'],
    cued: ['9999999999'],
    separators: ' ',
    validate: (number) =>
      isDigits(number, 10) && (weigh(number, [10, 5, 7, 9, 4, 6, 10, 5, 7]) % 11) % 10 === digitOf(number, 9),
  },
  {
    id: 'ru.inn',
    name: 'Russian taxpayer number',
    cues: ['инн', 'inn'],
    cued: ['9999999999', '999999999999'],
    separators: ' ',
    validate: isRussianTaxNumber,
  },
  {
    id: 'ru.snils',
    name: 'Russian insurance number',
    cues: ['снилс', 'snils'],
    alone: ['999-999-999 99', '999-999-999-99'],
    cued: ['99999999999', '999 999 999 99'],
    validate: isRussianInsurance,
    isIssued: isMoreThanZeros,
  },
  {
    id: 'kz.iin',
    name: 'Kazakh individual number',
    cues: ['иин', 'жсн', 'iin'],
    cued: ['999999999999'],
    validate: isKazakh,
    isIssued: isKazakhDate,
  },
  {
    id: 'md.idno',
    name: 'Moldovan identification number',
    cues: ['idnp', 'idno'],
    cued: ['9999999999999'],
    separators: ' ',
    validate: (number) =>
      isDigits(number, 13) &&
      weigh(number, [7, 3, 1, 7, 3, 1, 7, 3, 1, 7, 3, 1]) % 10 === digitOf(number, 12),
  },
];

function isPolishDate(number: string): boolean {
  const month = Number(number.slice(2, 4));
  const century = POLISH_CENTURIES[Math.floor(month / 20)] ?? 0;
  return isDate(century + Number(number.slice(0, 2)), month % 20, Number(number.slice(4, 6)));
}

function isPolishRegister(number: string): boolean {
  const weights = number.length === 14 ? [2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8] : [8, 9, 2, 3, 4, 5, 6, 7];
  if (!isDigits(number, weights.length + 1)) return false;
  if ((weigh(number, weights) % 11) % 10 !== digitOf(number, weights.length)) return false;
  return number.length === 9 || isPolishRegister(number.slice(0, 9));
}

/** Nine digits until 1953, without a check digit, so that the date decides; then ten. */
function isCzech(number: string): boolean {
  if (number.length === 9) return isDigits(number, 9) && isCzechDate(number);
  return isDigits(number, 10) && remainderOf(number.slice(0, 9), 11) % 10 === digitOf(number, 9);
}

/** The month is raised by 50 for women and by 20 where numbers ran out. */
function isCzechDate(number: string): boolean {
  const short = Number(number.slice(0, 2));
  const year =
    number.length === 9 ? 1900 + short - (short >= 80 ? 100 : 0) : short < 54 ? 2000 + short : 1900 + short;
  if (number.length === 9 && year > 1953) return false;
  return isDate(year, (Number(number.slice(2, 4)) % 50) % 20, Number(number.slice(4, 6)));
}

/** Nine digits that begin with 6 are given to people without a birth number. */
function isWithoutBirthNumber(number: string): boolean {
  return number.length === 9 && number.startsWith('6');
}

function isCzechSpecial(number: string): boolean {
  if (!isDigits(number, 9)) return false;
  const check = weigh(number.slice(1), [8, 7, 6, 5, 4, 3, 2]) % 11;
  return (8 - ((10 - check + 11) % 11) + 10) % 10 === digitOf(number, 8);
}

function isCzechCompany(number: string): boolean {
  if (!isDigits(number, 8)) return false;
  const check = (11 - (weigh(number, [8, 7, 6, 5, 4, 3, 2]) % 11)) % 11;
  return (check === 0 ? 1 : check) % 10 === digitOf(number, 7);
}

/** Sex and century, date, county, serial, check digit (Legea 105/1996). */
function isRomanian(number: string): boolean {
  if (!isDigits(number, 13) || number.startsWith('0')) return false;
  const check = weigh(number, [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11;
  return (check === 10 ? 1 : check) === digitOf(number, 12);
}

function isRomanianOrigin(number: string): boolean {
  const century = [1900, 1900, 1800, 1800, 2000, 2000, 1900, 1900, 1900][digitOf(number, 0) - 1] ?? 0;
  if (!isShortDate(number.slice(1), 'YMD', [century])) return false;
  const county = Number(number.slice(7, 9));
  return county >= 1 && (county <= 48 || [51, 52, 70, 80, 81, 82, 83].includes(county));
}

function isBulgarian(number: string): boolean {
  return (
    isDigits(number, 10) && (weigh(number, [2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11) % 10 === digitOf(number, 9)
  );
}

/** The month is raised by 20 for the nineteenth and by 40 for the twenty-first century. */
function isBulgarianDate(number: string): boolean {
  const month = Number(number.slice(2, 4));
  const [century, raised] = month > 40 ? [2000, 40] : month > 20 ? [1800, 20] : [1900, 0];
  return isDate(century + Number(number.slice(0, 2)), month - raised, Number(number.slice(4, 6)));
}

/** Date with three digits of the year, region, serial, check digit. */
function isSouthSlavic(number: string): boolean {
  if (!isDigits(number, 13)) return false;
  const sum = weigh(number, [7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]);
  return ((11 - (sum % 11)) % 11) % 10 === digitOf(number, 12);
}

function isSouthSlavicDate(number: string): boolean {
  const year = Number(number.slice(4, 7));
  const full = year < 800 ? 2000 + year : 1000 + year;
  return isDate(full, Number(number.slice(2, 4)), Number(number.slice(0, 2)));
}

/** Serials whose remainder is 0 are not given out (FURS, "Davčna številka"). */
function isSlovenianTaxNumber(number: string): boolean {
  if (!isDigits(number, 8) || number.startsWith('0')) return false;
  const remainder = weigh(number, [8, 7, 6, 5, 4, 3, 2]) % 11;
  return remainder !== 0 && (11 - remainder) % 10 === digitOf(number, 7);
}

/** The check digit of Estonia and Lithuania: a second row of weights where the first gives ten. */
function isBalticCode(number: string): boolean {
  if (!isDigits(number, 11) || number.startsWith('0')) return false;
  const first = weigh(number, [1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) % 11;
  const check = first < 10 ? first : (weigh(number, [3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 11) % 10;
  return check === digitOf(number, 10);
}

/** The first digit tells sex and century. */
function isBalticDate(number: string): boolean {
  const century = 1800 + 100 * Math.floor((digitOf(number, 0) - 1) / 2);
  return isShortDate(number.slice(1), 'YMD', [century]);
}

function isLatvian(number: string): boolean {
  if (!isDigits(number, 11)) return false;
  return ((1 + weigh(number, [10, 5, 8, 4, 2, 1, 6, 3, 7, 9])) % 11) % 10 === digitOf(number, 10);
}

/** The seventh digit tells the century. */
function isLatvianDate(number: string): boolean {
  return isShortDate(number, 'DMY', [1800 + digitOf(number, 6) * 100]);
}

/** One check digit for companies, two for people (FNS, order of 29.06.2012, MMV-7-6/435). */
function isRussianTaxNumber(number: string): boolean {
  if (isDigits(number, 10)) {
    return (weigh(number, [2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11) % 10 === digitOf(number, 9);
  }
  if (!isDigits(number, 12)) return false;
  const first = (weigh(number, [7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11) % 10;
  const second = (weigh(number, [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11) % 10;
  return first === digitOf(number, 10) && second === digitOf(number, 11);
}

function isRussianInsurance(number: string): boolean {
  return (
    isDigits(number, 11) &&
    (weigh(number, [9, 8, 7, 6, 5, 4, 3, 2, 1]) % 101) % 100 === Number(number.slice(9))
  );
}

/** Date, century and sex, serial, check digit with a second row of weights. */
function isKazakh(number: string): boolean {
  if (!isDigits(number, 12)) return false;
  const first = weigh(number, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]) % 11;
  const check = first < 10 ? first : weigh(number, [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2]) % 11;
  return check === digitOf(number, 11);
}

/** The seventh digit tells century and sex. */
function isKazakhDate(number: string): boolean {
  return isShortDate(number, 'YMD') && '123456'.includes(number.charAt(6));
}
