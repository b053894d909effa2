/** What tells a secret from an ordinary word: opaque runs of letters and digits, and the words that stand for a value. */
import { isDigitAt, isLetterAt } from './characters.ts';

/** Names of several everyday meanings count only with a value of at least this many characters, digits among them. */
const OPAQUE_LENGTH_MIN = 6;
/** From this length on, a value without digits is opaque too. */
const LONG_LENGTH_MIN = 20;

const PLACEHOLDERS: ReadonlySet<string> = new Set(
  (
    'true false null undefined none nil yes no on off redacted hidden removed filtered masked required optional invalid valid ' +
    'missing expired changed reset set unset empty unknown present absent bearer basic secret password token string'
  ).split(' '),
);
const SPECIAL_STARTS = '{[:*<$';

/** Nothing, a flag, or something that stands for a value: `true`, `0`, `{token}`, `:id`, `[email]`, `***`, `$1`, `?`. */
export function isPlaceholder(text: string): boolean {
  if (text.length < 2) return true;
  if (SPECIAL_STARTS.includes(text.charAt(0)) && !isSecretLike(text)) return true;
  return PLACEHOLDERS.has(text.toLowerCase()) || isOneCharacter(text);
}

/** `*****` and `xxxxx`. */
function isOneCharacter(text: string): boolean {
  const first = text.charAt(0);
  for (let index = 1; index < text.length; index++) if (text.charAt(index) !== first) return false;
  return true;
}

/** A password may begin with a sign; a variable is a word in brackets. */
function isSecretLike(text: string): boolean {
  return (
    (text.startsWith('$') || text.startsWith('*')) && isOpaque(text) && !/^\$\{?[A-Za-z_]\w*\}?$/u.test(text)
  );
}

/** At least six characters with a digit, or twenty; no spaces. */
export function isOpaque(text: string): boolean {
  if (text.length < OPAQUE_LENGTH_MIN || text.includes(' ')) return false;
  if (text.length >= LONG_LENGTH_MIN) return true;
  for (let index = 0; index < text.length; index++) if (isDigitAt(text, index)) return true;
  return false;
}

/** Letters and digits mixed, or a long run of both cases: what no word of a language looks like. */
export function isRandomLike(text: string): boolean {
  let digits = 0;
  let letters = 0;
  let changes = 0;
  for (let index = 0; index < text.length; index++) {
    const digit = isDigitAt(text, index);
    if (digit) digits++;
    else if (isLetterAt(text, index)) letters++;
    if (index > 0 && digit !== isDigitAt(text, index - 1)) changes++;
  }
  return digits > 1 && letters > 1 && changes >= 3;
}
