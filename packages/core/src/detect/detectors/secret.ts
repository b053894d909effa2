import { isTokenAt, tokenEnd } from '../characters.ts';
import { makeCues, mayHoldCue } from '../cues.ts';
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
import { orderSpans } from './spans.ts';

/** Shortest value under a name that says secret, and under one that only names a provider or a key. */
const LENGTH_MIN = 10;
const DOUBTFUL_LENGTH_MIN = 16;
/** Shortest value that needs no second look under a key that says secret. */
const KEYED_LENGTH_MIN = 6;
const LENGTH_MAX = 512;
/** A path, a file or an address, however random its parts. */
const REFERENCE = /^\/|:\/\/|\.[a-z]{2,5}$/u;

/** What a secret is called right before it in prose. */
const NOUNS = makeCues(['key', 'token', 'secret', 'apikey']);
const SPOKEN = /(?:key|token|secret)(?: is| was)?:? ["'`(]?$/iu;
/** How much of the line before a token is read, in characters. */
const SPOKEN_REACH = 32;

/**
 * Secrets without a format of their own: random values whose name says secret, or names a provider, as in
 * `DATADOG_API_KEY="…"`, `const stripe_secret: string = "…"` and `the API key is …`; under a key that says secret, every value that can be one.
 */
export const secret: Detector = {
  id: 'secret',
  version: 4,
  kind: 'api_key',
  trigger: SIGN.token12 | SIGN.beyondHex | SIGN.phrase,
  meanings: MEANING.secret,
  patterns: [REFERENCE, SPOKEN, ...REFERENCE_PATTERNS, ...EXAMPLE_PATTERNS],
  find,
};

function find(text: string, meaning: number): readonly Span[] {
  if ((meaning & MEANING.safe) !== 0) return NO_SPANS;
  if ((meaning & MEANING.secret) !== 0) {
    return isKeyedSecret(text) ? [{ start: 0, end: text.length }] : findTokens(text, isOpaqueSecret);
  }
  // The parameters of a URL are read by their names already.
  if (text.startsWith('http') && !text.includes(' ')) return NO_SPANS;
  const assigned = findAssigned(text, (value) => isSecret(text, value));
  if (!mayHoldCue(text, NOUNS)) return assigned;
  const spoken = findTokens(text, isSpokenSecret);
  return spoken.length === 0 ? assigned : orderSpans([...assigned, ...spoken]);
}

/** The tokens of at least `DOUBTFUL_LENGTH_MIN` characters that are secrets. */
function findTokens(
  text: string,
  isSecretAt: (text: string, start: number, end: number) => boolean,
): readonly Span[] {
  let spans: Span[] | null = null;
  for (let start = 0; start < text.length; start++) {
    if (!isTokenAt(text, start)) continue;
    const end = tokenEnd(text, start);
    if (end - start >= DOUBTFUL_LENGTH_MIN && end - start <= LENGTH_MAX && isSecretAt(text, start, end)) {
      spans ??= [];
      spans.push({ start, end });
    }
    start = end;
  }
  return spans ?? NO_SPANS;
}

/** A random token in what a key calls secret: `v2 4f1c…`, `{AQAAABAAAA…}`. */
function isOpaqueSecret(text: string, start: number, end: number): boolean {
  const value = text.slice(start, end);
  return (
    isOpaque(value) && /\d/u.test(value) && !isPublicKey(text, start) && !isPlaceholder(text, start, end)
  );
}

/** `the api key is 4f1c…`, `use token 4f1c…`: the words right before a token call it one. */
function isSpokenSecret(text: string, start: number, end: number): boolean {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const before = text.slice(Math.max(lineStart, start - SPOKEN_REACH), start);
  if (!SPOKEN.test(before) || secrecy(nameWords(before, 0, before.length)) !== 2) return false;
  const value = text.slice(start, end);
  return isUuid(value) || isOpaqueSecret(text, start, end);
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
