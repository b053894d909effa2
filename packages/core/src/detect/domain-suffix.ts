/** Whether mail could go to a domain, by its last labels. */
import { parse } from 'tldts';

/** Names reserved for tests, documents and private networks (RFC 2606, RFC 6762, RFC 9476), which people do mail to. */
const PRIVATE_SUFFIXES: ReadonlySet<string> = new Set([
  'example',
  'test',
  'invalid',
  'local',
  'localdomain',
  'internal',
  'intranet',
  'corp',
  'lan',
  'home',
  'alt',
]);

/** Whether the domain lies below a public suffix (https://publicsuffix.org, ICANN part) or a reserved one. */
export function hasKnownSuffix(written: string): boolean {
  const domain = written.toLowerCase();
  const dot = domain.lastIndexOf('.');
  if (dot <= 0) return false;
  if (PRIVATE_SUFFIXES.has(domain.slice(dot + 1))) return true;
  const { isIcann, domain: registered } = parse(domain, { extractHostname: false, validateHostname: false });
  return isIcann === true && registered !== null;
}
