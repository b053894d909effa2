import {
  digitOf,
  isDigits,
  isMoreThanZeros,
  isShortDate,
  passesLuhn,
  weigh,
} from '../number-forms/check-digits.ts';
import type { NumberFormat } from '../number-forms/number-format.ts';

/** First two digits of employer numbers that the IRS has assigned (IRS, "How EINs are assigned and valid EIN prefixes"). */
const EIN_PREFIXES_UNUSED = '00 07 08 09 17 18 19 28 29 49 69 70 78 79 89 96 97'.split(' ');
/** Values of the characters of a CURP by place (DOF 18/10/2021, "Instructivo Normativo"). */
const MEXICAN_CHARACTERS = '0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ';
const MEXICAN_STATES =
  'AS BC BS CC CH CL CM CS DF DG GR GT HG JC MC MN MS NE NL NT OC PL QR QT SL SP SR TC TL TS VZ YN ZS';
const CURP = /^[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z\d]\d$/;
const MEDICARE =
  /^[1-9][AC-HJKMNP-RT-Y][\dAC-HJKMNP-RT-Y]\d[AC-HJKMNP-RT-Y][\dAC-HJKMNP-RT-Y]\d[AC-HJKMNP-RT-Y]{2}\d{2}$/;
const CUIT_KINDS = ['20', '23', '24', '25', '26', '27', '30', '33', '34', '50', '51', '55'];

