import type { Detector } from '../detector.ts';
import { NO_SPANS } from '../detector.ts';
import { PASSPORTS } from '../documents/passports.ts';
import type { Build } from '../documents/unlisted-number.ts';
import { findUnlisted } from '../documents/unlisted-number.ts';
import { MEANING } from '../meaning.ts';
import { findNumbers, makeFinder } from '../number-forms/find-numbers.ts';
import { SIGN } from '../signs.ts';

const FINDER = makeFinder(PASSPORTS, [
  'passport',
  'passportno',
  'passportnumber',
  'reisepass',
  'pasaporte',
  'passeport',
  'passaporto',
  'passaporte',
  'paspoort',
  'paszport',
  'pasaport',
  'паспорт',
  '旅券',
  '护照',
  '여권',
  'traveldocument',
]);

/** How numbers are built that have no form of the list. */
const BUILD: Build = { lengthMin: 6, lengthMax: 12, digitsMin: 4, lettersMin: 1 };

/** Passport numbers, behind a word or under a key that announces one. */
export const passport: Detector = {
  id: 'passport',
  version: 2,
  kind: 'passport',
  trigger: SIGN.idShape | SIGN.space,
  meanings: MEANING.passport,
  patterns: [],
  find: (text, meaning) => {
    const isAnnounced = (meaning & MEANING.passport) !== 0;
    if (!isAnnounced && (meaning & MEANING.safe) !== 0) return NO_SPANS;
    const spans = findNumbers(FINDER, text, isAnnounced);
    return isAnnounced && spans.length === 0 ? findUnlisted(text, BUILD) : spans;
  },
};
