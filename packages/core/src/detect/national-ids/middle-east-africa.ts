import {
  digitOf,
  isDigits,
  isMoreThanZeros,
  isShortDate,
  passesLuhn,
  weigh,
} from '../number-forms/check-digits.ts';
import type { NumberFormat } from '../number-forms/number-format.ts';

export const MIDDLE_EASTERN_AND_AFRICAN_IDS: readonly NumberFormat[] = [
  {
    id: 'il.idnr',
    name: 'Israeli identity number',
    cues: ['teudat', 'teudatzehut', 'זהות', 'ת.ז', 'israeliid', 'mispar'],
    cued: ['999999999', '99999999-9', '9-99999999', '9-9999999-9', '99999999'],
    validate: (number) =>
      number.length <= 9 && isDigits(number.padStart(9, '0'), 9) && passesLuhn(number.padStart(9, '0')),
    isIssued: isMoreThanZeros,
  },
  {
    id: 'za.idnr',
    name: 'South African identity number',
    cues: ['southafrican', 'saidnumber', 'said', 'rsaid', 'identitynumber', 'idnumber'],
    alone: ['999999 9999 99 9', '999999 9999 999'],
    cued: ['9999999999999'],
    separators: ' ',
    validate: (number) => isDigits(number, 13) && passesLuhn(number),
    isIssued: (number) => isShortDate(number, 'YMD') && number.charAt(10) <= '1',
  },
  {
    id: 'za.tin',
    name: 'South African tax number',
    cues: ['tin', 'sars', 'taxreference', 'incometax'],
    cued: ['9999999999', '9999/999/999'],
    separators: ' -/',
    validate: (number) => isDigits(number, 10) && passesLuhn(number),
    isIssued: (number) => '01239'.includes(number.charAt(0)),
  },
  {
    id: 'ng.nin',
    name: 'Nigerian identity number',
    cues: ['nin', 'nimc', 'nigerianid'],
    cued: ['99999999999'],
    validate: (number) => isDigits(number, 11),
  },
  {
    id: 'ke.id',
    name: 'Kenyan identity card number',
    cues: ['kenyanid', 'kitambulisho', 'huduma'],
    cued: ['99999999', '9999999'],
    validate: (number) => isDigits(number, 7) || isDigits(number, 8),
  },
  {
    id: 'ke.pin',
    name: 'Kenyan tax number',
    cues: ['kra', 'krapin', 'pin'],
    cued: ['A999999999A'],
    validate: (number) => /^[AP]\d{9}[A-Z]$/.test(number),
  },
  {
    id: 'gh.pin',
    name: 'Ghanaian card number',
    cues: ['ghana', 'ghanacard'],
    alone: ['AAA-999999999-9'],
    validate: (number) => /^GHA\d{10}$/.test(number),
  },
  {
    id: 'eg.nid',
    name: 'Egyptian identity number',
    cues: ['الرقمالقومي', 'القومي', 'egyptianid', 'raqam'],
    cued: ['99999999999999'],
    validate: (number) =>
      isDigits(number, 14) &&
      '23'.includes(number.charAt(0)) &&
      isShortDate(number.slice(1), 'YMD', [number.startsWith('2') ? 1900 : 2000]),
  },
  {
    id: 'sa.nid',
    name: 'Saudi identity and residence number',
    cues: ['iqama', 'هوية', 'الهوية', 'إقامة', 'saudiid'],
    cued: ['9999999999'],
    validate: (number) => isDigits(number, 10) && passesLuhn(number),
    isIssued: (number) => '12'.includes(number.charAt(0)),
  },
  {
    id: 'ae.eid',
    name: 'Emirates identity number',
    cues: ['emirates', 'emiratesid', 'الهوية', 'eid'],
    alone: ['999-9999-9999999-9'],
    cued: ['999999999999999'],
    validate: (number) => isDigits(number, 15) && number.startsWith('784') && passesLuhn(number),
  },
  {
    id: 'kw.cid',
    name: 'Kuwaiti civil number',
    cues: ['civilid', 'civil', 'المدني'],
    cued: ['999999999999'],
    validate: (number) =>
      isDigits(number, 12) &&
      11 - (weigh(number, [2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]) % 11) === digitOf(number, 11),
    isIssued: (number) => '23'.includes(number.charAt(0)) && isShortDate(number.slice(1), 'YMD'),
  },
];
