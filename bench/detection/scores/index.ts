/** Every measure, in the order of the table. */
import type { Measure } from '../score.ts';
import { identifiers } from './identifiers.ts';
import { keys } from './keys.ts';
import { phones } from './phones.ts';
import { presidioSentences, presidioTests } from './presidio.ts';
import { robustness } from './robustness.ts';
import { secrets } from './secrets.ts';
import { segmentDocs } from './segment-docs.ts';
import { telebench } from './telebench.ts';
import { userAgents } from './user-agents.ts';

export const MEASURES: readonly Measure[] = [
  telebench,
  userAgents,
  secrets,
  phones,
  identifiers,
  presidioTests,
  presidioSentences,
  keys,
  segmentDocs,
  robustness,
];
