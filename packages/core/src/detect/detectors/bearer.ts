import { decodeBase64Text, isBase64At } from '../base64.ts';
import { codeAt, isAlphanumericAt, isDigitAt, isSpaceAt, isWordAt } from '../characters.ts';
import type { Detector, Span } from '../detector.ts';
import { NO_SPANS } from '../detector.ts';
import { MEANING } from '../meaning.ts';
import { SIGN } from '../signs.ts';
import { isPlaceholder } from './placeholder.ts';
import { orderSpans } from './spans.ts';

/** Shortest bearer token told from a word of prose, and shortest credentials in a header, in characters. */
const TOKEN_LENGTH_MIN = 12;
const HEADER_LENGTH_MIN = 8;
const HEADER_LENGTH_MAX = 8192;
const BEARER_REST_LENGTH = 5;
/** The schemes without their first letter, which comes in both cases, in the spellings that occur. */
const SCHEMES: readonly (readonly [rest: string, initial: string])[] = [
  ['earer', 'bB'],
  ['EARER', 'B'],
  ['asic', 'bB'],
  ['ASIC', 'B'],
];
/** How a mail program logs in with a first answer (RFC 4954 §4): RFC 4616, and the bearer tokens of Google and Microsoft. */
const MAIL_LOGINS: readonly string[] = ['AUTH PLAIN ', 'AUTH LOGIN ', 'AUTH XOAUTH2 ', 'AUTHENTICATE PLAIN '];
const MAIL_MARK = 'AUTH';
/** The name of the header without its first letter. */
const HEADERS: readonly string[] = ['uthorization', 'UTHORIZATION'];
/** A scheme and the space behind it; without one the whole value is the credentials. */
const SCHEME = /[A-Za-z][A-Za-z\d-]{2,24}[ \t]+(?=\S)/uy;
/** Two parameters or more, as in Digest (RFC 7616 §3.4) and AWS4-HMAC-SHA256. */
const PARAMETERS =
  /[\w-]{1,32}=(?:"[^"\r\n]{0,512}"|[^\s",]{0,512})(?:,\s{1,2}[\w-]{1,32}=(?:"[^"\r\n]{0,512}"|[^\s",]{0,512})){1,24}/uy;

/**
 * The credentials of authorization, without the scheme's name: of `Bearer` (RFC 6750 §2.1) and `Basic` (RFC 7617 §2)
 * wherever they stand, of every scheme in an `Authorization` header (RFC 9110 §11.6.2), and of a log-in to a mail server.
 */
export const bearer: Detector = {
  id: 'bearer',
  version: 4,
  kind: 'bearer',
  trigger: SIGN.token12 | SIGN.space,
  meanings: MEANING.authorization,
  patterns: [SCHEME, PARAMETERS],
  find,
};

function find(text: string, meaning: number): readonly Span[] {
  if ((meaning & MEANING.authorization) !== 0) {
    const span = headerCredentials(text, 0, text.length);
    return span === null ? NO_SPANS : [span];
  }
  const spans = findHeaders(text);
  for (const [rest, initial] of SCHEMES) {
    for (let at = text.indexOf(rest); at >= 0; at = text.indexOf(rest, at + rest.length)) {
      const span = schemeCredentials(text, at, initial, rest.length);
      if (span !== null) spans.push(span);
    }
  }
  if (text.includes(MAIL_MARK)) spans.push(...findMailLogins(text));
  return orderSpans(spans);
}

function findMailLogins(text: string): Span[] {
  const spans: Span[] = [];
  for (const login of MAIL_LOGINS) {
    for (let at = text.indexOf(login); at >= 0; at = text.indexOf(login, at + login.length)) {
      const start = at + login.length;
      const end = credentialsEnd(text, start);
      if (end - start >= HEADER_LENGTH_MIN && hasDigitOrSign(text, start, end)) spans.push({ start, end });
    }
  }
  return spans;
}

function findHeaders(text: string): Span[] {
  const spans: Span[] = [];
  for (const header of HEADERS) {
    for (let at = text.indexOf(header); at >= 0; at = text.indexOf(header, at + 1)) {
      const start = headerValueStart(text, at + header.length);
      const span = start === 0 ? null : headerCredentials(text, start, headerValueEnd(text, start));
      if (span !== null) spans.push(span);
    }
  }
  return spans;
}

