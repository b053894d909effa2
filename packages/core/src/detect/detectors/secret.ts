import type { Detector, Span } from '../detector.ts';
import { NO_SPANS } from '../detector.ts';
import { MEANING } from '../meaning.ts';
import { SIGN } from '../signs.ts';
import { type Assigned, findAssigned } from './assigned.ts';
import { nameWords } from './name-words.ts';
import { isOpaque, isUuid } from './opaque.ts';
import { isPlaceholder } from './placeholder.ts';
import { isPublicKey } from './public-key.ts';
import { EXAMPLE_PATTERNS, REFERENCE_PATTERNS, isExample, isReference } from './reference.ts';
import { secrecy } from './secret-names.ts';

/** Shortest value under a name that says secret, and under one that only names a provider or a key. */
const LENGTH_MIN = 10;
const DOUBTFUL_LENGTH_MIN = 20;
/** Shortest value that needs no second look under a key that says secret. */
const KEYED_LENGTH_MIN = 6;
const LENGTH_MAX = 512;
/** A path, a file or an address, however random its parts. */
const REFERENCE = /^\/|:\/\/|\.[a-z]{2,5}$/u;

/**
 * Secrets without a format of their own: random values whose name says secret, or names a provider, as in
 * `DATADOG_API_KEY="…"` and `const stripe_secret: string = "…"`; under a key that says secret, every value that can be one.
 */
export const secret: Detector = {
  id: 'secret',
  version: 4,
  kind: 'api_key',
  trigger: SIGN.token12 | SIGN.beyondHex | SIGN.phrase,
  meanings: MEANING.secret,
  patterns: [REFERENCE, ...REFERENCE_PATTERNS, ...EXAMPLE_PATTERNS],
  find,
};

function find(text: string, meaning: number): readonly Span[] {
  if ((meaning & MEANING.safe) !== 0) return NO_SPANS;
  if ((meaning & MEANING.secret) !== 0 && isKeyedSecret(text)) return [{ start: 0, end: text.length }];
  // The parameters of a URL are read by their names already.
  if (text.startsWith('http') && !text.includes(' ')) return NO_SPANS;
  return findAssigned(text, (value) => isSecret(text, value));
}

function isKeyedSecret(text: string): boolean {
  if (text.length < KEYED_LENGTH_MIN || text.length > LENGTH_MAX) return false;
  if (isPublicKey(text, 0) || isPlaceholder(text, 0, text.length)) return false;
  if (isReference(text) || isExample(text)) return false;
  return (
    isOpaque(text) || isUuid(text) || (/\d/u.test(text) && /^[!-~]+$/u.test(text) && /[a-z]/iu.test(text))
  );
}

function isSecret(text: string, { nameStart, nameEnd, start, end }: Assigned): boolean {
  const length = end - start;
  if (length < LENGTH_MIN || length > LENGTH_MAX) return false;
  const value = text.slice(start, end);
  if ((!isOpaque(value) && !isUuid(value)) || standsForSecret(text, start, end)) return false;
  // In the name of a resource of AWS `secret` is a type.
  if (text.slice(nameStart, nameEnd).includes('arn:')) return false;
  const sureness = secrecy(nameWords(text, nameStart, nameEnd));
  if (sureness === 0 || (sureness === 1 && length < DOUBTFUL_LENGTH_MIN)) return false;
  return !isPublicKey(text, start) && !isPlaceholder(text, start, end);
}

/** A place, an example or a name in braces instead of a secret. */
function standsForSecret(text: string, start: number, end: number): boolean {
  const value = text.slice(start, end);
  if (REFERENCE.test(value) || isReference(value) || isExample(value)) return true;
  return text.charAt(start - 1) === '{' && text.charAt(end) === '}';
}
