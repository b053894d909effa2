import type { Detector, Span } from '../detector.ts';
import { NEVER, NO_SPANS } from '../detector.ts';
import { MEANING } from '../meaning.ts';
import { isOpaque, isPlaceholder } from '../opaque.ts';

/** Longer values are documents; in characters. */
const LENGTH_MAX = 8192;
/** Keys that are made to be public, and stand in the page's source: PostHog's and Stripe's. */
const PUBLIC_PREFIXES = ['phc_', 'pk_live_', 'pk_test_'] as const;

/** Opaque values under names of keys, tokens and secrets of programs, whoever issued them. */
export const namedSecret: Detector = {
  id: 'named_secret',
  version: 1,
  kind: 'api_key',
  trigger: NEVER,
  meanings: MEANING.secret,
  patterns: [],
  find,
};

function find(text: string): readonly Span[] {
  if (text.length > LENGTH_MAX || isPlaceholder(text) || !isOpaque(text)) return NO_SPANS;
  if (PUBLIC_PREFIXES.some((prefix) => text.startsWith(prefix))) return NO_SPANS;
  return [{ start: 0, end: text.length }];
}
