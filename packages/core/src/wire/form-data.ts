/**
 * The container that Mixpanel and PostHog share: `data=` in the query or in a form, holding base64 of JSON or JSON itself;
 * or a body of JSON. Told apart by their text alone: the SDKs' Content-Type is no guide.
 */
import { decodeBase64 } from './read-value.ts';
import type { Refusal, WireRequest } from './wire.ts';

export type Unwrapped =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'refused'; readonly refusal: Refusal };

/** The text inside, most likely JSON; refused when there is none, or an encoding that cannot be undone. */
export function unwrapData(request: WireRequest): Unwrapped {
  const inForm = findFormData(request.body);
  if (inForm !== null) return decodeFormData(inForm);
  if (request.body !== '') return { kind: 'text', text: request.body };
  const inQuery = request.query.get('data');
  return inQuery === undefined ? { kind: 'refused', refusal: 'bad-shape' } : decodeData(inQuery);
}

/** Whether there is a `data` parameter, and not a body of JSON. */
export function hasDataParameter(request: WireRequest): boolean {
  return findFormData(request.body) !== null || request.query.has('data');
}

/** The raw value of `data` in a form, or null. A JSON body cannot be mistaken for one: it starts with a bracket. */
function findFormData(body: string): string | null {
  const first = body.trimStart().charAt(0);
  if (first === '{' || first === '[') return null;
  const start = body.startsWith('data=') ? 'data='.length : afterName(body);
  if (start === null) return null;
  const end = body.indexOf('&', start);
  return end === -1 ? body.slice(start) : body.slice(start, end);
}

function afterName(body: string): number | null {
  const found = body.indexOf('&data=');
  return found === -1 ? null : found + '&data='.length;
}

/**
 * Undoes percent encoding where there is any. mixpanel-node leaves its base64 raw, so that `+` means itself; only in
 * JSON, whose bracket every form encoder escapes, is it a space.
 */
function decodeFormData(raw: string): Unwrapped {
  if (!raw.includes('%')) return decodeData(raw);
  const isJson = /^%(?:7b|5b)/i.test(raw);
  try {
    return decodeData(decodeURIComponent(isJson ? raw.replaceAll('+', ' ') : raw));
  } catch {
    return { kind: 'refused', refusal: 'bad-encoding' };
  }
}

function decodeData(data: string): Unwrapped {
  if (/^\s*[[{]/.test(data)) return { kind: 'text', text: data };
  const text = decodeBase64(data);
  return text === null ? { kind: 'refused', refusal: 'bad-encoding' } : { kind: 'text', text };
}
