import { isDate } from '../number-forms/check-digits.ts';
import type { NumberFormat } from '../number-forms/number-format.ts';

const accept = (): boolean => true;

/**
 * Numbers of driving licences by how they are written (AAMVA DL/ID standard, annex of formats by state; Council of the EU,
 * PRADO). Without the British ones they have no public check, so each needs a cue or a key.
 */
export const DRIVER_LICENCES: readonly NumberFormat[] = [
  {
    id: 'licence.gb',
    name: 'British driving licence',
    cues: ['dvla'],
    alone: ['AAAAA999999AA9AA', 'AAAAA999999A99AA', 'AAAA9999999AA9AA', 'AAA99999999AA9AA'],
    cued: ['AA999999999AA9AA', 'AAAAA999999AA***', 'AAAAA 999999 AA9AA'],
    validate: isBritish,
  },
  {
    id: 'licence.us_letter',
    name: 'Letter and digits (US states)',
    cues: [],
    cued: [
      'A9999999',
      'A99999999',
      'A999999999999',
      'A99999999999',
      'A9999999999999',
      'A999-9999-9999',
      'A999-999-99-999-9',
      'A999999',
      'A99999999999999',
    ],
    validate: accept,
  },
  {
    id: 'licence.us_letters',
    name: 'Letters and digits (US states, PL, IT)',
    cues: [],
    cued: [
      'AA999999',
      'AA9999999',
      'AA999999A',
      'AA9999999A',
      'AAA999999',
      'A99A999999',
      '99AAA9999',
      '9999999A',
    ],
    validate: accept,
  },
  {
    id: 'licence.digits',
    name: 'Digits only (US states, AU, BR, FR, NL, NO)',
    cues: [],
    cued: [
      '9999999',
      '99999999',
      '999999999',
      '9999999999',
      '99999999999',
      '999999999999',
      '99 99 9999',
      '999-99-9999',
      '999 999 999',
    ],
    validate: accept,
  },
  {
    id: 'licence.de',
    name: 'German driving licence',
    cues: [],
    cued: ['A9999999***', '*99*****9**', 'AA99999999A', 'A99*****9**'],
    validate: (number) => /\d/.test(number),
  },
  {
    id: 'licence.it',
    name: 'Italian driving licence',
    cues: [],
    cued: ['A9*9*****A', 'A9A99999AA', 'A9A999A99A'],
    validate: (number) => /\d.*\d.*\d/.test(number),
  },
  {
    id: 'licence.kr',
    name: 'South Korean driving licence',
    cues: [],
    cued: ['99-99-999999-99', '99 99 999999 99', '999999999999'],
    validate: accept,
  },
  {
    id: 'licence.in',
    name: 'Indian driving licence',
    cues: [],
    cued: ['AA99 99999999999', 'AA9999999999999', 'AA-99-99999999999', 'AA99-99999999999'],
    validate: accept,
  },
];

/** Five characters of the name, the birth date with 5 added to the tens of the month for women (DVLA INF45). */
function isBritish(number: string): boolean {
  const date = number.slice(5, 11);
  if (number.length !== 16 || !/^[A-Z]+9*$/.test(number.slice(0, 5)) || !/^\d{6}$/.test(date)) return false;
  const month = Number(date.slice(1, 3)) % 50;
  const year = Number(date.charAt(0) + date.charAt(5));
  return (
    isDate(1900 + year, month, Number(date.slice(3, 5))) ||
    isDate(2000 + year, month, Number(date.slice(3, 5)))
  );
}
