import { codeAt, isLetterAt, isTokenAt, tokenEnd } from '../characters.ts';
import type { Detector, Span } from '../detector.ts';
import { NO_SPANS } from '../detector.ts';
import { MEANING } from '../meaning.ts';
import { isDigest } from '../plain-shape.ts';
import { SIGN } from '../signs.ts';
import { isOpaque, isUuid } from './opaque.ts';
import { isPlaceholder } from './placeholder.ts';

/** Shortest session id; shorter values under such keys are states and counts. */
const LENGTH_MIN = 8;
/** Shortest value in running text. */
const COOKIE_LENGTH_MIN = 16;
const LENGTH_MAX = 4096;
/** From here on letters and digits without a mark between are an id, however few digits chance gave them. */
const MADE_LENGTH_MIN = 20;
const NAME_LENGTH_MAX = 64;
const LETTER_S = 115;
/**
 * The cookies in which servers keep sessions, log-ins and tokens against forged requests: names that frameworks give by
 * default (https://owasp.org/www-project-web-security-testing-guide, WSTG-INFO-08, 2026-11), and what others call theirs.
 * In lower case.
 */
const COOKIES: ReadonlySet<string> = new Set(
  (
    'session sessionid session_id sess jsessionid phpsessid asp.net_sessionid connect.sid ci_session cfid cftoken sid ' +
    'ssid hsid sapisid apisid laravel_session symfony rack.session koa:sess koa.sess play_session grails_session ' +
    'remember_me remember_token remember_user_token rememberme csrf csrftoken csrf_token csrf-token _csrf xsrf-token ' +
    '__requestverificationtoken ' +
    '.aspxauth _identity logged_in user_session login_token sso_token li_at'
  ).split(' '),
);
const ENDINGS: readonly string[] = [
  '_session',
  '-session',
  '.session',
  '_sess',
  '_sid',
  '.sid',
  '-sid',
  'session-token',
  'session_token',
];
const BEGINNINGS: readonly string[] = [
  'aspsessionid',
  'remember_web_',
  'wordpress_logged_in_',
  '.aspnetcore.',
  '__host-',
  '__secure-',
  'sess_',
];

/** Words that make any cookie one of those, as in `sessionid_ss`, `_acme_sess` and Drupal's `SSESS0a1b2c`. */
const WORDS = /(?:^|[^a-z])(?:s?sess(?:ion)?(?:id|key|token)?|sid|csrf|xsrf)(?:[^a-z]|$)/u;

/** A resource of Twilio: two capitals and 32 hexadecimal digits (https://www.twilio.com/docs/glossary/what-is-a-sid, 2026-11). */
const SID = /^[A-Z]{2}[\da-f]{32}$/u;

const MADE = /^(?=[a-z]*\d)[a-z\d]+$/u;

/** Session ids and tokens against forged requests, under keys that say so and in lists of cookies. */
export const session: Detector = {
  id: 'session',
  version: 4,
  kind: 'session',
  trigger: SIGN.token16 | SIGN.equals,
  meanings: MEANING.session | MEANING.cookies,
  patterns: [MADE, SID, WORDS],
  find,
};

/** Session ids in running text and in the keys of stores, behind the word: `(session 0a1b…)`, `SET session:0a1b…`. UUIDs number visits. */
export const sessionInText: Detector = {
  id: 'session_in_text',
  version: 1,
  kind: 'session',
  trigger: SIGN.token16 | SIGN.space,
  patterns: [],
  find: findInText,
};

/** The word but for its first letter, which may be a capital; and what may stand between it and the id. */
const CUE = 'ession';
const BETWEEN = ' :#("\'';
const BETWEEN_MAX = 3;

function findInText(text: string, meaning: number): readonly Span[] {
  if ((meaning & MEANING.safe) !== 0) return NO_SPANS;
  let spans: Span[] | null = null;
  for (let cue = text.indexOf(CUE); cue >= 0; cue = text.indexOf(CUE, cue + 1)) {
    const span = idBehind(text, cue);
    if (span === null) continue;
    spans ??= [];
    spans.push(span);
    cue = span.end;
  }
  return spans ?? NO_SPANS;
}

function idBehind(text: string, cue: number): Span | null {
  if ((codeAt(text, cue - 1) | 32) !== LETTER_S || isLetterAt(text, cue - 2)) return null;
  const wordEnd = cue + CUE.length;
  let start = wordEnd;
  while (start < wordEnd + BETWEEN_MAX && BETWEEN.includes(text.charAt(start) || '_')) start++;
  const end = start === wordEnd ? start : Math.min(tokenEnd(text, start), start + LENGTH_MAX);
  return isIdInText(text.slice(start, end)) ? { start, end } : null;
}

function isIdInText(value: string): boolean {
  return (
    value.length >= MADE_LENGTH_MIN && !isUuid(value) && (isDigest(value) || isMade(value) || isOpaque(value))
  );
}

function find(text: string, meaning: number): readonly Span[] {
  if ((meaning & MEANING.safe) !== 0) return NO_SPANS;
  if ((meaning & MEANING.session) !== 0) return isSession(text) ? [{ start: 0, end: text.length }] : NO_SPANS;
  const lengthMin = (meaning & MEANING.cookies) === 0 ? COOKIE_LENGTH_MIN : LENGTH_MIN;
  let spans: Span[] | null = null;
  for (let sign = text.indexOf('='); sign >= 0; sign = text.indexOf('=', sign + 1)) {
    if (!isSessionName(text, sign)) continue;
    const end = valueEnd(text, sign + 1);
    if (end - sign <= lengthMin || !isSession(text.slice(sign + 1, end))) continue;
    spans ??= [];
    spans.push({ start: sign + 1, end });
    sign = end - 1;
  }
  return spans ?? NO_SPANS;
}

function isSession(value: string): boolean {
  if (value.length < LENGTH_MIN || value.length > LENGTH_MAX || SID.test(value)) return false;
  const isId = isOpaque(value) || isUuid(value) || isDigest(value) || isMade(value);
  return isId && !isPlaceholder(value, 0, value.length);
}

/** Letters, some digits among them, and nothing else: PHP's ids have 26 to 32 of 36 characters. */
function isMade(value: string): boolean {
  return value.length >= MADE_LENGTH_MIN && MADE.test(value);
}

function isSessionName(text: string, end: number): boolean {
  let start = end;
  while (end - start < NAME_LENGTH_MAX && isNameAt(text, start - 1)) start--;
  if (start === end) return false;
  const name = text.slice(start, end).toLowerCase();
  if (COOKIES.has(name)) return true;
  return (
    ENDINGS.some((ending) => name.endsWith(ending)) ||
    BEGINNINGS.some((beginning) => name.startsWith(beginning)) ||
    WORDS.test(name)
  );
}

function isNameAt(text: string, index: number): boolean {
  const code = codeAt(text, index);
  return isTokenAt(text, index) || code === 46 || code === 58;
}

/** The characters of a cookie's value (RFC 6265 §4.1.1), without those that separate parameters of a URL. */
function valueEnd(text: string, start: number): number {
  const limit = Math.min(text.length, start + LENGTH_MAX);
  let end = start;
  while (end < limit && !' ;,&#"\'\\<>\t\r\n'.includes(text.charAt(end))) end++;
  return end;
}
