/** Shapes that hold nothing, told by a few looks: they are among the commonest values of telemetry. */

/** What a place of a shape holds, as bits: the classes of characters that may stand there. */
const DIGIT = 1;
const HEX = 2;
const DASH = 4;
const COLON = 8;
const UPPER_T = 16;
/** What follows the seconds of a time: a fraction and an offset. */
const REST_OF_TIME = 32;
const LOWER_HEX = 64;

const CLASSES = classesOf([
  ['0123456789', DIGIT | HEX | REST_OF_TIME],
  ['abcdef', HEX | LOWER_HEX],
  ['ABCDEF', HEX],
  ['-', DASH | REST_OF_TIME],
  [':', COLON | REST_OF_TIME],
  ['.Z+', REST_OF_TIME],
  ['T', UPPER_T],
]);
const UUID = shapeOf('hhhhhhhh-hhhh-hhhh-hhhh-hhhhhhhhhhhh');
/** `2026-11-24T10:00:00Z` to `2026-11-24T10:00:00.000000000+01:00`. */
const TIME = shapeOf('dddd-dd-ddTdd:dd:dd................');
const TIME_LENGTH_MIN = 20;
const SPAN_ID_LENGTH = 16;

/**
 * Whether the text is a UUID (RFC 9562 §4), a time (RFC 3339 §5.6), or an id or digest as traces and caches have it (W3C Trace
 * Context §3.2, MD5, SHA-1, SHA-256), and nothing beside.
 */
export function isPlainShape(text: string): boolean {
  const { length } = text;
  if ((length === SPAN_ID_LENGTH || isDigestLength(length)) && isLowerHex(text)) return true;
  if (length < TIME_LENGTH_MIN || length > UUID.length) return false;
  return hasShape(text, length === UUID.length ? UUID : TIME);
}

/** Whether the text has the length and the digits of a digest, or of so many random bits. */
export function isDigest(text: string): boolean {
  return isDigestLength(text.length) && isLowerHex(text);
}

function isDigestLength(length: number): boolean {
  return length === 32 || length === 40 || length === 64;
}

/**
 * Hexadecimal in lower case. Digits alone may be a card, and letters in upper case begin an account number. Which of the two a
 * character is decides no branch: the processor would guess every other one wrong.
 */
function isLowerHex(text: string): boolean {
  let seen = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    const found = code < CLASSES.length ? (CLASSES[code] ?? 0) : 0;
    if ((found & (DIGIT | LOWER_HEX)) === 0) return false;
    seen |= found;
  }
  return (seen & LOWER_HEX) !== 0;
}

/** Whether every character is of the class that its place asks for; the text is no longer than the shape. */
function hasShape(text: string, shape: Uint8Array): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code >= CLASSES.length || ((CLASSES[code] ?? 0) & (shape[index] ?? 0)) === 0) return false;
  }
  return true;
}

function classesOf(classes: readonly (readonly [string, number])[]): Uint8Array {
  const made = new Uint8Array(128);
  for (const [characters, bits] of classes) {
    for (const character of characters) made[character.charCodeAt(0)] = bits;
  }
  return made;
}

function shapeOf(places: string): Uint8Array {
  const bits: Readonly<Record<string, number>> = { d: DIGIT, h: HEX, '-': DASH, ':': COLON, T: UPPER_T };
  return Uint8Array.from(places, (place) => bits[place] ?? REST_OF_TIME);
}
