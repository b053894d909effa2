import { codeAt, isAlphanumericAt, isDigitAt, isLetterAt, isSpaceAt, isWordAt } from '../characters.ts';
import type { Detector, Span } from '../detector.ts';
import { NO_SPANS } from '../detector.ts';
import { hasKnownSuffix } from '../domain-suffix.ts';
import { MEANING } from '../meaning.ts';
import { SIGN } from '../signs.ts';
import { AGENT_PATTERNS, publishesContact } from '../user-agent.ts';

/** Octets of a local part at most (RFC 5321 §4.5.3.1.1). */
const LOCAL_LENGTH_MAX = 64;
/** Octets of a domain at most (RFC 5321 §4.5.3.1.2). */
const DOMAIN_LENGTH_MAX = 253;
/** How far before an `@` the `://` of a URL's user information is looked for. */
const USERINFO_LENGTH_MAX = 128;
/** The punctuation of an unquoted local part (RFC 5322 §3.2.3) that does not also end URLs and quotations. */
const LOCAL_PUNCTUATION = "._%+-!#$*^'~";

/** Programs that take `user@host` as the place to go to. */
const REMOTE_PROGRAMS: ReadonlySet<string> = new Set(['ssh', 'scp', 'sftp', 'rsync', 'mosh']);
/** Full-width forms, as East Asian keyboards write them (https://unicode.org/charts/PDF/UFF00.pdf). */
const WIDE_AT = '\uff20';
const WIDE_DOT = /\uff0e/gu;

/**
 * E-mail addresses: a local part and a domain below a public suffix (https://publicsuffix.org, ICANN part) or a
 * reserved one. Versions behind an `@`, image densities (`@2x`), git remotes, the places that remote shells go to and
 * the user part of URLs are none. Under a key for e-mail anything around an `@` is one,
 * and in the user agent of a crawler or another program that is no browser, where it is published to be written to, none.
 */
export const email: Detector = {
  id: 'email',
  version: 4,
  kind: 'email',
  trigger: SIGN.at,
  meanings: MEANING.email,
  patterns: [WIDE_DOT, ...AGENT_PATTERNS],
  find,
};

function find(text: string, meaning: number): readonly Span[] {
  if ((meaning & MEANING.userAgent) === MEANING.userAgent && publishesContact(text)) return NO_SPANS;
  const written = text.includes(WIDE_AT) ? text.replaceAll(WIDE_AT, '@').replace(WIDE_DOT, '.') : text;
  const spans = findAddresses(written);
  if (spans.length > 0 || (meaning & MEANING.email) === 0) return spans;
  return wholeValue(written);
}

function findAddresses(text: string): readonly Span[] {
  let spans: Span[] | null = null;
  let free = 0;
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const span = spanAround(text, at, free);
    if (span === null) continue;
    spans ??= [];
    spans.push(span);
    free = span.end;
  }
  return spans ?? NO_SPANS;
}

/** The value but for the white space around it, where something stands on both sides of an `@`. */
function wholeValue(text: string): readonly Span[] {
  let start = 0;
  let end = text.length;
  while (start < end && isSpaceAt(text, start)) start++;
  while (end > start && isSpaceAt(text, end - 1)) end--;
  const at = text.indexOf('@', start + 1);
  return at < 0 || at >= end - 1 ? NO_SPANS : [{ start, end }];
}

function spanAround(text: string, at: number, free: number): Span | null {
  const start = text.charAt(at - 1) === '"' ? quotedStart(text, at, free) : localStart(text, at, free);
  if (start === at) return null;
  const end = domainEnd(text, at + 1);
  if (end === 0) return null;
  if (isRemote(text, start, end) || isUserinfo(text, at)) return null;
  return { start, end };
}

/** Where the quoted local part (RFC 5321 §4.1.2) before the `@` begins; `at` where there is none. */
function quotedStart(text: string, at: number, free: number): number {
  const open = text.lastIndexOf('"', at - 2);
  return open < Math.max(free, at - LOCAL_LENGTH_MAX) || open === at - 2 ? at : open;
}

function localStart(text: string, at: number, free: number): number {
  const first = Math.max(free, at - LOCAL_LENGTH_MAX);
  // Text without spaces may touch an address, so only what ends in other letters is read on through them.
  const isWide = isOtherLetter(codeAt(text, at - 1));
  let start = at;
  while (start > first && isLocal(codeAt(text, start - 1), isWide)) start--;
  // The letter of a JSON escape such as `\n` before an address belongs to the escape.
  if (text.charAt(start - 1) === '\\' && start < at && 'nrtbf'.includes(text.charAt(start))) start++;
  while (start < at && !isNameCharacter(text, start)) start++;
  return text.charAt(at - 1) === '.' ? at : start;
}

