import { decodeBase64Text, isBase64At } from '../base64.ts';
import { isAlphanumericAt, isDigitAt, isSpaceAt, isWordAt } from '../characters.ts';
import type { Detector, Span } from '../detector.ts';
import { NO_SPANS } from '../detector.ts';
import { SIGN } from '../signs.ts';

/** Shortest bearer token told from a word of prose, in characters. */
const TOKEN_LENGTH_MIN = 12;
const BEARER_REST_LENGTH = 5;
/** The schemes without their first letter, which comes in both cases, in the spellings that occur. */
const SCHEMES: readonly (readonly [rest: string, initial: string])[] = [
  ['earer', 'bB'],
  ['EARER', 'B'],
  ['asic', 'bB'],
  ['ASIC', 'B'],
];

/** The credentials of `Bearer` (RFC 6750 §2.1) and `Basic` (RFC 7617 §2) authorization, without the scheme's name. */
export const bearer: Detector = {
  id: 'bearer',
  version: 1,
  kind: 'bearer',
  trigger: SIGN.token12 | SIGN.space,
  patterns: [],
  find,
};

function find(text: string): readonly Span[] {
  let spans: Span[] | null = null;
  for (const [rest, initial] of SCHEMES) {
    for (let at = text.indexOf(rest); at >= 0; at = text.indexOf(rest, at + rest.length)) {
      const span = credentials(text, at, initial, rest.length);
      if (span === null) continue;
      spans ??= [];
      spans.push(span);
    }
  }
  return spans === null ? NO_SPANS : spans.toSorted((left, right) => left.start - right.start);
}

function credentials(text: string, at: number, initial: string, restLength: number): Span | null {
  if (at === 0 || !initial.includes(text.charAt(at - 1)) || isWordAt(text, at - 2)) return null;
  const start = at + restLength + 1;
  if (!isSpaceAt(text, start - 1)) return null;
  let unpadded = start;
  while (isCredentialAt(text, unpadded)) unpadded++;
  let end = unpadded;
  while (text.charAt(end) === '=') end++;
  // A full stop behind it ends the sentence, not the token.
  if (end === unpadded && text.charAt(end - 1) === '.') end--;
  if (end <= start) return null;
  const isBearer = restLength === BEARER_REST_LENGTH;
  const isFound = isBearer ? isToken(text, start, end) : isUserAndPassword(text, start, unpadded);
  return isFound ? { start, end } : null;
}

/** The alphabet of `token68` (RFC 9110 §11.2). */
function isCredentialAt(text: string, index: number): boolean {
  return isBase64At(text, index) || text.charAt(index) === '.' || text.charAt(index) === '~';
}

/** Tokens have digits, or capitals in the middle of small letters; words of prose have not. */
function isToken(text: string, start: number, end: number): boolean {
  if (end - start < TOKEN_LENGTH_MIN) return false;
  for (let index = start + 1; index < end; index++) {
    if (isDigitAt(text, index)) return true;
    if (isCapitalAt(text, index) && isAlphanumericAt(text, index - 1) && !isCapitalAt(text, index - 1))
      return true;
  }
  return false;
}

function isCapitalAt(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code >= 65 && code <= 90;
}

function isUserAndPassword(text: string, start: number, end: number): boolean {
  return decodeBase64Text(text, start, end)?.includes(':') === true;
}
