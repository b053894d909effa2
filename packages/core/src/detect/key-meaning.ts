/** Reads the name of a field: what it says about the value that stands under it. */
import { FILLERS, OPAQUE_PARAMETERS, PERSON_WORDS, PHRASE_MEANINGS } from './key-words.ts';
import { MEANING } from './meaning.ts';
import { wordsOf } from './field-words.ts';

/** Longer names are no names; in characters. */
const NAME_LENGTH_MAX = 80;
const WORDS_MAX = 12;
/** Words of the longest phrase. */
const PHRASE_WORDS_MAX = 5;
/** Names remembered; names are few, and the memory is emptied when strangers send too many. */
const REMEMBERED_MAX = 8192;

const remembered = new Map<string, number>();
const rememberedParameters = new Map<string, number>();
const rememberedNames = new Map<string, number>();

/**
 * The meanings (bits of `MEANING`) of a name, in snake, kebab, dotted or camel case; 0 where it says nothing.
 * `parent` is the name of the object around it, which decides whether a bare `name` is a person's.
 */
export function meaningOf(name: string, parent = ''): number {
  if (name.length > NAME_LENGTH_MAX || parent.length > NAME_LENGTH_MAX) return 0;
  const key = parent === '' ? name : `${parent}\n${name}`;
  return look(remembered, key, () => read(name, parent));
}

/** As `meaningOf`, for a name within a text: a header, a cookie, a member of JSON, an attribute of a log line. */
export function nestedMeaning(name: string): number {
  return look(rememberedNames, name, (each) => read(each, 'params'));
}

/** As `meaningOf`, for the name of a URL parameter, where a short word may stand for a secret. */
export function parameterMeaning(name: string): number {
  return look(rememberedParameters, name, (each) => {
    const meaning = read(each, 'params');
    if (meaning !== 0) return meaning | MEANING.parameter;
    return OPAQUE_PARAMETERS.has(each.toLowerCase()) ? MEANING.code | MEANING.parameter : 0;
  });
}

function look(memory: Map<string, number>, name: string, ask: (name: string) => number): number {
  const known = memory.get(name);
  if (known !== undefined) return known;
  if (memory.size >= REMEMBERED_MAX) memory.clear();
  const meaning = ask(name);
  memory.set(name, meaning);
  return meaning;
}

function read(name: string, parent: string): number {
  const written = wordsOf(name);
  if (written.length === 0 || written.length > WORDS_MAX) return 0;
  const words = withoutNumber(written);
  const whole = PHRASE_MEANINGS.get(written.join('')) ?? PHRASE_MEANINGS.get(words.join(''));
  if (whole !== undefined) return whole;
  // The longest phrase that ends last: what stands behind it must not change its meaning.
  for (let end = words.length; end > 0; end--) {
    const meaning = phraseEndingAt(words, end);
    if (meaning !== 0) return words.slice(end).every(isFiller) ? meaning : 0;
    if (!isFiller(words[end - 1] ?? '')) break;
  }
  return isPersonsName(words, wordsOf(parent)) ? MEANING.name : 0;
}

function phraseEndingAt(words: readonly string[], end: number): number {
  for (let length = Math.min(PHRASE_WORDS_MAX, end); length > 0; length--) {
    const meaning = PHRASE_MEANINGS.get(words.slice(end - length, end).join(''));
    if (meaning !== undefined) return meaning;
  }
  return 0;
}

/** `phone_2` and `emailAddress2` are what they would be without the number. */
function withoutNumber(words: readonly string[]): readonly string[] {
  const last = (words.at(-1) ?? '').replace(/\d+$/u, '');
  return [...words.slice(0, -1), last].filter((word) => word !== '');
}

function isFiller(word: string): boolean {
  return FILLERS.has(word) || /^\d+$/u.test(word);
}

/** `user_name` and `traits.name` are a person's; `product_name`, `event.name` and a name at the top are not. */
function isPersonsName(words: readonly string[], parent: readonly string[]): boolean {
  if (words.at(-1) !== 'name') return false;
  const qualifier = words.length > 1 ? words.at(-2) : parent.at(-1);
  const joined = words.length > 1 ? '' : parent.join('');
  return PERSON_WORDS.has(qualifier ?? '') || PERSON_WORDS.has(joined);
}
