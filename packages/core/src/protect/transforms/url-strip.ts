import { z } from 'zod';
import { defineTransform, oneTierLower } from '../transform.ts';

const SEGMENT_MAX = 40;
const SEGMENTS_MAX = 20;
/** Versions such as `v2` are routes; any other digit, escape, `@` or long run may be an identifier or a secret. */
const ROUTE = /^(?:v\d{1,2}|[a-z]{1,24}(?:[-_.][a-z]{1,24}){0,5})$/i;

/**
 * Keeps scheme, host, port and a templated path of a URL; user info, query and fragment go. A path segment stays only
 * when it reads like a route: letters with `-`, `_` or `.`, and not right after a word for people; every other becomes
 * `:id`. A bare path stays a bare path. Read by hand, because addresses are many, and few come again.
 */
export const urlStrip = defineTransform({
  name: 'url-strip',
  params: z.strictObject({}),
  form: 'coarse',
  takes: ['string'],
  tierAfter: oneTierLower,
  make: () => (value) => {
    if (typeof value !== 'string') return undefined;
    const end = firstOf(value, '?', '#');
    const scheme = schemeOf(value);
    if (scheme === null) return value.startsWith('/') ? template(value, 0, end) : undefined;
    const start = scheme.length + SCHEME_END.length;
    const slash = value.indexOf('/', start);
    const path = slash === -1 || slash > end ? end : slash;
    const authority = value.slice(start, path);
    const host = authority.slice(authority.indexOf('@') + 1);
    if (!HOST.test(host) || HAS_SPACE.test(authority)) return undefined;
    const kept = path === end ? '/' : template(value, path, end);
    return `${scheme}${SCHEME_END}${host.toLowerCase()}${kept}`;
  },
});

const SCHEME_END = '://';
const HOST = /^(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;
const HAS_SPACE = /\s/u;

/** The position of the first of two characters, or the length. */
function firstOf(text: string, one: string, other: string): number {
  const [first, second] = [text.indexOf(one), text.indexOf(other)];
  if (first === -1) return second === -1 ? text.length : second;
  return second === -1 ? first : Math.min(first, second);
}

/** `http` or `https`; null where the text begins with neither. */
function schemeOf(text: string): string | null {
  const scheme = text.slice(0, Math.max(0, text.indexOf(SCHEME_END))).toLowerCase();
  return scheme === 'http' || scheme === 'https' ? scheme : null;
}

/** What follows one of these names a person, even where it is made of letters: `/users/anna-smith`. */
const PEOPLE =
  /^(?:u|users?|profiles?|people|persons?|members?|customers?|clients?|accounts?|authors?|contacts?|employees?|staff|patients?|students?|friends?|followers?|invite[es]?)$/i;

/** The path between two positions; it begins with a slash. */
function template(text: string, from: number, to: number): string {
  let kept = '';
  let previous = '';
  let start = from;
  // What is before the first slash counts as a segment, though it is none.
  for (let count = 1; start < to && count < SEGMENTS_MAX; count++) {
    const next = text.indexOf('/', start + 1);
    const end = next === -1 || next > to ? to : next;
    const segment = text.slice(start + 1, end);
    const isRoute = segment.length <= SEGMENT_MAX && ROUTE.test(segment);
    const keeps = segment === '' || (isRoute && !PEOPLE.test(previous));
    kept += keeps ? `/${segment}` : '/:id';
    previous = segment;
    start = end;
  }
  return kept;
}
