/** Whether a whole value can be a postal address. The key says that it may be one, so only other things are kept out. */
import { codeAt, isDigitAt, isSpaceAt } from '../characters.ts';
import { isNameLetterAt } from '../names/person-name.ts';
import { ENDINGS, TYPES_BEFORE, TYPES_BEHIND } from './street-words.ts';

const LENGTH_MIN = 4;
const LENGTH_MAX = 250;
/** From this code unit on, scripts put no spaces between words. */
const HAN_MIN = 0x3040;
/** Letters of such a script that are enough for an address without a number. */
const HAN_LETTERS_MIN = 6;
/** What is in URLs, e-mail addresses, templates, objects and code, and in no postal address. */
const FOREIGN = '@{}<>=$%\\_|*?!';

/** Whether the value may be an address: words and mostly a number, or the word for a street. */
export function isWholeAddress(text: string): boolean {
  const value = text.trim();
  if (value.startsWith('#')) return isUnit(value);
  if (value.length < LENGTH_MIN || value.length > LENGTH_MAX || value.includes('://')) return false;
  const counts = countCharacters(value);
  if (counts === null) return false;
  const { digits, letters, spaces, han } = counts;
  if (han > 0) return digits > 0 || han >= HAN_LETTERS_MIN;
  if (letters < 2 || spaces === 0) return false;
  return digits === 0 ? hasStreetWord(value) : letters + spaces > digits / 2;
}

interface Counts {
  readonly digits: number;
  readonly letters: number;
  readonly spaces: number;
  readonly han: number;
}

/** Null where a character stands in no postal address. */
function countCharacters(value: string): Counts | null {
  let digits = 0;
  let letters = 0;
  let spaces = 0;
  let han = 0;
  for (let index = 0; index < value.length; index++) {
    if (FOREIGN.includes(value.charAt(index))) return null;
    if (isDigitAt(value, index)) digits++;
    else if (isSpaceAt(value, index)) spaces++;
    else if (isNameLetterAt(value, index)) letters++;
    if (codeAt(value, index) >= HAN_MIN) han++;
  }
  return { digits, letters, spaces, han };
}

/** `#401`: only the number of a flat. */
function isUnit(value: string): boolean {
  return value.length > 1 && value.length <= 6 && Number.isInteger(Number(value.slice(1)));
}

function hasStreetWord(value: string): boolean {
  return value
    .toLowerCase()
    .split(/[\s,]+/u)
    .some((word) => {
      const plain = word.replace('.', '');
      return (
        TYPES_BEHIND.has(plain) || TYPES_BEFORE.has(plain) || ENDINGS.some((ending) => word.endsWith(ending))
      );
    });
}
