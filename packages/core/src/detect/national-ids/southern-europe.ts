import { codeAt } from '../characters.ts';
import {
  digitOf,
  isDate,
  isDigits,
  isShortDate,
  passesLuhn,
  remainderOf,
  weigh,
} from '../number-forms/check-digits.ts';
import type { NumberFormat } from '../number-forms/number-format.ts';

/** Check letters of Spanish numbers by remainder of 23 (Ministerio del Interior, "Cálculo del dígito de control"). */
const SPANISH_CHECKS = 'TRWAGMYFPDXBNJZSQVHLCKE';
/** What stands for a digit where two people would have the same Italian code (D.M. 23/12/1976 art. 6). */
const ITALIAN_DIGITS = '0123456789LMNPQRSTUV';
const ITALIAN_MONTHS = 'ABCDEHLMPRST';
/** Values of characters in odd places, `0` to `9` as `A` to `J` (D.M. 23/12/1976 art. 7). */
const ITALIAN_ODD = [
  1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
];
const ITALIAN_CODE = /^[A-Z]{6}[\dLMNPQRSTUV]{2}[ABCDEHLMPRST][\dLMNPQRSTUV]{2}[A-Z][\dLMNPQRSTUV]{3}[A-Z]$/;

export const SOUTHERN_EUROPEAN_IDS: readonly NumberFormat[] = [
  {
    id: 'es.dni',
    name: 'Spanish national identity document',
    cues: ['dni', 'nif', 'documento', 'identidad'],
    alone: ['99999999A', '99999999-A', '99.999.999-A', '99.999.999A'],
    separators: ' -.',
    validate: isSpanish,
  },
  {
    id: 'es.nie',
    name: 'Spanish foreigner identity number',
    cues: ['nie', 'extranjero', 'extranjeros'],
    alone: ['A9999999A', 'A-9999999-A', 'A9999999-A', 'A-9999999A'],
    validate: isSpanishForeigner,
  },
  {
    id: 'es.nif',
    name: 'Spanish tax number of people without a document of their own',
    cues: ['nif', 'fiscal'],
    alone: ['A9999999A'],
    prefix: 'ES',
    validate: (number) =>
      isSpanish(number) ||
      isSpanishForeigner(number) ||
      isSpanishCompany(number) ||
      ('KLM'.includes(number.charAt(0)) && isSpanish(`0${number.slice(1)}`)),
  },
  {
    id: 'es.cif',
    name: 'Spanish company tax number',
    cues: ['cif', 'nif'],
    cued: ['A9999999*', 'A-9999999*', 'A-9999999-*'],
    prefix: 'ES',
    validate: isSpanishCompany,
  },
  {
    id: 'es.nss',
    name: 'Spanish social security number',
    cues: ['nss', 'nuss', 'naf', 'seguridadsocial', 'afiliación'],
    alone: ['99/99999999/99', '99 99999999 99', '99-99999999-99'],
    cued: ['999999999999', '99 9999999 999', '99/999999999/9'],
    separators: ' -/',
    validate: isSpanishInsurance,
    isIssued: isSpanishProvince,
  },
  {
    id: 'pt.nif',
    name: 'Portuguese tax number',
    cues: ['nif', 'contribuinte', 'nipc'],
    cued: ['999999999', '999 999 999', '999-999-999'],
    separators: ' -.',
    prefix: 'PT',
    validate: (number) =>
      isDigits(number, 9) &&
      number.charAt(0) !== '0' &&
      ((11 - (weigh(number, [9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 11) % 10 === digitOf(number, 8),
  },
  {
    id: 'pt.cc',
    name: 'Portuguese citizen card number',
    cues: ['cc', 'cartão', 'cartao', 'cidadão', 'cidadao'],
    alone: ['99999999 9 AA9', '999999999AA9', '999999999 AA9', '99999999 9AA9'],
    validate: isPortugueseCard,
  },
  {
    id: 'it.codicefiscale',
    name: 'Italian fiscal code',
    cues: ['codicefiscale', 'fiscale', 'cf', 'codfisc'],
    alone: ['AAAAAA99A99A999A', 'AAA AAA 99A99 A999A', 'AAAAAA**A**A***A'],
    cued: ['99999999999'],
    separators: ' -:',
    validate: (number) => (number.length === 11 ? isItalianCompany(number) : isItalian(number)),
    isIssued: (number) => (number.length === 11 ? isItalianOffice(number) : isItalianDate(number)),
  },
  {
    id: 'it.iva',
    name: 'Italian tax number',
    cues: ['iva', 'piva', 'partitaiva'],
    cued: ['99999999999'],
    separators: ' -:',
    prefix: 'IT',
    validate: isItalianCompany,
    isIssued: isItalianOffice,
  },
  {
    id: 'gr.amka',
    name: 'Greek social security number',
    cues: ['amka', 'αμκα'],
    cued: ['99999999999'],
    validate: (number) => isDigits(number, 11) && passesLuhn(number),
    isIssued: (number) => isShortDate(number, 'DMY'),
  },
  {
    id: 'gr.vat',
    name: 'Greek tax number',
    cues: ['afm', 'αφμ', 'vat', 'tin'],
    cued: ['999999999', '99999999'],
    separators: ' -./:',
    prefix: 'EL',
    validate: isGreekTaxNumber,
  },
  {
    id: 'tr.tckimlik',
    name: 'Turkish identification number',
    cues: ['tckimlik', 'kimlik', 'tckn', 'tc', 'kimliknumarası', 'turkishid', 'kimlikno'],
    cued: ['99999999999'],
    separators: '',
    validate: isTurkish,
  },
  {
    id: 'tr.vkn',
    name: 'Turkish tax number',
    cues: ['vkn', 'vergi', 'vergikimlik', 'vergino'],
    cued: ['9999999999'],
    separators: ' ',
    validate: isTurkishTaxNumber,
  },
];

/** Up to eight digits and the letter of their remainder. */
function isSpanish(number: string): boolean {
  const digits = number.slice(0, 8);
  if (number.length !== 9 || !isDigits(digits, 8)) return false;
  return SPANISH_CHECKS.charAt(Number(digits) % 23) === number.charAt(8);
}

/** As the document, with X, Y and Z for 0, 1 and 2. */
function isSpanishForeigner(number: string): boolean {
  const lead = 'XYZ'.indexOf(number.charAt(0));
  return lead >= 0 && number.length === 9 && isSpanish(`${lead}${number.slice(1)}`);
}

/** A letter for the form of company, then the check as a digit or as a letter (Orden EHA/451/2008). */
function isSpanishCompany(number: string): boolean {
  const form = number.charAt(0);
  const digits = number.slice(1, 8);
  if (number.length !== 9 || !'ABCDEFGHJNPQRSUVW'.includes(form) || !isDigits(digits, 7)) return false;
  let sum = 0;
  for (let index = 0; index < 7; index++) {
    const digit = digitOf(digits, index) * (index % 2 === 0 ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  const check = (10 - (sum % 10)) % 10;
  const last = number.charAt(8);
  return last === String(check) || last === 'JABCDEFGHI'.charAt(check);
}

/** Province, number, and the remainder of both by 97; short numbers count without the zeros that fill them up. */
function isSpanishInsurance(number: string): boolean {
  if (!isDigits(number, 12)) return false;
  const serial = Number(number.slice(2, 10));
  const area = Number(number.slice(0, 2));
  const checked = serial < 10_000_000 ? `${area * 10_000_000 + serial}` : number.slice(0, 10);
  return remainderOf(checked, 97) === Number(number.slice(10));
}

/** 66 is for those registered abroad. */
function isSpanishProvince(number: string): boolean {
  const area = Number(number.slice(0, 2));
  return (area >= 1 && area <= 53) || area === 66;
}

/** A Luhn check over base-36 digits (Autoridade Nacional, "Algoritmo do número de documento"). */
function isPortugueseCard(number: string): boolean {
  if (!/^\d{9}[A-Z\d]{2}\d$/.test(number)) return false;
  let sum = 0;
  for (let index = 0; index < 12; index++) {
    const value = Number.parseInt(number.charAt(11 - index), 36);
    const doubled = index % 2 === 1 ? value * 2 : value;
    sum += index % 2 === 1 && doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

function isItalian(number: string): boolean {
  if (!ITALIAN_CODE.test(number)) return false;
  let sum = 0;
  for (let index = 0; index < 15; index++) {
    const character = codeAt(number, index);
    const value = character < 65 ? character - 48 : character - 65;
    sum += index % 2 === 0 ? (ITALIAN_ODD[value] ?? 0) : value;
  }
  return String.fromCharCode(65 + (sum % 26)) === number.charAt(15);
}

/** The day is raised by 40 for women. */
function isItalianDate(number: string): boolean {
  const year = italianNumber(number.slice(6, 8));
  const day = italianNumber(number.slice(9, 11)) % 40;
  const month = ITALIAN_MONTHS.indexOf(number.charAt(8)) + 1;
  return isDate(2000 + year, month, day) || isDate(1900 + year, month, day);
}

function italianNumber(pair: string): number {
  const [tens = '', ones = ''] = pair;
  return (ITALIAN_DIGITS.indexOf(tens) % 10) * 10 + (ITALIAN_DIGITS.indexOf(ones) % 10);
}

/** Serial, office of the province, Luhn digit (Agenzia delle Entrate, "Partita IVA"). */
function isItalianCompany(number: string): boolean {
  return isDigits(number, 11) && passesLuhn(number);
}

/** 100 provinces, 120 and 121 for those abroad, 888 and 999 for others. */
function isItalianOffice(number: string): boolean {
  if (number.startsWith('0000000')) return false;
  const office = Number(number.slice(7, 10));
  return (office >= 1 && office <= 100) || [120, 121, 888, 999].includes(office);
}

/** Powers of two from the right; an old number of eight digits has lost its leading zero. */
function isGreekTaxNumber(number: string): boolean {
  const digits = number.length === 8 ? `0${number}` : number;
  if (!isDigits(digits, 9)) return false;
  return (weigh(digits, [256, 128, 64, 32, 16, 8, 4, 2]) % 11) % 10 === digitOf(digits, 8);
}

/** Two check digits over nine (Nüfus ve Vatandaşlık İşleri, "T.C. Kimlik Numarası"). */
function isTurkish(number: string): boolean {
  if (!isDigits(number, 11) || number.charAt(0) === '0') return false;
  const mixed = weigh(number, [7, -1, 7, -1, 7, -1, 7, -1, 7]);
  if (((mixed % 10) + 10) % 10 !== digitOf(number, 9)) return false;
  return weigh(number, [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]) % 10 === digitOf(number, 10);
}

function isTurkishTaxNumber(number: string): boolean {
  if (!isDigits(number, 10)) return false;
  let sum = 0;
  for (let index = 1; index <= 9; index++) {
    const moved = (digitOf(number, 9 - index) + index) % 10;
    if (moved > 0) sum += (moved * 2 ** index) % 9 || 9;
  }
  return (10 - (sum % 10)) % 10 === digitOf(number, 9);
}
