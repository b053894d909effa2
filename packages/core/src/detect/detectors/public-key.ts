/**
 * How keys begin that are public by design, because browsers and apps send them: PostHog's and Stripe's publishable
 * ones, PubNub's, Supabase's, Mapbox's, and the property ids of Google Analytics. Facts from the providers'
 * documentation as of 2026-11.
 */
const PUBLIC_PREFIXES: readonly string[] = [
  'phc_',
  'pk_live_',
  'pk_test_',
  'pk.',
  'pub-c-',
  'sub-c-',
  'sb_publishable_',
  'public-',
  'pub_',
  'sq0idp-',
  'sandbox-sq0idb-',
  'G-',
  'UA-',
  'GTM-',
  'AW-',
  'ca-pub-',
];

/** Whether a key that begins at the position is public. */
export function isPublicKey(text: string, start: number): boolean {
  return PUBLIC_PREFIXES.some((prefix) => text.startsWith(prefix, start));
}
