/**
 * How the secret keys of well-known providers look: a prefix, and a body written in the small language below. A body is
 * a sequence of runs and literal characters; a run is the letter of an alphabet and a length, `n{36}` or `t{20,64}`.
 * Lengths leave room where a provider documents a prefix only.
 */
export interface KeyFormat {
  readonly provider: string;
  /** How the key begins, at least two characters, the first one a letter or digit. */
  readonly prefix: string;
  readonly body: string;
}

/** One format for each of the prefixes, which are separated by spaces. */
export function keys(provider: string, prefixes: string, body: string): readonly KeyFormat[] {
  return prefixes.split(' ').map((prefix) => ({ provider, prefix, body }));
}

const DIGITS = '0123456789';
const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();

/** The alphabets of bodies by their letters. */
export const ALPHABETS: Readonly<Record<string, string>> = {
  d: DIGITS,
  h: `${DIGITS}abcdef`,
  H: `${DIGITS}abcdefABCDEF`,
  a: DIGITS + LOWER,
  U: DIGITS + UPPER,
  n: DIGITS + LOWER + UPPER,
  w: `${DIGITS}${LOWER}${UPPER}_`,
  t: `${DIGITS}${LOWER}${UPPER}_-`,
  /** Base64 of both alphabets, with padding. */
  b: `${DIGITS}${LOWER}${UPPER}_-+/=`,
  /** What stands in URLs as it is (RFC 3986 §2.3). */
  r: `${DIGITS}${LOWER}${UPPER}_-.~`,
  /** What the widest formats allow: base64url with dots and padding. */
  e: `${DIGITS}${LOWER}${UPPER}_-.=`,
};
