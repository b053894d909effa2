import type { Detector } from '../detector.ts';
import { NO_SPANS } from '../detector.ts';
import { PLATES } from '../documents/plates.ts';
import type { Build } from '../documents/unlisted-number.ts';
import { findUnlisted } from '../documents/unlisted-number.ts';
import { MEANING } from '../meaning.ts';
import { findNumbers, makeFinder } from '../number-forms/find-numbers.ts';
import { SIGN } from '../signs.ts';

const FINDER = makeFinder(PLATES, [
  'plate',
  'licenseplate',
  'licenceplate',
  'platenumber',
  'numberplate',
  'kennzeichen',
  'matrícula',
  'matricula',
  'immatriculation',
  'plaque',
  'targa',
  'kenteken',
  'placa',
  'plaka',
  'plakanumarası',
  'registration',
  'vrn',
  'vehicleregistration',
  'reg',
]);

/** How plates are built that have no form of the list. */
const BUILD: Build = { lengthMin: 4, lengthMax: 10, digitsMin: 1, lettersMin: 1 };

/** Licence plates, behind a word or under a key that announces one. */
export const plate: Detector = {
  id: 'plate',
  version: 2,
  kind: 'plate',
  trigger: SIGN.digit | SIGN.upper | SIGN.space,
  meanings: MEANING.plate,
  patterns: [],
  find: (text, meaning) => {
    const isAnnounced = (meaning & MEANING.plate) !== 0;
    if (!isAnnounced && (meaning & MEANING.safe) !== 0) return NO_SPANS;
    const spans = findNumbers(FINDER, text, isAnnounced);
    return isAnnounced && spans.length === 0 ? findUnlisted(text, BUILD) : spans;
  },
};
