/** JSON in one form only (RFC 8785): what is signed and hashed must not depend on the order of keys or on white space. */
import canonicalize from 'canonicalize';

const encoder = new TextEncoder();

/** The canonical JSON of a value, as UTF-8. Undefined members are left out, as JSON does. */
export function canonicalBytes(value: unknown): Uint8Array {
  return encoder.encode(canonicalJson(value));
}

/** The canonical JSON of a value. Throws where it has none: a number that is not finite, a cycle. */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('There is no JSON for this value.');
  return text;
}