function isLocal(code: number, isWide: boolean): boolean {
  if (code >= 128) return isBeyondAsciiLetter(code) || (isWide && isOtherLetter(code));
  const character = String.fromCharCode(code);
  return isAlphanumericAt(character, 0) || LOCAL_PUNCTUATION.includes(character);
}

/** Latin, Greek and Cyrillic letters, as internationalised addresses have them (RFC 6531). */
function isBeyondAsciiLetter(code: number): boolean {
  return (code >= 0xc0 && code <= 0x24f) || (code >= 0x370 && code <= 0x52f);
}

/** Letters of the scripts from Armenian to Hangul, the punctuation of General Punctuation and CJK left out. */
function isOtherLetter(code: number): boolean {
  return (code >= 0x530 && code < 0x2000) || (code >= 0x3040 && code <= 0xd7ff);
}

function isNameCharacter(text: string, index: number): boolean {
  return isAlphanumericAt(text, index) || text.charAt(index) === '_' || codeAt(text, index) >= 128;
}

/** The position after the domain that begins here, or 0 where there is none. */
function domainEnd(text: string, start: number): number {
  const limit = Math.min(text.length, start + DOMAIN_LENGTH_MAX);
  const isWide = isOtherLetter(codeAt(text, start));
  let end = start;
  while (end < limit && isDomain(text, end, isWide)) end++;
  while (end > start && !isAlphanumericAt(text, end - 1) && codeAt(text, end - 1) < 128) end--;
  const domain = text.slice(start, end);
  const dot = domain.lastIndexOf('.');
  if (dot <= 0 || domain.includes('..') || isDigitAt(domain, dot + 1)) return 0;
  if (beginsLikeVersion(domain)) return 0;
  return hasKnownSuffix(domain) ? end : 0;
}

function isDomain(text: string, index: number, isWide: boolean): boolean {
  const code = codeAt(text, index);
  if (code === 45 || code === 46 || isAlphanumericAt(text, index)) return true;
  return isBeyondAsciiLetter(code) || (isWide && isOtherLetter(code));
}

/** `2x.png` and `1.2.3-rc.io`: an image density, or a number before and after the first dot. */
function beginsLikeVersion(domain: string): boolean {
  if (!isDigitAt(domain, 0)) return false;
  if (domain.charAt(1) === 'x' && domain.charAt(2) === '.') return true;
  const dot = domain.indexOf('.');
  return isDigitAt(domain, dot - 1) && isDigitAt(domain, dot + 1);
}

/**
 * `git@host:org/repository` (git-clone(1), "GIT URLS"), `user@host:/path` (scp(1)), the prompt `user@host:~$`, and
 * what stands behind `ssh`.
 */
function isRemote(text: string, start: number, end: number): boolean {
  const next = text.charAt(end);
  if (text.startsWith('git@', start) && (next === ':' || next === '/')) return true;
  if (next === ':' && isPathAt(text, end + 1)) return true;
  return text.charAt(start - 1) === ' ' && REMOTE_PROGRAMS.has(wordBefore(text, start - 1));
}

/** The last letters of the word that ends here, six at most. */
function wordBefore(text: string, end: number): string {
  let start = end;
  while (start > end - 6 && isLetterAt(text, start - 1)) start--;
  return text.slice(start, end);
}

/** `~`, `/` or a word and `/`: an absolute path, or one from the home directory. `//` is none. */
function isPathAt(text: string, start: number): boolean {
  if (text.charAt(start) === '~') return true;
  const limit = Math.min(text.length, start + LOCAL_LENGTH_MAX);
  let end = start;
  while (end < limit && (isWordAt(text, end) || text.charAt(end) === '-')) end++;
  return text.charAt(end) === '/' && text.charAt(end + 1) !== '/';
}

/** Whether what is before the `@` is the user information of a URL (RFC 3986 §3.2.1). */
function isUserinfo(text: string, at: number): boolean {
  const first = Math.max(2, at - USERINFO_LENGTH_MAX);
  for (let index = at - 1; index >= first; index--) {
    const character = text.charAt(index);
    if (character === '/') return text.charAt(index - 1) === '/' && text.charAt(index - 2) === ':';
    if (character === '?' || character === '#' || character === ' ') return false;
  }
  return false;
}
