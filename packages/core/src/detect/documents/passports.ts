import { isDigits } from '../number-forms/check-digits.ts';
import type { NumberFormat } from '../number-forms/number-format.ts';

const accept = (): boolean => true;

/**
 * Numbers of passports by how they are written (Council of the EU, PRADO; ICAO Doc 9303-4 allows nine letters and digits).
 * They have no public check, so each needs a cue or a key.
 */
export const PASSPORTS: readonly NumberFormat[] = [
  {
    id: 'passport.digits',
    name: 'Nine digits (GB, US, DK, NL)',
    cues: [],
    cued: ['999999999', '99999999'],
    validate: accept,
  },
  {
    id: 'passport.letter',
    name: 'A letter and digits (US, IN, AU, CN, JP)',
    cues: [],
    cued: ['A99999999', 'A9999999', 'A999999', 'A-9999999', 'A 9999999', 'A999999999'],
    validate: accept,
  },
  {
    id: 'passport.letters',
    name: 'Two letters and digits (GB, CA, IT, JP, CH)',
    cues: [],
    cued: ['AA999999', 'AA9999999', 'AA 9999999', 'AA 999999', 'AA99999999'],
    validate: accept,
  },
  {
    id: 'passport.es',
    name: 'Spanish passport',
    cues: [],
    cued: ['AAA999999', 'AAA999999A'],
    validate: accept,
  },
  {
    id: 'passport.fr',
    name: 'French passport',
    cues: [],
    cued: ['99AA99999', '99 AA 99999'],
    validate: accept,
  },
  { id: 'passport.kr', name: 'South Korean passport', cues: [], cued: ['A999A9999'], validate: accept },
  {
    id: 'passport.ru',
    name: 'Russian passport',
    cues: [],
    cued: ['99 99 999999', '9999 999999', '99 9999999', '9999999999'],
    separators: ' ',
    validate: (number) => isDigits(number, 9) || isDigits(number, 10),
  },
  {
    id: 'passport.de',
    name: 'German, Dutch and other passports of mixed characters',
    cues: [],
    cued: ['********A', '********9', 'A*********', 'A******9'],
    validate: (number) => /\d.*\d/.test(number) && /[A-Z]/.test(number),
  },
];
