/**
 * The closed list of ways an event can end, per vendor. Every accepted event gets exactly one for every vendor
 * of its environment: accepted = delivered + dropped + quarantined + dead, once the queue is empty.
 */

export type OutcomeGroup = 'delivered' | 'dropped' | 'quarantined' | 'dead';

export const OUTCOMES = {
  delivered: { group: 'delivered', meaning: 'The vendor confirmed it.' },
  malformed: { group: 'dropped', meaning: 'The message was not an event of its protocol.' },
  'opaque-content': {
    group: 'dropped',
    meaning: 'Session replay, an attachment or a profile: content that no plan can describe.',
  },
  'unplanned-event': {
    group: 'dropped',
    meaning: 'No event of the plan has this call and name for this source.',
  },
  'unplanned-field': { group: 'dropped', meaning: 'It carried a field that the plan does not know.' },
  'invalid-field': { group: 'dropped', meaning: 'A planned field was missing or broke its schema.' },
  expired: { group: 'dropped', meaning: 'The planned event is past its expiry date.' },
  'consent-denied': { group: 'dropped', meaning: 'No purpose of the event for this vendor is consented to.' },
  'personal-data-blocked': {
    group: 'dropped',
    meaning: 'Detection found what the plan says must block the event.',
  },
  'not-for-vendor': { group: 'dropped', meaning: 'The plan does not send this event to this vendor.' },
  'unsupported-by-vendor': {
    group: 'dropped',
    meaning: 'The vendor has no form for this call or operation.',
  },
  'sampled-out': { group: 'dropped', meaning: 'The sampling rate of the event left it out.' },
  'vendor-cut': { group: 'dropped', meaning: 'The vendor is cut off.' },
  'waited-too-long': {
    group: 'dropped',
    meaning: 'It waited for the vendor longer than the queue may keep events.',
  },
  internal: { group: 'dropped', meaning: 'A stage failed; the event was withheld. A bug: please report it.' },
  quarantined: { group: 'quarantined', meaning: 'Sealed to the steward for review.' },
  'vendor-refused': { group: 'dead', meaning: 'The vendor refused this event for good.' },
  'retries-exhausted': { group: 'dead', meaning: 'The vendor did not take it within the retry limits.' },
} as const satisfies Readonly<Record<string, { group: OutcomeGroup; meaning: string }>>;

export type Outcome = keyof typeof OUTCOMES;

/** Why an event may be quarantined: the outcome it would have had for every vendor if the plan said to drop it. */
export const QUARANTINE_CAUSES = [
  'unplanned-event',
  'unplanned-field',
  'invalid-field',
  'expired',
  'personal-data-blocked',
] as const satisfies readonly Outcome[];
export type QuarantineCause = (typeof QUARANTINE_CAUSES)[number];
