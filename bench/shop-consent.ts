/** The shop of `shop.ts` whose one purpose rests on consent, and what its customers chose: a TC string of each person's own. */
import { Segment, SegmentEncoder, TCModel } from '@iabtechlabtcf/core';
import { EVENT, PLAN, message, personOf } from './shop.ts';

const USE = 'analytics.reporting.content_performance';
const CATEGORY = 'analytics';

export const CONSENT_PLAN = PLAN.replace(
  'purposes: { essential.service.security: { basis: Legitimate interests } }',
  `purposes: { ${USE}: { basis: Consent, category: ${CATEGORY}, tcf: [8] } }\ngpc: { deny_uses: [third_party_sharing, marketing] }`,
);
export const CONSENT_EVENT = EVENT.replace('essential.service.security', USE);

/** About as many vendors as a news site lists. */
const VENDORS = 700;
const STRINGS = 4096;
const UPDATED = Date.parse('2026-11-01T00:00:00Z');
const tcStrings: string[] = [];

/** The message of somebody who allowed analytics. */
export function messageWithConsent(at: number): Record<string, unknown> {
  const consent = {
    categoryPreferences: { [CATEGORY]: true, marketing: false },
    tcf: tcStringAt(personOf(at) % STRINGS),
  };
  return message(at, { consent });
}

function tcStringAt(at: number): string {
  return (tcStrings[at] ??= writeTcString(at));
}

function writeTcString(at: number): string {
  const model = new TCModel();
  model.cmpId = 31;
  model.cmpVersion = 1;
  model.vendorListVersion = 48;
  model.isServiceSpecific = true;
  model.purposeConsents.set([1, 8]);
  // No two of them are alike: the bits of the vendors are the number.
  const vendors = Array.from({ length: VENDORS }, (_, id) => id + 1).filter(
    (id) => ((at >> (id % 12)) & 1) === 1,
  );
  model.vendorConsents.set([...vendors, VENDORS]);
  model.vendorsDisclosed.set(Array.from({ length: VENDORS }, (_, id) => id + 1));
  model.created = new Date(UPDATED);
  model.lastUpdated = new Date(UPDATED);
  return `${SegmentEncoder.encode(model, Segment.CORE)}.${SegmentEncoder.encode(model, Segment.VENDORS_DISCLOSED)}`;
}
