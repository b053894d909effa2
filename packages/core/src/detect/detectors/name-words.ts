/** The words of a name: `stripeSecretKey`, `STRIPE_SECRET_KEY` and `stripe secret-key` all have the same three. */

const WORD = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+/gu;

/** The last few words before a value, in lower case, the last one last. Digits and punctuation only separate. */
export function nameWords(text: string, start: number, end: number): readonly string[] {
  const words = text.slice(start, end).match(WORD);
  return words === null ? [] : words.slice(-WORDS_MAX).map((word) => word.toLowerCase());
}

const WORDS_MAX = 7;

/** Whether one of the last words, or two or three neighbours joined, is in the set. */
export function hasWord(words: readonly string[], wanted: ReadonlySet<string>, last: number): boolean {
  for (let index = Math.max(0, words.length - last); index < words.length; index++) {
    const word = words[index] ?? '';
    const two = (words[index - 1] ?? '') + word;
    if (wanted.has(word) || wanted.has(two) || wanted.has((words[index - 2] ?? '') + two)) return true;
  }
  return false;
}
