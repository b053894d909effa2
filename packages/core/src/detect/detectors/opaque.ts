/** Tells what a machine made at random from words, names, numbers and versions. */

/** What changes of kind from character to character a random text has at least, in changes per character. */
const CHANGES_MIN = 0.2;
const LETTERS_ONLY_CHANGES_MIN = 0.33;
const ID_CHARACTERS = '_-+/=.~|:!';
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/iu;

/** Whether the text is a UUID (RFC 9562 §4), random or not. */
export function isUuid(text: string): boolean {
  return text.length === 36 && UUID.test(text);
}

/**
 * Whether the text has only the characters of tokens, and changes between small letters, capitals and digits as often
 * as random ones do. Names in camel case, paths, dates, versions and slugs change seldom.
 */
export function isOpaque(text: string): boolean {
  let digits = 0;
  let letters = 0;
  let changes = 0;
  let before = 0;
  for (let index = 0; index < text.length; index++) {
    const kind = kindOf(text.charCodeAt(index));
    if (kind === 0 && !ID_CHARACTERS.includes(text.charAt(index))) return false;
    if (kind === DIGIT) digits++;
    else if (kind !== 0) letters++;
    if (kind !== 0 && before !== 0 && kind !== before) changes++;
    before = kind;
  }
  if (digits + letters < text.length * 0.75 || letters === 0) return false;
  if (digits === 0) return changes >= text.length * LETTERS_ONLY_CHANGES_MIN;
  return changes >= Math.max(2, text.length * CHANGES_MIN);
}

const LOWER = 1;
const UPPER = 2;
const DIGIT = 3;

function kindOf(code: number): number {
  if (code >= 97 && code <= 122) return LOWER;
  if (code >= 65 && code <= 90) return UPPER;
  return code >= 48 && code <= 57 ? DIGIT : 0;
}
