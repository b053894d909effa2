import { z } from 'zod';
import { defineTransform, oneTierLower } from '../transform.ts';

const SEGMENT_MAX = 40;
const SEGMENTS_MAX = 20;

/**
 * Keeps scheme, host, port and a templated path of a URL; user info, query and fragment go. A path segment stays only
 * when it reads like a route: letters with `-`, `_` or `.`; every other becomes `:id`. A bare path stays a bare path.
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

function template(path: string): string {
  const segments = path.split('/');
  const kept = segments.slice(0, SEGMENTS_MAX).map((segment) => (isRoute(segment) ? segment : ':id'));
  return kept.join('/');
}

function isRoute(segment: string): boolean {
  if (segment === '') return true;
  // Versions such as v2 are routes; any other digit, escape, @ or long run may be an identifier or a secret.
  return (
    segment.length <= SEGMENT_MAX && /^(?:v\d{1,2}|[a-z]{1,24}(?:[-_.][a-z]{1,24}){0,5})$/i.test(segment)
  );
}
