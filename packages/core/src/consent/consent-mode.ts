/** Google's Consent Mode v2: a word per type, or the parameters in which Google's tags put them together. */
import { isJsonObject } from '../event.ts';
import type { Json } from '../event.ts';
import type { Use } from '../plan/taxonomy/uses.ts';
import { overlaps } from './uses.ts';
import { ABSENT, UNREADABLE } from './reading.ts';
import type { Reading, Signal } from './reading.ts';

/** Type → the uses it is about (https://developers.google.com/tag-platform/security/concepts/consent-mode). */
export const CONSENT_MODE_USES = {
  ad_storage: ['marketing.advertising'],
  ad_user_data: ['marketing.advertising'],
  ad_personalization: [
    'marketing.advertising.profiling',
    'marketing.advertising.first_party.targeted',
    'marketing.advertising.third_party.targeted',
  ],
  analytics_storage: ['analytics'],
  functionality_storage: ['functional'],
  personalization_storage: ['personalize'],
  security_storage: ['essential.service.security', 'essential.service.authentication'],
} as const satisfies Readonly<Record<string, readonly Use[]>>;
export type ConsentModeType = keyof typeof CONSENT_MODE_USES;
// Object.keys forgets the key type; the table is a closed literal, so its keys are exactly the types.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
const CONSENT_MODE_TYPES = Object.keys(CONSENT_MODE_USES) as ConsentModeType[];

/** The types that have a part in a use. */
export function consentModeTypesOf(use: Use): readonly ConsentModeType[] {
  return CONSENT_MODE_TYPES.filter((type) => CONSENT_MODE_USES[type].some((each) => overlaps(each, use)));
}

export type ConsentMode = Readonly<Partial<Record<ConsentModeType, Reading>>>;

/** The types that `gcd` holds, in order, and the first two of `gcs`, in order. */
const GCD_TYPES = ['ad_storage', 'analytics_storage', 'ad_user_data', 'ad_personalization'] as const;
const GCS_TYPES = ['ad_storage', 'analytics_storage'] as const;

/**
 * Letters of `gcd`: what held by default and what the person then said. Google documents none of it; the meanings are those that
 * people who watch the tags agree on (https://www.simoahava.com/analytics/consent-mode-v2-google-tags/). `l`: nothing was said.
 */
const GCD_LETTERS: Readonly<Record<string, Reading>> = {
  l: 'absent',
  p: 'denied',
  q: 'denied',
  m: 'denied',
  u: 'denied',
  t: 'granted',
  r: 'granted',
  n: 'granted',
  v: 'granted',
};
const GCD = /^1[1-9]([a-z])\d([a-z])\d([a-z])\d([a-z])\d[0-9a-z]*$/;
const GCD_LENGTH_MAX = 64;
const GCS = /^G1([01-])([01-])$/;

/** Reads an object of types, each `granted` or `denied`, or true or false. Other members are passed over; any other value is unreadable. */
export function readConsentMode(value: Json | undefined): Signal<ConsentMode> {
  if (value === undefined || value === null) return ABSENT;
  if (!isJsonObject(value)) return UNREADABLE;
  const read: Partial<Record<ConsentModeType, Reading>> = {};
  for (const type of CONSENT_MODE_TYPES) {
    const said = value[type];
    if (said !== undefined) read[type] = readWord(said);
  }
  return { kind: 'read', of: read };
}

function readWord(said: Json | undefined): Reading {
  if (said === 'granted' || said === true) return 'granted';
  return said === 'denied' || said === false ? 'denied' : 'unreadable';
}

/** Reads `gcd`, for example `11t1t1t1t5`. */
export function readGcd(text: string): Signal<ConsentMode> {
  if (text === '') return ABSENT;
  const [, ...letters] = (text.length > GCD_LENGTH_MAX ? null : GCD.exec(text)) ?? [];
  if (letters.length === 0) return UNREADABLE;
  const read: Partial<Record<ConsentModeType, Reading>> = {};
  for (const [at, type] of GCD_TYPES.entries()) {
    const letter = letters[at] ?? '';
    read[type] = Object.hasOwn(GCD_LETTERS, letter) ? (GCD_LETTERS[letter] ?? 'unreadable') : 'unreadable';
  }
  return { kind: 'read', of: read };
}

/** Reads `gcs`, for example `G101`: storage for advertising denied, for analytics granted; `-` where nothing was said. */
export function readGcs(text: string): Signal<ConsentMode> {
  if (text === '') return ABSENT;
  const [, ...digits] = GCS.exec(text) ?? [];
  if (digits.length === 0) return UNREADABLE;
  const read: Partial<Record<ConsentModeType, Reading>> = {};
  for (const [at, type] of GCS_TYPES.entries()) {
    read[type] = digits[at] === '1' ? 'granted' : digits[at] === '0' ? 'denied' : 'absent';
  }
  return { kind: 'read', of: read };
}
