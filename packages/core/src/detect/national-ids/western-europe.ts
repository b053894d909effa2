import {
  digitOf,
  isDate,
  isDigits,
  isMoreThanZeros,
  passesEan,
  passesLuhn,
  passesMod11And10,
  passesVerhoeff,
  remainderOf,
  weigh,
} from '../number-forms/check-digits.ts';
import type { NumberFormat } from '../number-forms/number-format.ts';

/** Letters of an Irish number by remainder (Revenue, "PPSN checksum"). */
const IRISH_CHECKS = 'WABCDEFGHIJKLMNOPQRSTUV';
/** Prefixes that HMRC never allocates (National Insurance Manual NIM39110). */
const NINO_PREFIXES_UNUSED = ['BG', 'GB', 'KN', 'NK', 'NT', 'TN', 'ZZ'];
const NINO = /^[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]$/;

export const WESTERN_EUROPEAN_IDS: readonly NumberFormat[] = [
  {
    id: 'gb.nino',
    name: 'United Kingdom National Insurance number',
    cues: ['nino', 'nationalinsurance', 'insurancenumber', 'ni', 'nationalins'],
    alone: ['AA 99 99 99 A'],
    cued: ['AA999999A', 'AA 999999 A', 'AA-99-99-99-A'],
    validate: (number) => NINO.test(number) && !NINO_PREFIXES_UNUSED.includes(number.slice(0, 2)),
  },
  {
    id: 'gb.nhs',
    name: 'United Kingdom National Health Service number',
    cues: ['nhs', 'nhsnumber', 'nhsno', 'healthservice'],
    cued: ['9999999999', '999 999 9999', '999-999-9999'],
    validate: (number) => isDigits(number, 10) && weigh(number, [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0,
  },
  {
    id: 'gb.utr',
    name: 'United Kingdom Unique Taxpayer Reference',
    cues: ['utr', 'taxpayerreference', 'taxreference'],
    cued: [
      '9999999999',
      '99999 99999',
      '9999999999A',
      'A9999999999',
      '9999999999999',
      '999 9999999999',
      '999 99999 99999',
      '9999999999999A',
      '999 9999999999 A',
      '999 99999 99999 A',
      'A9999999999999',
    ],
    validate: isTaxpayerReference,
  },
  {
    id: 'ie.pps',
    name: 'Irish Personal Public Service number',
    cues: ['pps', 'ppsn', 'ppsno', 'ppsnumber', 'publicservice'],
    cued: ['9999999A', '9999999AA', '9999999AAA'],
    validate: isIrish,
  },
  {
    id: 'nl.bsn',
    name: 'Dutch citizen service number',
    cues: ['bsn', 'burgerservicenummer', 'sofinummer', 'sofi'],
    cued: ['999999999', '99999999', '9999999', '9999.99.999', '9999 99 999', '999 999 999'],
    separators: ' -.',
    validate: isDutch,
    isIssued: isMoreThanZeros,
  },
  {
    id: 'be.nn',
    name: 'Belgian national number',
    cues: [
      'rijksregisternummer',
      'registrenational',
      'nationalnumber',
      'nationalregister',
      'nationaalnummer',
      'insz',
      'niss',
      'rrn',
    ],
    alone: ['99.99.99-999.99', '99.99.99-999-99', '99 99 99 999 99'],
    cued: ['99999999999', '999999 999 99', '999999-999-99', '999999-999.99'],
    separators: ' -.',
    validate: (number) => belgianCenturies(number).length > 0,
    isIssued: (number) => isBelgianDate(number, 0),
  },
  {
    id: 'be.bis',
    name: 'Belgian number of people outside the national register',
    cues: ['bis', 'bisnummer', 'rijksregisternummer', 'insz', 'niss'],
    alone: ['99.99.99-999.99', '99.99.99-999-99'],
    cued: ['99999999999'],
    separators: ' -.',
    validate: (number) => belgianCenturies(number).length > 0,
    isIssued: (number) => isBelgianDate(number, 20) || isBelgianDate(number, 40),
  },
  {
    id: 'lu.nin',
    name: 'Luxembourgish identification number',
    cues: ['matricule', 'nin', 'identifiant', 'identification'],
    alone: ['9999999999999', '9999 99 99 999 99', '99999999 999 99'],
    validate: isLuxembourgish,
    isIssued: isLuxembourgishDate,
  },
  {
    id: 'fr.nir',
    name: 'French social security number',
    cues: ['nir', 'sécuritésociale', 'securitesociale', 'sécu', 'secu', 'insee', 'assurésocial', 'vitale'],
    alone: [
      '9 99 99 99 999 999 99',
      '9 99 99 *9 999 999 99',
      '9-99-99-99-999-999-99',
      '9 99 99 9A 999 999 99',
    ],
    cued: [
      '999999999999999',
      '9999999A9999999',
      '999999A99999999',
      '9999999999999 99',
      '9 99 99 99999 999 99',
    ],
    separators: ' -.',
    validate: isFrench,
    isIssued: (number) => '12345678'.includes(number.charAt(0)),
  },
  {
    id: 'fr.nif',
    name: 'French tax number',
    cues: ['nif', 'spi', 'numérofiscal', 'numerofiscal', 'fiscal', 'fiscale'],
    alone: ['99 99 999 999 999'],
    cued: ['9999999999999'],
    validate: (number) =>
      isDigits(number, 13) && remainderOf(number.slice(0, 10), 511) === Number(number.slice(10)),
    isIssued: (number) => number.charAt(0) <= '3',
  },
  {
    id: 'ch.ssn',
    name: 'Swiss social security number',
    cues: ['ahv', 'avs', 'ahvnummer', 'sozialversicherungsnummer', 'noavs'],
    alone: ['999.9999.9999.99', '9999999999999', '999 9999 9999 99'],
    separators: ' .-',
    validate: (number) => isDigits(number, 13) && number.startsWith('756') && passesEan(number),
  },
  {
    id: 'at.vnr',
    name: 'Austrian social insurance number',
    cues: ['sozialversicherungsnummer', 'svnr', 'svnummer', 'vsnr', 'versicherungsnummer', 'sv'],
    cued: ['9999999999', '9999 999999', '9999-999999', '9999/999999'],
    separators: ' -/',
    validate: isAustrian,
    isIssued: isAustrianDate,
  },
  {
    id: 'de.idnr',
    name: 'German tax identification number',
    cues: [
      'steuer',
      'steuerid',
      'steueridentifikationsnummer',
      'idnr',
      'identifikationsnummer',
      'tin',
      'taxid',
    ],
    alone: ['99 999 999 999'],
    cued: ['99999999999'],
    separators: ' -./,',
    validate: isGermanTaxNumber,
  },
  {
    id: 'de.svnr',
    name: 'German pension insurance number',
    cues: ['rentenversicherungsnummer', 'sozialversicherungsnummer', 'svnr', 'rvnr', 'versicherungsnummer'],
    alone: ['99999999A999', '99 999999 A 999', '99 999999 A999', '99 999999A999'],
    separators: ' -/.',
    validate: isGermanInsuranceNumber,
    isIssued: isGermanInsuranceDate,
  },
  {
    id: 'de.kvnr',
    name: 'German health insurance number',
    cues: ['krankenversichertennummer', 'kvnr', 'versichertennummer', 'krankenversicherung', 'krankenkasse'],
    cued: ['A999999999'],
    validate: isGermanHealthNumber,
  },
  {
    id: 'de.ausweis',
    name: 'German identity card number',
    cues: ['personalausweis', 'ausweis', 'ausweisnummer', 'ausweisnr', 'personalausweisnummer', 'idcard'],
    cued: ['A********', 'A********A', 'A********9', 'A********9A', '9999999999', '9999999999A'],
    validate: isGermanCard,
  },
];

/**
 * The first digit checks the others (HMRC, "UTR check digit"); a `K` may stand before or behind. Companies have the three
 * digits of their tax office before it, and an `A` behind.
 */
function isTaxpayerReference(number: string): boolean {
  const written = number.replace(/^K|[KA]$/, '');
  const digits = written.slice(-10);
  if (!isDigits(digits, 10) || !isDigits(written, written.length === 13 ? 13 : 10)) return false;
  const sum = weigh(digits.slice(1), [6, 7, 8, 9, 10, 5, 4, 3, 2]);
  return '21987654321'.charAt(sum % 11) === digits.charAt(0);
}

/**
 * Seven digits, the check letter, and for newer numbers a second letter, which counts. Old ones have a `W` for a wife, a `T`
 * or an `X` for circumstances, or both, which do not count (https://en.wikipedia.org/wiki/Personal_Public_Service_Number).
 */
function isIrish(number: string): boolean {
  if (!/^\d{7}[A-W](?:[ABH]|W?[TX]?)$/.test(number)) return false;
  const second = number.charAt(8);
  const extra = second !== '' && 'ABH'.includes(second) ? 9 * (second.charCodeAt(0) - 64) : 0;
  return IRISH_CHECKS.charAt((weigh(number, [8, 7, 6, 5, 4, 3, 2]) + extra) % 23) === number.charAt(7);
}

/** The "eleven test" (Rijksdienst voor Identiteitsgegevens, "Burgerservicenummer"); leading zeros may be left out. */
function isDutch(number: string): boolean {
  if (number.length < 7 || number.length > 9) return false;
  const digits = number.padStart(9, '0');
  return isDigits(digits, 9) && weigh(digits, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0;
}

/**
 * The centuries for which the check holds: 97 minus the remainder of date and counter, with a 2 before those of people born
 * from 2000 (FPS Interior).
 */
function belgianCenturies(number: string): readonly number[] {
  if (!isDigits(number, 11)) return [];
  return [1900, 2000].filter((century) => {
    const checked = (century === 2000 ? '2' : '') + number.slice(0, 9);
    return 97 - remainderOf(checked, 97) === Number(number.slice(9));
  });
}

/** Month and day are 0 where they are not known; the month is raised in numbers outside the register. */
function isBelgianDate(number: string, raised: number): boolean {
  const month = Number(number.slice(2, 4)) - raised;
  const day = Number(number.slice(4, 6));
  if (month < 0 || month > 12) return false;
  if (month === 0 || day === 0) return true;
  return belgianCenturies(number).some((century) => isDate(century + Number(number.slice(0, 2)), month, day));
}

/** Full date, counter, then a Luhn and a Verhoeff digit over the same eleven (CTIE, "Numéro d'identification"). */
function isLuxembourgish(number: string): boolean {
  return (
    isDigits(number, 13) &&
    passesLuhn(number.slice(0, 12)) &&
    passesVerhoeff(number.slice(0, 11) + number.slice(12))
  );
}

function isLuxembourgishDate(number: string): boolean {
  const year = Number(number.slice(0, 4));
  return year >= 1880 && year <= 2100 && isDate(year, Number(number.slice(4, 6)), Number(number.slice(6, 8)));
}

/** The key is 97 minus the remainder; Corsica's `2A` and `2B` count as 19 and 18 (INSEE, "NIR"). */
function isFrench(number: string): boolean {
  const department = number.slice(5, 7);
  const numeric = department === '2A' ? '19' : department === '2B' ? '18' : department;
  const digits = number.slice(0, 5) + numeric + number.slice(7);
  return isDigits(digits, 15) && 97 - remainderOf(digits.slice(0, 13), 97) === Number(digits.slice(13));
}

/** Serial, check digit, date of birth (Sozialversicherung.at). */
function isAustrian(number: string): boolean {
  if (!isDigits(number, 10) || number.charAt(0) === '0') return false;
  return weigh(number, [3, 7, 9, 0, 5, 8, 4, 2, 1, 6]) % 11 === digitOf(number, 3);
}

/** Where a day has no serials left, the months 13 to 15 go on. */
function isAustrianDate(number: string): boolean {
  const day = Number(number.slice(4, 6));
  const month = Number(number.slice(6, 8));
  return day >= 1 && day <= 31 && month >= 1 && month <= 15;
}

/** Among the first ten digits exactly one occurs twice or three times (Bundeszentralamt für Steuern). */
function isGermanTaxNumber(number: string): boolean {
  if (!isDigits(number, 11) || number.charAt(0) === '0' || !passesMod11And10(number)) return false;
  const counts = new Map<string, number>();
  for (const digit of number.slice(0, 10)) counts.set(digit, (counts.get(digit) ?? 0) + 1);
  const repeated = [...counts.values()].filter((count) => count > 1);
  return repeated.length === 1 && (repeated[0] ?? 0) <= 3;
}

/** Area, date of birth, letter, serial, check digit (VKVV §2). */
function isGermanInsuranceNumber(number: string): boolean {
  if (number.length !== 12 || !isLetter(number.charAt(8))) return false;
  const digits = number.slice(0, 8) + letterValue(number.charAt(8)) + number.slice(9);
  if (!isDigits(digits, 13)) return false;
  const weights = [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1];
  return sumOfCrossSums(digits, weights) % 10 === digitOf(digits, 12);
}

/** The day may be raised in later numbers. */
function isGermanInsuranceDate(number: string): boolean {
  const day = Number(number.slice(2, 4));
  const month = Number(number.slice(4, 6));
  return month >= 1 && month <= 12 && day % 32 !== 0 && day <= 63;
}

/** A letter as its place in the alphabet, eight digits, check digit (§ 290 SGB V, GKV-Spitzenverband). */
function isGermanHealthNumber(number: string): boolean {
  if (number.length !== 10 || !isLetter(number.charAt(0))) return false;
  const digits = letterValue(number.charAt(0)) + number.slice(1);
  if (!isDigits(digits, 11)) return false;
  return sumOfCrossSums(digits, [1, 2, 1, 2, 1, 2, 1, 2, 1, 2]) % 10 === digitOf(digits, 10);
}

/**
 * Nine characters without vowels, then perhaps the check digit of ICAO Doc 9303-3 §4.9 and a `D`. Cards from before November
 * 2010 have digits alone, and always the check.
 */
function isGermanCard(number: string): boolean {
  if (!/^[CFGHJKLMNPRTVWXYZ\d][CFGHJKLMNPRTVWXYZ\d]{8}(?:D|\dD?)?$/.test(number)) return false;
  const serial = number.slice(0, 9);
  const isOld = isDigits(serial, 9);
  if (isDigits(serial.charAt(0), 1) !== isOld || !/\d/.test(serial)) return false;
  if (!isDigits(number.charAt(9), 1)) return !isOld;
  let sum = 0;
  for (let index = 0; index < 9; index++) {
    sum += Number.parseInt(number.charAt(index), 36) * ([7, 3, 1][index % 3] ?? 0);
  }
  return sum % 10 === digitOf(number, 9);
}

function isLetter(character: string): boolean {
  return character >= 'A' && character <= 'Z';
}

function letterValue(letter: string): string {
  return String(letter.charCodeAt(0) - 64).padStart(2, '0');
}

function sumOfCrossSums(digits: string, weights: readonly number[]): number {
  let sum = 0;
  for (const [index, weight] of weights.entries()) {
    const product = digitOf(digits, index) * weight;
    sum += Math.floor(product / 10) + (product % 10);
  }
  return sum;
}
