import { isSpaceAt } from '../characters.ts';
import type { Detector, Span } from '../detector.ts';
import { NO_SPANS } from '../detector.ts';
import { SIGN } from '../signs.ts';
import { isPlaceholder } from './placeholder.ts';

/** Characters of user and password that are read at most. */
const USERINFO_LENGTH_MAX = 512;
const AUTHORITY_END = '/?#"<>`\\';

/**
 * User and password in a URL of any scheme, as in `postgres://user:password@host` (RFC 3986 §3.2.1). A password may have
 * signs in it that should have been encoded, and the user may be left out, as for Redis.
 */
export const urlCredentials: Detector = {
  id: 'url_credentials',
  version: 2,
  kind: 'credentials',
  trigger: SIGN.at | SIGN.colon | SIGN.slash,
  patterns: [],
  find,
};

function find(text: string): readonly Span[] {
  let spans: Span[] | null = null;
  let free = 0;
  for (let scheme = text.indexOf('://'); scheme >= 0; scheme = text.indexOf('://', free)) {
    const start = scheme + 3;
    const end = authorityEnd(text, start);
    free = Math.max(start, end);
    const at = text.lastIndexOf('@', end - 1);
    if (at < start || !holdsPassword(text, start, at)) continue;
    spans ??= [];
    spans.push({ start, end: at });
  }
  return spans ?? NO_SPANS;
}

function holdsPassword(text: string, start: number, at: number): boolean {
  const colon = text.indexOf(':', start);
  if (colon < start || colon >= at - 1) return false;
  const password =
    text.charAt(at - 1) === "'" || text.charAt(at - 1) === ';' ? '' : text.slice(colon + 1, at);
  if (password === '' || isPlaceholder(text, colon + 1, at)) return false;
  // `https://host:8000'@…`: a port, not a password.
  return !/^\d{2,5}\W/u.test(password);
}

/** Where the authority ends: at its delimiter, or at white space. */
function authorityEnd(text: string, start: number): number {
  const limit = Math.min(text.length, start + USERINFO_LENGTH_MAX);
  let end = start;
  while (end < limit && !isSpaceAt(text, end) && !AUTHORITY_END.includes(text.charAt(end))) end++;
  return end;
}
