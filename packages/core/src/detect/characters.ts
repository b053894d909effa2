/** Questions about one character of a text. A position outside the text is none of these. */

const OTHER = 0;
const ALPHANUMERIC = 1;
const LOW_LINE = 2;
const HYPHEN = 3;
/** Looked up, because the scan of tokens asks for every character. */
const CLASSES = Uint8Array.from({ length: 128 }, (_, code) => {
  if (code === 95) return LOW_LINE;
  if (code === 45) return HYPHEN;
  return /[\dA-Za-z]/u.test(String.fromCharCode(code)) ? ALPHANUMERIC : OTHER;
});

/**
 * The code unit at the position, or 0 outside of the text. `charCodeAt` gives NaN there, and the compiled code of a caller
 * that has once seen it is several times slower from then on.
 */
export function codeAt(text: string, index: number): number {
  return index >= 0 && index < text.length ? text.charCodeAt(index) : 0;
}

function classAt(text: string, index: number): number {
  const code = codeAt(text, index);
  return code < 128 ? (CLASSES[code] ?? OTHER) : OTHER;
}

/** Whether an ASCII digit is at the position. */
export function isDigitAt(text: string, index: number): boolean {
  const code = codeAt(text, index);
  return code >= 48 && code <= 57;
}

/** Whether an ASCII letter is at the position. */
export function isLetterAt(text: string, index: number): boolean {
  const lowered = codeAt(text, index) | 32;
  return lowered >= 97 && lowered <= 122;
}

/** Whether an ASCII letter or digit is at the position. */
export function isAlphanumericAt(text: string, index: number): boolean {
  return classAt(text, index) === ALPHANUMERIC;
}

/** Whether a letter, digit or `_` is at the position: what no number or token begins or ends beside. */
export function isWordAt(text: string, index: number): boolean {
  const found = classAt(text, index);
  return found === ALPHANUMERIC || found === LOW_LINE;
}

/** Whether a letter, digit, `_` or `-` is at the position. */
export function isTokenAt(text: string, index: number): boolean {
  return classAt(text, index) !== OTHER;
}

/** Whether a hexadecimal digit of either case is at the position. */
export function isHexAt(text: string, index: number): boolean {
  if (isDigitAt(text, index)) return true;
  const lowered = codeAt(text, index) | 32;
  return lowered >= 97 && lowered <= 102;
}

/** Whether white space or a non-breaking or narrow space is at the position. */
export function isSpaceAt(text: string, index: number): boolean {
  const code = codeAt(text, index);
  return code === 32 || (code >= 9 && code <= 13) || code === 0xa0 || code === 0x202f || code === 0x2009;
}

/** The position after the last digit of the run that begins at `index`; `index` itself where there is none. */
export function digitsEnd(text: string, index: number): number {
  let end = index;
  while (isDigitAt(text, end)) end++;
  return end;
}

/** The position after the last character of the token (letters, digits, `_`, `-`) that begins at `index`. */
export function tokenEnd(text: string, index: number): number {
  let end = index;
  while (isTokenAt(text, end)) end++;
  return end;
}
