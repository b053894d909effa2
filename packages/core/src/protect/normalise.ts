/**
 * Normalisers bring spellings of one identifier together before it is pseudonymised. They are versioned: a changed
 * normaliser changes every token made from it, so it gets a new name (`email@2`) and the old one stays as it is.
 * `fixtures/normalise` holds what each gives; a line of it never changes.
 */
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

export const NORMALISERS = ['exact', 'email', 'email-local-exact', 'phone', 'url', 'uuid'] as const;
export type Normaliser = (typeof NORMALISERS)[number];

const NORMALISE: Readonly<Record<Normaliser, (value: string) => string>> = {
  exact: (value) => value,
  email: (value) => value.normalize('NFC').trim().toLowerCase(),
  'email-local-exact': normaliseEmailDomain,
  phone: normalisePhone,
  url: normaliseUrl,
  uuid: (value) =>
    value
      .trim()
      .toLowerCase()
      .replace(/^\{|\}$/g, ''),
};

/**
 * The function of a normaliser; what it cannot read it leaves as it is, or nearly so. `email`: NFC, trimmed, lower case.
 * `email-local-exact`: the same, but the part before the last `@` keeps its case, which a receiver may tell apart (RFC 5321
 * §2.4). `phone`: E.164 where it parses as international. `url`: RFC 3986 §6.2.2 and §6.2.3. `uuid`: lower case, no braces.
 */
export function normaliserOf(name: Normaliser): (value: string) => string {
  return NORMALISE[name];
}

function normaliseEmailDomain(value: string): string {
  const text = value.normalize('NFC').trim();
  const at = text.lastIndexOf('@') + 1;
  return text.slice(0, at) + text.slice(at).toLowerCase();
}

function normalisePhone(value: string): string {
  const text = value.trim();
  const parsed = parsePhoneNumberFromString(text.startsWith('00') ? `+${text.slice(2)}` : text);
  return parsed === undefined ? text.replace(/[^\d+]/g, '') : parsed.number;
}

const DEFAULT_PORTS: Readonly<Record<string, string>> = { http: '80', https: '443', ws: '80', wss: '443' };

/** Scheme and host in lower case, no default port, `/` for no path, no dot segments, no fragment, needless escapes undone. */
function normaliseUrl(value: string): string {
  const text = value.trim();
  const parts = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)([^?#]*)(\?[^#]*)?/is.exec(text);
  if (parts === null) return text;
  const [, written = '', authority = '', path = '', query = ''] = parts;
  const scheme = written.toLowerCase();
  const at = authority.lastIndexOf('@') + 1;
  const host = authority.slice(at).toLowerCase();
  const port = /:(\d*)$/.exec(host)?.[1];
  const isDefault = port === '' || (port !== undefined && port === DEFAULT_PORTS[scheme]);
  const shown = isDefault ? host.slice(0, host.lastIndexOf(':')) : host;
  return `${scheme}://${authority.slice(0, at)}${shown}${withoutDots(unescape(path))}${unescape(query)}`;
}

/** Escapes of unreserved characters are undone; the others get upper-case digits (RFC 3986 §6.2.2.1 and §6.2.2.2). */
function unescape(text: string): string {
  return text.replace(/%[0-9a-f]{2}/gi, (escaped) => {
    const character = String.fromCharCode(Number.parseInt(escaped.slice(1), 16));
    return /[A-Za-z0-9._~-]/.test(character) ? character : escaped.toUpperCase();
  });
}

/** RFC 3986 §5.2.4. */
function withoutDots(path: string): string {
  const kept: string[] = [];
  const segments = path.split('/').slice(1);
  for (const [at, segment] of segments.entries()) {
    const isLast = at === segments.length - 1;
    if (segment === '..') kept.pop();
    if (segment !== '.' && segment !== '..') kept.push(segment);
    else if (isLast) kept.push('');
  }
  return `/${kept.join('/')}`;
}
