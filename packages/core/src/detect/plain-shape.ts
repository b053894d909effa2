/** Shapes that hold nothing, told by a few looks: they are among the commonest values of telemetry. */
import { codeAt, isDigitAt, isHexAt } from './characters.ts';

const UUID_LENGTH = 36;
/** `2026-11-24T10:00:00Z` to `2026-11-24T10:00:00.000000000+01:00`. */
const TIME_LENGTH_MIN = 20;
const TIME_LENGTH_MAX = 35;
const DASH = 45;
const ZERO = 48;
const UPPER_T = 84;

/** Whether the text is a UUID (RFC 9562 §4) or a time (RFC 3339 §5.6), and nothing beside. */
export function isPlainShape(text: string): boolean {
  const { length } = text;
  if (length < TIME_LENGTH_MIN || length > UUID_LENGTH) return false;
  if (length === UUID_LENGTH && codeAt(text, 8) === DASH) return isUuid(text);
  return length <= TIME_LENGTH_MAX && codeAt(text, 10) === UPPER_T && isTime(text);
}

function isUuid(text: string): boolean {
  for (let index = 0; index < UUID_LENGTH; index++) {
    const isDash = index === 8 || index === 13 || index === 18 || index === 23;
    if (isDash ? codeAt(text, index) !== DASH : !isHexAt(text, index)) return false;
  }
  return true;
}

/** `0` stands for a digit; what follows the seconds is a fraction and an offset. */
const TIME_SHAPE = '0000-00-00T00:00:00';

function isTime(text: string): boolean {
  for (let index = 0; index < TIME_SHAPE.length; index++) {
    const wanted = codeAt(TIME_SHAPE, index);
    if (wanted === ZERO ? !isDigitAt(text, index) : codeAt(text, index) !== wanted) return false;
  }
  for (let index = TIME_SHAPE.length; index < text.length; index++) {
    if (!isDigitAt(text, index) && !'.Z+-:'.includes(text.charAt(index))) return false;
  }
  return true;
}
