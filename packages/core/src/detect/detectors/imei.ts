import type { Detector } from '../detector.ts';
import { NO_SPANS } from '../detector.ts';
import { MEANING } from '../meaning.ts';
import { isDigits, passesLuhn } from '../number-forms/check-digits.ts';
import { findNumbers, makeFinder } from '../number-forms/find-numbers.ts';
import { SIGN } from '../signs.ts';

const FINDER = makeFinder([
  {
    id: 'imei',
    name: 'Identity of a mobile device',
    cues: ['imei', 'imei1', 'imei2', 'meid', 'imeino', 'imeinumber', 'deviceimei'],
    alone: ['99-999999-999999-9', '99 999999 999999 9'],
    cued: ['999999999999999', '999999-99-999999-9', '999999 99 999999 9', '99999999 999999 9'],
    separators: ' -',
    validate: (number) => isDigits(number, 15) && passesLuhn(number),
  },
  {
    id: 'imeisv',
    name: 'Identity of a mobile device with its software version, or without check digit',
    cues: ['imei', 'imeisv', 'meid'],
    cued: ['9999999999999999', '99999999999999', '99-999999-999999-99'],
    validate: (number) => isDigits(number, number.length === 14 ? 14 : 16),
  },
]);

/** Identities of mobile devices (3GPP TS 23.003 §6.2): written in groups, or behind a word or under a key. */
export const imei: Detector = {
  id: 'imei',
  version: 1,
  kind: 'imei',
  trigger: SIGN.digits13,
  meanings: MEANING.imei,
  patterns: [],
  find: (text, meaning) => {
    const isAnnounced = (meaning & MEANING.imei) !== 0;
    if (!isAnnounced && (meaning & MEANING.safe) !== 0) return NO_SPANS;
    return findNumbers(FINDER, text, isAnnounced);
  },
};
