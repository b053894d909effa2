/**
 * Keys that say in their first words what they are: `acme_pat_…`, `sk-acme-prod-…`. Providers that are in no list follow
 * the habit that GitHub and Stripe began (https://github.blog/engineering/behind-githubs-new-authentication-token-formats).
 */
import { codeAt } from '../characters.ts';
import type { Span } from '../detector.ts';
import { isOpaque } from './opaque.ts';
import { isPlaceholder } from './placeholder.ts';

/** Shortest random part, and longest that is looked at. */
const BODY_LENGTH_MIN = 20;
const BODY_LENGTH_MAX = 200;
/** Words before it at most, and characters of one. */
const WORDS_MAX = 4;
const WORD_LENGTH_MAX = 12;
const SECRET_WORDS: ReadonlySet<string> = new Set([
  'sk',
  'pat',
  'secret',
  'token',
  'apikey',
  'apitoken',
  'secretkey',
  'privkey',
  'authtoken',
]);
const PUBLIC_WORDS: ReadonlySet<string> = new Set(['pk', 'pub', 'public', 'publishable', 'anon', 'id']);

/** The key that a token from `start` to `end` is; null where its words do not say so or what follows is not random. */
export function namedKeyAt(text: string, start: number, end: number): Span | null {
  if (end - start > BODY_LENGTH_MAX) return null;
  let from = start;
  for (let words = 0; words < WORDS_MAX && end - from > BODY_LENGTH_MIN; words++) {
    const stop = wordEnd(text, from);
    if (stop === from || !isSeparatorAt(text, stop)) return null;
    const word = text.slice(from, stop);
    if (PUBLIC_WORDS.has(word)) return null;
    from = stop + 1;
    if (!SECRET_WORDS.has(word)) continue;
    return end - from >= BODY_LENGTH_MIN && isRandom(text, from, end) ? { start, end } : null;
  }
  return null;
}

/** Names of pods end in random pieces too, but short ones, and in small letters. */
function isRandom(text: string, from: number, end: number): boolean {
  const body = text.slice(from, end);
  const isDense = (/[A-Z]/u.test(body) && /[a-z]/u.test(body)) || longestRun(body) >= BODY_LENGTH_MIN;
  return isDense && /\d/u.test(body) && isOpaque(body) && !isPlaceholder(text, from, end);
}

function longestRun(body: string): number {
  return Math.max(...body.split(/[_-]/u).map(({ length }) => length));
}

/** Behind the small letters and digits of the word that begins here. */
function wordEnd(text: string, from: number): number {
  let stop = from;
  while (stop < from + WORD_LENGTH_MAX && isWordAt(codeAt(text, stop))) stop++;
  return stop;
}

function isWordAt(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57);
}

function isSeparatorAt(text: string, index: number): boolean {
  return text.charAt(index) === '_' || text.charAt(index) === '-';
}
