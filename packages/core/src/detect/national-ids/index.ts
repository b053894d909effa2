/** Every national identifier that is known, region by region. */
import { AMERICAN_IDS } from './americas.ts';
import { ASIAN_PACIFIC_IDS } from './asia-pacific.ts';
import { EASTERN_EUROPEAN_IDS } from './eastern-europe.ts';
import { MIDDLE_EASTERN_AND_AFRICAN_IDS } from './middle-east-africa.ts';
import type { NumberFormat } from '../number-forms/number-format.ts';
import { canBeIssued, compactNumber } from '../number-forms/number-format.ts';
import { NORDIC_IDS } from './nordic.ts';
import { SOUTHERN_EUROPEAN_IDS } from './southern-europe.ts';
import { WESTERN_EUROPEAN_IDS } from './western-europe.ts';

export const NATIONAL_IDS: readonly NumberFormat[] = Object.freeze([
  ...NORDIC_IDS,
  ...WESTERN_EUROPEAN_IDS,
  ...SOUTHERN_EUROPEAN_IDS,
  ...EASTERN_EUROPEAN_IDS,
  ...AMERICAN_IDS,
  ...ASIAN_PACIFIC_IDS,
  ...MIDDLE_EASTERN_AND_AFRICAN_IDS,
]);

/** The ids of all identifiers that the whole text can have been issued as, separators and letter case aside. */
export function nationalIdsOf(text: string): readonly string[] {
  return NATIONAL_IDS.filter((known) => canBeIssued(known, compactNumber(known, text))).map(({ id }) => id);
}
