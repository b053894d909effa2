import type { Detector } from '../detector.ts';
import { NO_SPANS } from '../detector.ts';
import { DRIVER_LICENCES } from '../documents/driver-licences.ts';
import type { Build } from '../documents/unlisted-number.ts';
import { findUnlisted } from '../documents/unlisted-number.ts';
import { MEANING } from '../meaning.ts';
import { findNumbers, makeFinder } from '../number-forms/find-numbers.ts';
import { SIGN } from '../signs.ts';

const FINDER = makeFinder(DRIVER_LICENCES, [
  'driverlicense',
  'driverslicense',
  'driverlicence',
  'drivinglicence',
  'drivinglicense',
  'driverslicence',
  'licensenumber',
  'licencenumber',
  'license',
  'licence',
  'führerschein',
  'führerscheinnummer',
  'fuehrerschein',
  'permisconduire',
  'conducir',
  'patente',
  'rijbewijs',
  'cnh',
  'dl',
  'dlnumber',
]);

/** How numbers are built that have no form of the list. */
const BUILD: Build = { lengthMin: 6, lengthMax: 18, digitsMin: 5, lettersMin: 1 };

/** Numbers of driving licences, behind a word or under a key that announces one; British ones also by their form. */
export const driverLicence: Detector = {
  id: 'driver_licence',
  version: 2,
  kind: 'driver_licence',
  trigger: SIGN.idShape | SIGN.space,
  meanings: MEANING.driverLicence,
  patterns: [],
  find: (text, meaning) => {
    const isAnnounced = (meaning & MEANING.driverLicence) !== 0;
    if (!isAnnounced && (meaning & MEANING.safe) !== 0) return NO_SPANS;
    const spans = findNumbers(FINDER, text, isAnnounced);
    return isAnnounced && spans.length === 0 ? findUnlisted(text, BUILD) : spans;
  },
};
