import { parse } from 'tldts';
import { isAlphanumericAt, isDigitAt } from '../characters.ts';
import type { Detector, Span } from '../detector.ts';
import { NO_SPANS } from '../detector.ts';
import { SIGN } from '../signs.ts';

/** Octets of a local part at most (RFC 5321 §4.5.3.1.1). */
const LOCAL_LENGTH_MAX = 64;
/** Octets of a domain at most (RFC 5321 §4.5.3.1.2). */
const DOMAIN_LENGTH_MAX = 253;
/** How far before an `@` the `://` of a URL's user information is looked for. */
const USERINFO_LENGTH_MAX = 128;
/** Names reserved for tests, documents and private networks (RFC 2606, RFC 6762, RFC 9476), which people do mail to. */
const PRIVATE_SUFFIXES: ReadonlySet<string> = new Set([
  'example',
  'test',
  'invalid',
  'local',
  'localdomain',
  'internal',
  'intranet',
  'corp',
  'lan',
  'home',
  'alt',
]);
/** The punctuation of an unquoted local part (RFC 5322 §3.2.3) that does not also end URLs and quotations. */
const LOCAL_PUNCTUATION = "._%+-!#$*^'~";

/**
 * E-mail addresses: a local part and a domain below a public suffix (https://publicsuffix.org, ICANN part) or a
 * reserved one. Versions behind an `@`, image densities (`@2x`), git remotes and the user part of URLs are none.
 */
export const email: Detector = {
  id: 'email',
  version: 1,
  kind: 'email',
  trigger: SIGN.at,
  patterns: [],
  find,
};

function find(text: string): readonly Span[] {
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

function spanAround(text: string, at: number, free: number): Span | null {
  const start = localStart(text, at, free);
  if (start === at) return null;
  const end = domainEnd(text, at + 1);
  if (end === 0) return null;
  if (isGitRemote(text, start, end) || isUserinfo(text, at)) return null;
  return { start, end };
}

function localStart(text: string, at: number, free: number): number {
  const first = Math.max(free, at - LOCAL_LENGTH_MAX);
  let start = at;
  while (start > first && isLocal(text.charCodeAt(start - 1))) start--;
  // The letter of a JSON escape such as `\n` before an address belongs to the escape.
  if (text.charAt(start - 1) === '\\' && start < at && 'nrtbf'.includes(text.charAt(start))) start++;
  while (start < at && !isNameCharacter(text, start)) start++;
  return text.charAt(at - 1) === '.' ? at : start;
}

function isLocal(code: number): boolean {
  if (code >= 128) return isBeyondAsciiLetter(code);
  const character = String.fromCharCode(code);
  return isAlphanumericAt(character, 0) || LOCAL_PUNCTUATION.includes(character);
}

/** Latin, Greek and Cyrillic letters, as internationalised addresses have them (RFC 6531). */
function isBeyondAsciiLetter(code: number): boolean {
  return (code >= 0xc0 && code <= 0x24f) || (code >= 0x370 && code <= 0x52f);
}

function isNameCharacter(text: string, index: number): boolean {
  return isAlphanumericAt(text, index) || text.charAt(index) === '_' || text.charCodeAt(index) >= 128;
}

/** The position after the domain that begins here, or 0 where there is none. */
function domainEnd(text: string, start: number): number {
  const limit = Math.min(text.length, start + DOMAIN_LENGTH_MAX);
  let end = start;
  while (end < limit && isDomain(text, end)) end++;
  while (end > start && !isAlphanumericAt(text, end - 1) && text.charCodeAt(end - 1) < 128) end--;
  const domain = text.slice(start, end);
  const dot = domain.lastIndexOf('.');
  if (dot <= 0 || domain.includes('..') || isDigitAt(domain, dot + 1)) return 0;
  if (beginsLikeVersion(domain)) return 0;
  return hasKnownSuffix(domain, dot) ? end : 0;
}

function isDomain(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code === 45 || code === 46 || isAlphanumericAt(text, index) || isBeyondAsciiLetter(code);
}

/** `2x.png` and `1.2.3-rc.io`: an image density, or a number before and after the first dot. */
function beginsLikeVersion(domain: string): boolean {
  if (!isDigitAt(domain, 0)) return false;
  if (domain.charAt(1) === 'x' && domain.charAt(2) === '.') return true;
  const dot = domain.indexOf('.');
  return isDigitAt(domain, dot - 1) && isDigitAt(domain, dot + 1);
}

function hasKnownSuffix(domain: string, dot: number): boolean {
  if (PRIVATE_SUFFIXES.has(domain.slice(dot + 1).toLowerCase())) return true;
  const { isIcann, domain: registered } = parse(domain, { extractHostname: false, validateHostname: false });
  return isIcann === true && registered !== null;
}

/** `git@host:org/repository`, the scp form of a remote (git-clone(1), "GIT URLS"). */
function isGitRemote(text: string, start: number, end: number): boolean {
  return text.startsWith('git@', start) && (text.charAt(end) === ':' || text.charAt(end) === '/');
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
