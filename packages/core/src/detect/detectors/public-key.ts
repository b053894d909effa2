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

/** The client tokens of Datadog's browser and mobile SDKs (https://docs.datadoghq.com/account_management/api-app-keys/). */
const CLIENT_TOKEN = /pub[\da-f]{32}(?![\w-])/y;

/** Whether a key that begins at the position is public. */
export function isPublicKey(text: string, start: number): boolean {
  CLIENT_TOKEN.lastIndex = start;
  return CLIENT_TOKEN.test(text) || PUBLIC_PREFIXES.some((prefix) => text.startsWith(prefix, start));
}
