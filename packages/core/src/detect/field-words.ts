/** The words that the name of a field is made of. */

/**
 * Letters that Unicode does not take apart into one of the alphabet and a mark. A dotless `ı` is written `i` in most
 * names of fields.
 */
const LETTERS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ß: 'ss',
    ø: 'o',
    Ø: 'O',
    ł: 'l',
    Ł: 'L',
    đ: 'd',
    Đ: 'D',
    ð: 'd',
    ı: 'i',
    æ: 'ae',
    Æ: 'Ae',
    œ: 'oe',
    Œ: 'Oe',
  }),
);
const LETTERS_APART = new RegExp(`[${[...LETTERS.keys()].join('')}]`, 'gu');
/**
 * Accents of the alphabets and of the scripts of the Near East. From Devanagari on (U+0900) marks are vowels, and those of
 * kana other sounds, without which a word is another one.
 */
const ACCENTS = /(?<![\u0900-\uffff])\p{M}+/gu;

/** The words of a name in snake, kebab, dotted or camel case: in lower case, accents taken off. */
export function wordsOf(name: string): readonly string[] {
  return withoutAccents(name)
    .replaceAll(/([a-z\d])([A-Z])/gu, '$1 $2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== '');
}

function withoutAccents(name: string): string {
  if (/^[\u0020-\u007e]*$/u.test(name)) return name;
  return name
    .normalize('NFD')
    .replaceAll(ACCENTS, '')
    .normalize('NFC')
    .replaceAll(LETTERS_APART, (letter) => LETTERS.get(letter) ?? letter);
}
