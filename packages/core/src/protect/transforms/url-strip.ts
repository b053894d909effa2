import { z } from 'zod';
import { defineTransform, oneTierLower } from '../transform.ts';

const SEGMENT_MAX = 40;
const SEGMENTS_MAX = 20;

/**
 * Keeps scheme, host, port and a templated path of a URL; user info, query and fragment go. A path segment stays only
 * when it reads like a route: letters with `-`, `_` or `.`, and not right after a word for people; every other becomes
 * `:id`. A bare path stays a bare path.
 */
export const urlStrip = defineTransform({
  name: 'url-strip',
  params: z.strictObject({}),
  form: 'coarse',
  takes: ['string'],
  tierAfter: oneTierLower,
  make: () => (value) => {
    if (typeof value !== 'string') return undefined;
    const parts = /^(?:(https?):\/\/(?:[^/?#@\s]*@)?([^/?#@\s]*))?(\/[^?#]*)?(?:[?#].*)?$/is.exec(value);
    if (parts === null) return undefined;
    const [, scheme, host, path = ''] = parts;
    if (scheme === undefined) return path === '' ? undefined : template(path);
    if (host === undefined || !/^(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i.test(host)) return undefined;
    return `${scheme.toLowerCase()}://${host.toLowerCase()}${path === '' ? '/' : template(path)}`;
  },
});

/** What follows one of these names a person, even where it is made of letters: `/users/anna-smith`. */
const PEOPLE =
  /^(?:u|users?|profiles?|people|persons?|members?|customers?|clients?|accounts?|authors?|contacts?|employees?|staff|patients?|students?|friends?|followers?|invite[es]?)$/i;

function template(path: string): string {
  let previous = '';
  const kept = path
    .split('/')
    .slice(0, SEGMENTS_MAX)
    .map((segment) => {
      const keeps = segment === '' || (isRoute(segment) && !PEOPLE.test(previous));
      previous = segment;
      return keeps ? segment : ':id';
    });
  return kept.join('/');
}

function isRoute(segment: string): boolean {
  // Versions such as v2 are routes; any other digit, escape, @ or long run may be an identifier or a secret.
  return (
    segment.length <= SEGMENT_MAX && /^(?:v\d{1,2}|[a-z]{1,24}(?:[-_.][a-z]{1,24}){0,5})$/i.test(segment)
  );
}