export const AMERICAN_IDS: readonly NumberFormat[] = [
  {
    id: 'us.ssn',
    name: 'United States social security number',
    cues: ['ssn', 'socialsecurity'],
    separators: '-',
    validate: isSocialSecurityNumber,
  },
  {
    id: 'us.itin',
    name: 'United States individual taxpayer number',
    cues: ['itin', 'individualtaxpayer', 'taxid', 'tax', 'tin', 'taxpayer'],
    alone: ['999-99-9999'],
    cued: ['999999999', '999 99 9999'],
    separators: '-',
    validate: (number) =>
      isDigits(number, 9) && number.startsWith('9') && isTaxpayerGroup(Number(number.slice(3, 5))),
  },
  {
    id: 'us.atin',
    name: 'United States taxpayer number for adoptions',
    cues: ['atin'],
    cued: ['999-99-9999', '999999999'],
    separators: '-',
    validate: (number) => isDigits(number, 9) && number.startsWith('9') && number.slice(3, 5) === '93',
  },
  {
    id: 'us.ein',
    name: 'United States employer number',
    cues: ['ein', 'fein', 'employeridentification', 'employerid', 'taxid'],
    cued: ['99-9999999', '999999999'],
    separators: '-',
    validate: (number) => isDigits(number, 9) && !EIN_PREFIXES_UNUSED.includes(number.slice(0, 2)),
  },
  {
    id: 'us.ptin',
    name: 'United States preparer tax number',
    cues: ['ptin', 'preparer'],
    cued: ['A99999999'],
    separators: '-',
    validate: (number) => /^P\d{8}$/.test(number),
  },
  {
    id: 'us.npi',
    name: 'United States provider number',
    cues: ['npi', 'providerid', 'provideridentifier', 'nationalprovider'],
    cued: ['9999999999'],
    validate: (number) => isDigits(number, 10) && passesLuhn(`80840${number}`),
  },
  {
    id: 'us.mbi',
    name: 'United States Medicare beneficiary number',
    cues: ['mbi', 'medicare', 'beneficiary'],
    alone: ['9A*9-A*9-AA99', '9A*9A*9AA99'],
    separators: '-',
    validate: (number) => MEDICARE.test(number),
  },
  {
    id: 'us.dea',
    name: 'United States drug prescriber number',
    cues: ['dea', 'prescriber', 'certificatenumber', 'certificate'],
    cued: ['AA9999999', 'A99999999'],
    validate: isPrescriberNumber,
    // A letter for each kind of registrant.
    isIssued: (number) => /^[A-HJ-MPRSTUX]/.test(number),
  },
  {
    id: 'ca.sin',
    name: 'Canadian social insurance number',
    cues: ['sin', 'socialinsurance', 'nas', 'assurancesociale'],
    cued: ['999999999', '999-999-999', '999 999 999'],
    validate: (number) => isDigits(number, 9) && passesLuhn(number),
    isIssued: (number) => !'08'.includes(number.charAt(0)),
  },
  {
    id: 'ca.bc_phn',
    name: 'British Columbian health number',
    cues: ['phn', 'personalhealth', 'healthnumber'],
    cued: ['9999999999', '9999 999 999'],
    validate: (number) =>
      isDigits(number, 10) &&
      number.startsWith('9') &&
      (11 - (weigh(number, [0, 2, 4, 8, 5, 10, 9, 7, 3]) % 11)) % 11 === digitOf(number, 9),
  },
  {
    id: 'br.cpf',
    name: 'Brazilian taxpayer number',
    cues: ['cpf', 'contribuinte'],
    alone: ['999.999.999-99', '999.999.999/99', '999 999 999-99'],
    cued: ['99999999999', '999-999-999-99'],
    separators: ' -./',
    validate: isBrazilian,
    isIssued: isMoreThanZeros,
  },
  {
    id: 'br.cnpj',
    name: 'Brazilian company number',
    cues: ['cnpj'],
    alone: ['99.999.999/9999-99'],
    cued: ['99999999999999'],
    separators: ' -./',
    validate: isBrazilianCompany,
    isIssued: isMoreThanZeros,
  },
  {
    id: 'ar.dni',
    name: 'Argentine identity document',
    cues: ['dni', 'documento'],
    cued: ['99.999.999', '99999999', '9.999.999', '9999999'],
    separators: ' .',
    validate: (number) => isDigits(number, 8) || isDigits(number, 7),
  },
  {
    id: 'ar.cuit',
    name: 'Argentine taxpayer code',
    cues: ['cuit', 'cuil'],
    alone: ['99-99999999-9'],
    cued: ['99999999999', '99 99999999 9'],
    validate: (number) =>
      isDigits(number, 11) &&
      '012345678990'.charAt(11 - (weigh(number, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11)) === number.charAt(10),
    isIssued: (number) => CUIT_KINDS.includes(number.slice(0, 2)),
  },
  {
    id: 'cl.rut',
    name: 'Chilean tax and identity number',
    cues: ['rut', 'run', 'cédula', 'cedula'],
    alone: ['99.999.999-*', '9.999.999-*', '99999999-*'],
    cued: ['9999999-*', '99999999*', '9999999*'],
    separators: ' -.',
    prefix: 'CL',
    validate: isChilean,
  },
  {
    id: 'co.nit',
    name: 'Colombian tax number',
    cues: ['nit', 'rut', 'cédula', 'cedula', 'cc'],
    alone: ['999.999.999-9'],
    cued: ['999999999-9', '9999999999', '999999999', '9999999999-9', '9.999.999.999'],
    separators: ' -.,',
    validate: isColombian,
  },
  {
    id: 'ec.ci',
    name: 'Ecuadorian identity card number',
    cues: ['cédula', 'cedula', 'ci', 'identidad'],
    cued: ['9999999999', '999999999-9', '9999-99999-9'],
    validate: (number) => isDigits(number, 10) && passesLuhn(number),
    isIssued: isEcuadorianProvince,
  },
  {
    id: 'mx.curp',
    name: 'Mexican population registry code',
    cues: ['curp'],
    alone: ['AAAA999999AAAAAA*9'],
    separators: ' -_',
    validate: isMexican,
    isIssued: isMexicanOrigin,
  },
  {
    id: 'mx.rfc',
    name: 'Mexican tax number',
    cues: ['rfc'],
    alone: ['AAAA999999***', 'AAAA-999999-***'],
    cued: ['AAA999999***', 'AAA-999999-***', 'AAAA 999999 ***', 'AAAA999999'],
    separators: ' -_',
    validate: isMexicanTaxpayer,
  },
  {
    id: 'pe.cui',
    name: 'Peruvian identity document',
    cues: ['cui', 'dni', 'documento'],
    cued: ['99999999-*', '99999999*', '99999999'],
    validate: isPeruvian,
  },
  {
    id: 'pe.ruc',
    name: 'Peruvian tax number',
    cues: ['ruc'],
    cued: ['99999999999'],
    separators: ' ',
    validate: (number) =>
      isDigits(number, 11) &&
      (11 - (weigh(number, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 10 === digitOf(number, 10),
    isIssued: (number) => ['10', '15', '17', '20'].includes(number.slice(0, 2)),
  },
  {
    id: 'uy.ci',
    name: 'Uruguayan identity card number',
    cues: ['cédula', 'cedula', 'ci', 'identidad'],
    alone: ['9.999.999-9'],
    cued: ['99999999', '9999999-9'],
    separators: ' -.',
    validate: isUruguayan,
  },
  {
    id: 've.rif',
    name: 'Venezuelan tax number',
    cues: ['rif', 'cédula'],
    alone: ['A-99999999-9', 'A99999999-9'],
    cued: ['A999999999'],
    validate: isVenezuelan,
  },
  {
    id: 'py.ruc',
    name: 'Paraguayan tax number',
    cues: ['ruc'],
    cued: ['9999999-9', '99999999-9', '999999-9'],
    validate: isParaguayan,
  },
  {
    id: 'do.cedula',
    name: 'Dominican identity card number',
    cues: ['cédula', 'cedula'],
    alone: ['999-9999999-9'],
    cued: ['99999999999'],
    validate: (number) => isDigits(number, 11) && passesLuhn(number),
  },
  {
    id: 'cu.ni',
    name: 'Cuban identity card number',
    cues: ['carnet', 'carné', 'identidad'],
    cued: ['99999999999'],
    separators: ' ',
    validate: isCuban,
  },
  {
    id: 'gt.nit',
    name: 'Guatemalan tax number',
    cues: ['nit'],
    cued: ['9999999-*', '99999999-*', '999999-*', '9999999*', '99999999*'],
    validate: isGuatemalan,
  },
];

/** Never issued are area 000, 666 and 900–999, group 00 and serial 0000 (https://www.ssa.gov/employer/randomization.html). */
function isSocialSecurityNumber(number: string): boolean {
  if (!isDigits(number, 9)) return false;
  const area = number.slice(0, 3);
  if (area === '000' || area === '666' || area.startsWith('9')) return false;
  return number.slice(3, 5) !== '00' && number.slice(5) !== '0000' && !ADVERTISED_SSNS.includes(number);
}

/** Printed in advertisements, and so never anybody's (https://www.ssa.gov/history/ssn/misused.html). */
const ADVERTISED_SSNS = ['078051120', '457555462', '219099999'];

/** Groups 50–65, 70–88, 90–92 and 94–99 (IRS Publication 1915). */
function isTaxpayerGroup(group: number): boolean {
  if (group >= 50 && group <= 65) return true;
  return group >= 70 && group !== 89 && group !== 93;
}

/** Two letters, or a letter and a 9, six digits, and the sum of the odd ones and twice the even ones (21 CFR 1301). */
function isPrescriberNumber(number: string): boolean {
  if (!/^[A-Z][A-Z9]\d{7}$/.test(number)) return false;
  return weigh(number.slice(2), [1, 2, 1, 2, 1, 2]) % 10 === digitOf(number, 8);
}

function isBrazilian(number: string): boolean {
  if (!isDigits(number, 11)) return false;
  const first = ((11 - (weigh(number, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 11) % 10;
  const second = ((11 - (weigh(number, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 11) % 10;
  return first === digitOf(number, 9) && second === digitOf(number, 10);
}

/** Letters, allowed from July 2026, count as their distance from `0` (Receita Federal, IN RFB 2.229/2024). */
function isBrazilianCompany(number: string): boolean {
  if (!/^[A-Z\d]{12}\d\d$/.test(number)) return false;
  const first = ((11 - (weigh(number, [5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 11) % 10;
  const second = ((11 - (weigh(number, [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 11) % 10;
  return first === digitOf(number, 12) && second === digitOf(number, 13);
}

/** Weights 2 to 7 from the right; the remainder ten is written `K`. */
function isChilean(number: string): boolean {
  const digits = number.slice(0, -1);
  if ((number.length !== 8 && number.length !== 9) || !isDigits(digits, number.length - 1)) return false;
  const sum = weigh(digits.padStart(8, '0'), [3, 2, 7, 6, 5, 4, 3, 2]);
  return '0123456789K'.charAt((11 - (sum % 11)) % 11) === number.slice(-1);
}

/** Prime weights from the right (DIAN, "Dígito de verificación"). */
function isColombian(number: string): boolean {
  if (number.length < 8 || number.length > 16 || !isDigits(number, number.length)) return false;
  const weights = [71, 67, 59, 53, 47, 43, 41, 37, 29, 23, 19, 17, 13, 7, 3];
  const check = weigh(number.slice(0, -1).padStart(15, '0'), weights) % 11;
  return '01987654321'.charAt(check) === number.slice(-1);
}

/** Provinces 01–24, and 30 and 50 for those registered abroad; the third digit is below 6 for people. */
function isEcuadorianProvince(number: string): boolean {
  const province = Number(number.slice(0, 2));
  return ((province >= 1 && province <= 24) || province === 30 || province === 50) && number.charAt(2) <= '6';
}

function isMexican(number: string): boolean {
  if (!CURP.test(number)) return false;
  let sum = 0;
  for (let index = 0; index < 17; index++)
    sum += MEXICAN_CHARACTERS.indexOf(number.charAt(index)) * (18 - index);
  return (10 - (sum % 10)) % 10 === digitOf(number, 17);
}

function isMexicanOrigin(number: string): boolean {
  const century = number.charAt(16) <= '9' ? 1900 : 2000;
  if (!isShortDate(number.slice(4), 'YMD', [century])) return false;
  return MEXICAN_STATES.split(' ').includes(number.slice(11, 13));
}

/** Date and form only: the SAT itself issued numbers with wrong check characters. */
function isMexicanTaxpayer(number: string): boolean {
  if (!/^[A-Z&Ñ]{3,4}\d{6}(?:[A-Z\d]{3})?$/.test(number)) return false;
  if (number.length === 9 || number.length === 11) return false;
  return isShortDate(number.slice(number.length === 12 ? 3 : 4), 'YMD', [2000]);
}

/** Eight digits, and perhaps the check character, which is written as a digit or as a letter. */
function isPeruvian(number: string): boolean {
  if (isDigits(number, 8)) return true;
  if (number.length !== 9 || !isDigits(number.slice(0, 8), 8)) return false;
  const check = weigh(number, [3, 2, 7, 6, 5, 4, 3, 2]) % 11;
  const last = number.charAt(8);
  return '65432110987'.charAt(check) === last || 'KJIHGFEDCBA'.charAt(check) === last;
}

function isUruguayan(number: string): boolean {
  const digits = number.padStart(8, '0');
  if (number.length < 7 || !isDigits(digits, 8)) return false;
  return (10 - (weigh(digits, [2, 9, 8, 7, 6, 3, 4]) % 10)) % 10 === digitOf(digits, 7);
}

/** A letter for the kind of taxpayer, which counts as 4, 8, 12, 16 or 20. */
function isVenezuelan(number: string): boolean {
  const kind = number.charAt(0);
  const digits = number.slice(1);
  if (!'VEJPG'.includes(kind) || !isDigits(digits, 9)) return false;
  const value = 4 * ('VEJPG'.indexOf(kind) + 1);
  const sum = value + weigh(digits, [3, 2, 7, 6, 5, 4, 3, 2]);
  return '00987654321'.charAt(sum % 11) === digits.charAt(8);
}

/** Weights from 2 upwards, from the right. */
function isParaguayan(number: string): boolean {
  if (number.length < 5 || number.length > 9 || !isDigits(number, number.length)) return false;
  const sum = weigh(number.slice(0, -1).padStart(8, '0'), [9, 8, 7, 6, 5, 4, 3, 2]);
  return ((11 - (sum % 11)) % 11) % 10 === digitOf(number, number.length - 1);
}

/** The seventh digit tells the century. */
function isCuban(number: string): boolean {
  if (!isDigits(number, 11)) return false;
  const seventh = digitOf(number, 6);
  const century = seventh === 9 ? 1800 : seventh <= 5 ? 1900 : 2000;
  return isShortDate(number, 'YMD', [century]);
}

function isGuatemalan(number: string): boolean {
  const compact = number.replace(/^0+/, '');
  const digits = compact.slice(0, -1);
  if (compact.length < 2 || compact.length > 12 || !isDigits(digits, digits.length)) return false;
  let sum = 0;
  for (let index = 0; index < digits.length; index++)
    sum += digitOf(digits, digits.length - 1 - index) * (index + 2);
  return '0123456789K'.charAt((11 - (sum % 11)) % 11) === compact.slice(-1);
}
