/**
 * What lets a browser SDK send to the gateway from another origin. The SDKs of Mixpanel and Snowplow send with
 * credentials, for which browsers take neither `*` as origin nor `*` as headers
 * (https://fetch.spec.whatwg.org/#cors-protocol-and-credentials): both are mirrored.
 */
import type { IncomingHttpHeaders } from 'node:http';

/** One day. Chromium cuts it to two hours, Firefox takes all of it. */
const MAX_AGE_SECONDS = 86_400;
const MIRRORED_LENGTH_MAX = 1024;
/** Header names (RFC 9110 §5.6.2), commas and blanks. */
const HEADER_NAMES = /^[\w!#$%&'*+.^`|~, \t-]+$/;

/** Flat pairs of name and value, as `writeHead` takes them. */
export type HeaderPairs = readonly string[];

const ORIGIN_UNSEEN: HeaderPairs = ['Vary', 'Origin'];

/** Headers of every answer of a protocol. Echoes the origin only when some source allows it. */
export function corsHeaders(
  origin: string | undefined,
  allowsOrigin: (origin: string) => boolean,
): HeaderPairs {
  if (origin === undefined || !allowsOrigin(origin)) return ORIGIN_UNSEEN;
  return [
    'Vary',
    'Origin',
    'Access-Control-Allow-Origin',
    origin,
    'Access-Control-Allow-Credentials',
    'true',
    'Access-Control-Expose-Headers',
    'Retry-After, X-Sentry-Rate-Limits',
  ];
}

/** Headers of the answer to a preflight: those of every answer, and what the browser asked leave for. */
export function preflightHeaders(
  headers: IncomingHttpHeaders,
  methods: readonly string[],
  cors: HeaderPairs,
): HeaderPairs {
  if (cors === ORIGIN_UNSEEN) return cors;

  const requested = headers['access-control-request-headers'];
  const mirrored =
    requested !== undefined && requested.length <= MIRRORED_LENGTH_MAX && HEADER_NAMES.test(requested);
  return [
    ...cors,
    'Access-Control-Allow-Methods',
    methods.join(', '),
    ...(mirrored ? ['Access-Control-Allow-Headers', requested] : []),
    'Access-Control-Max-Age',
    String(MAX_AGE_SECONDS),
  ];
}