/** Behind the name: a quote perhaps, `:`, `=` or `=>`, white space, a quote perhaps. 0 where no value follows. */
function headerValueStart(text: string, nameEnd: number): number {
  let start = nameEnd;
  while (start < nameEnd + 8 && '"\'\\ ]:=>'.includes(text.charAt(start)) && start < text.length) start++;
  const between = text.slice(nameEnd, start);
  return between.includes(':') || between.includes('=') ? start : 0;
}

function headerValueEnd(text: string, start: number): number {
  const limit = Math.min(text.length, start + HEADER_LENGTH_MAX);
  let end = start;
  while (end < limit && !'"\'\\\r\n'.includes(text.charAt(end))) end++;
  return end;
}

/** The credentials in the value of a header, or null where it has none. */
function headerCredentials(text: string, from: number, to: number): Span | null {
  SCHEME.lastIndex = from;
  const scheme = SCHEME.exec(text)?.[0] ?? '';
  const start = from + scheme.length;
  let end = parametersEnd(text, start);
  while (end < to && !isSpaceAt(text, end)) end++;
  if (end - start < HEADER_LENGTH_MIN || isPlaceholder(text, start, end)) return null;
  return hasDigitOrSign(text, start, end) ? { start, end } : null;
}

/** Behind a list of parameters, which has several words where a token is just one; the position itself where there is none. */
function parametersEnd(text: string, start: number): number {
  PARAMETERS.lastIndex = start;
  return PARAMETERS.test(text) ? PARAMETERS.lastIndex : start;
}

/** Words of prose behind a name or a scheme have neither digits, nor padding, nor capitals inside. */
function hasDigitOrSign(text: string, start: number, end: number): boolean {
  for (let index = start + 1; index < end; index++) {
    if (isDigitAt(text, index) || '=+/'.includes(text.charAt(index))) return true;
    if (isCapitalAt(text, index) && isAlphanumericAt(text, index - 1) && !isCapitalAt(text, index - 1))
      return true;
  }
  return false;
}

function schemeCredentials(text: string, at: number, initial: string, restLength: number): Span | null {
  if (at === 0 || !initial.includes(text.charAt(at - 1)) || isWordAt(text, at - 2)) return null;
  const start = at + restLength + (text.charAt(at + restLength) === ':' ? 2 : 1);
  if (!isSpaceAt(text, start - 1)) return null;
  const end = credentialsEnd(text, start);
  if (end <= start || isPlaceholder(text, start, end)) return null;
  const isBearer = restLength === BEARER_REST_LENGTH;
  const isFound = isBearer ? isToken(text, start, end) : isUserAndPassword(text, start, end);
  return isFound ? { start, end } : null;
}

/** Behind the `token68` (RFC 9110 §11.2) and its padding. A full stop behind it ends the sentence, not the token. */
function credentialsEnd(text: string, start: number): number {
  let end = start;
  while (isCredentialAt(text, end)) end++;
  if (text.charAt(end) !== '=') return text.charAt(end - 1) === '.' ? end - 1 : end;
  while (text.charAt(end) === '=') end++;
  return end;
}

/** The alphabet of `token68` (RFC 9110 §11.2). */
function isCredentialAt(text: string, index: number): boolean {
  return isBase64At(text, index) || text.charAt(index) === '.' || text.charAt(index) === '~';
}

/** Tokens have digits, or capitals in the middle of small letters; words of prose have not. */
function isToken(text: string, start: number, end: number): boolean {
  return end - start >= TOKEN_LENGTH_MIN && hasDigitOrSign(text, start, end);
}

function isCapitalAt(text: string, index: number): boolean {
  const code = codeAt(text, index);
  return code >= 65 && code <= 90;
}

function isUserAndPassword(text: string, start: number, end: number): boolean {
  let unpadded = end;
  while (text.charAt(unpadded - 1) === '=') unpadded--;
  return decodeBase64Text(text, start, unpadded)?.includes(':') === true;
}
