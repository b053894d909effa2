/** IAB's purposes in fideslang's words, as fideslang maps them (`gvl_data_use_mapping.json`, fideslang 3.1.1, CC BY 4.0, see NOTICE). */
import type { Use } from '../plan/taxonomy/uses.ts';
import { overlaps } from './uses.ts';

/** Number of a TCF purpose → the uses it stands for. */
export const TCF_USES: Readonly<Record<number, readonly Use[]>> = {
  1: ['functional.storage'],
  2: [
    'marketing.advertising.first_party.contextual',
    'marketing.advertising.frequency_capping',
    'marketing.advertising.negative_targeting',
  ],
  3: ['marketing.advertising.profiling'],
  4: ['marketing.advertising.first_party.targeted', 'marketing.advertising.third_party.targeted'],
  5: ['personalize.content.profiling'],
  6: ['personalize.content.profiled'],
  7: ['analytics.reporting.ad_performance'],
  8: ['analytics.reporting.content_performance'],
  9: ['analytics.reporting.campaign_insights'],
  10: ['functional.service.improve'],
  11: ['personalize.content.limited'],
};

/** The purposes that a use has a part in; none where TCF has no word for it. */
export function tcfPurposesOf(use: Use): readonly number[] {
  return Object.entries(TCF_USES)
    .filter(([, uses]) => uses.some((each) => overlaps(each, use)))
    .map(([purpose]) => Number(purpose));
}
