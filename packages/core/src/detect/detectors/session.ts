import type { Detector, Span } from '../detector.ts';
import { NO_SPANS } from '../detector.ts';
import { MEANING } from '../meaning.ts';
import { SIGN } from '../signs.ts';
import { isOpaque, isUuid } from './opaque.ts';
import { isPlaceholder } from './placeholder.ts';

/** Shortest session id; shorter values under such keys are states and counts. */
const LENGTH_MIN = 8;
/** Shortest value in running text, where only well-known names count. */
const COOKIE_LENGTH_MIN = 16;
const LENGTH_MAX = 4096;
/**
 * The cookies in which servers keep sessions, log-ins and tokens against forged requests: names that frameworks give by
 * default (https://owasp.org/www-project-web-security-testing-guide, WSTG-INFO-08, 2026-11), and what others call theirs.
 */
const COOKIES =
  /(?<![\w.-])(?:j?session(?:_?id)?|phpsessid|asp\.net_sessionid|aspsessionid\w{8}|connect\.sid|[\w-]{0,24}[_.-](?:session|sess|sid)|ci_session|cfid|cftoken|sid|ssid|hsid|sapisid|remember_(?:me|token|user_token)|remember_web_\w{1,40}|csrf_?token|xsrf-token|_csrf|__requestverificationtoken|auth|auth_?token|access_?token|id_?token|refresh_?token|jwt|__(?:secure|host)-[\w.-]{1,40}|\.aspnetcore\.[\w.-]{1,40}|\.aspxauth|wordpress_logged_in_\w{1,40}|laravel_session|_identity)=/giu;

/** Session ids and tokens against forged requests, under keys that say so and in lists of cookies. */
export const session: Detector = {
  id: 'session',
  version: 1,
  kind: 'session',
  trigger: SIGN.token16 | SIGN.equals,
  meanings: MEANING.session | MEANING.cookies,
  patterns: [COOKIES],
  find,
};

function find(text: string, meaning: number): readonly Span[] {
  if ((meaning & MEANING.safe) !== 0) return NO_SPANS;
  if ((meaning & MEANING.session) !== 0) return isSession(text) ? [{ start: 0, end: text.length }] : NO_SPANS;
  const lengthMin = (meaning & MEANING.cookies) === 0 ? COOKIE_LENGTH_MIN : LENGTH_MIN;
  let spans: Span[] | null = null;
  for (const { 0: name, index } of text.matchAll(COOKIES)) {
    const start = index + name.length;
    const end = valueEnd(text, start);
    if (end - start < lengthMin || !isSession(text.slice(start, end))) continue;
    spans ??= [];
    spans.push({ start, end });
  }
  return spans ?? NO_SPANS;
}

function isSession(value: string): boolean {
  if (value.length < LENGTH_MIN || value.length > LENGTH_MAX) return false;
  return (isOpaque(value) || isUuid(value)) && !isPlaceholder(value, 0, value.length);
}

/** The characters of a cookie's value (RFC 6265 §4.1.1), without the comma, which separates in some lists. */
function valueEnd(text: string, start: number): number {
  const limit = Math.min(text.length, start + LENGTH_MAX);
  let end = start;
  while (end < limit && !' ;,&"\'\\<>\t\r\n'.includes(text.charAt(end))) end++;
  return end;
}
