import { isSpaceAt } from '../characters.ts';
import type { Detector, Span } from '../detector.ts';
import { NEVER, NO_SPANS } from '../detector.ts';
import { MEANING } from '../meaning.ts';
import { isOpaque, isPlaceholder, isRandomLike } from '../opaque.ts';

/** A cookie of another name is a session's if its value is random and at least this long, in characters. */
const RANDOM_LENGTH_MIN = 16;
/** Cookies that count visits and not people's sessions: those of Google Analytics and of consent banners. */
const ANALYTICS_COOKIE = /^(?:_ga|_gid|_gcl|_fbp|_utm|utm_|__cf_bm|optanon|cookieconsent|euconsent)/iu;

/**
 * Session ids and tokens against forged requests, under their names (in cookies, parameters and headers), and in a list of
 * cookies the values that look like session ids whatever their names. A session id of analytics, a number or a UUID, is none.
 */
export const session: Detector = {
  id: 'session',
  version: 1,
  kind: 'session',
  trigger: NEVER,
  meanings: MEANING.session | MEANING.cookies,
  patterns: [ANALYTICS_COOKIE],
  find,
};

function find(text: string, meaning: number): readonly Span[] {
  if ((meaning & MEANING.cookies) !== 0) return findInCookies(text);
  if (isPlaceholder(text) || !isOpaque(text) || isAnalytics(text)) return NO_SPANS;
  return [{ start: 0, end: text.length }];
}

/** The ids that analytics gives to visits: digits alone, with separators, or UUIDs. */
function isAnalytics(text: string): boolean {
  return /^[\d.:_-]+$/u.test(text) || /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/iu.test(text);
}

function findInCookies(text: string): readonly Span[] {
  const spans: Span[] = [];
  for (let from = 0; from < text.length;) {
    const stop = endOrLength(text, ';', from);
    const equals = text.indexOf('=', from);
    if (equals > 0 && equals < stop) {
      let name = from;
      while (isSpaceAt(text, name)) name++;
      const value = text.slice(equals + 1, stop);
      if (isSessionLike(text.slice(name, equals), value)) spans.push({ start: equals + 1, end: stop });
    }
    from = stop + 1;
  }
  return spans.length === 0 ? NO_SPANS : spans;
}

function isSessionLike(name: string, value: string): boolean {
  return value.length >= RANDOM_LENGTH_MIN && !ANALYTICS_COOKIE.test(name) && isRandomLike(value);
}

function endOrLength(text: string, mark: string, from: number): number {
  const index = text.indexOf(mark, from);
  return index < 0 ? text.length : index;
}
