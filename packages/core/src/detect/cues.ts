/**
 * The words before a candidate, which in running text take the place of a key: `passport no. X`, `IMEI: X`. Most texts
 * hold none of them, which one pass over a text tells for the cues of all detectors at once.
 */
import { codeAt, isAlphanumericAt } from './characters.ts';

/** Words that announce something, in lower case; two words are one without the space. */
export interface Cues {
  readonly words: ReadonlySet<string>;
  /** The one bit that stands for them in what `readCues` gives. */
  readonly bit: number;
}

/** How far back a cue is looked for, in characters, and how many words. */
const REACH = 48;
const WORDS_MAX = 5;

/** Hashes of words and the bits of the cues they are, in open addressing. A power of two, some times as many as words. */
const SLOTS = 16_384;
const HASHES = new Int32Array(SLOTS);
const BITS = new Int32Array(SLOTS);
const BITS_MAX = 32;
const HASH_SEED = 7;
/** The code of the last digit; letters have larger ones. */
const DIGIT_MAX = 57;
let groups = 0;

/** The text that was last asked for, because detectors ask for the same one after the other. */
let lastText = '';
let lastCues = 0;

/** Makes words known to the pass. Done once for each list, when its detector is loaded. */
export function makeCues(words: Iterable<string>): Cues {
  if (groups === BITS_MAX) throw new Error(`There is room for ${BITS_MAX} lists of cues; join two of them.`);
  const cues: Cues = { words: new Set(words), bit: 1 << groups };
  groups += 1;
  for (const word of cues.words) {
    let hash = HASH_SEED;
    for (let index = 0; index < word.length; index++) {
      const code = wordCode(word.charCodeAt(index));
      if (code !== 0) hash = addCode(hash, code);
    }
    const slot = slotOf(hash);
    HASHES[slot] = hash;
    BITS[slot] = (BITS[slot] ?? 0) | cues.bit;
  }
  lastText = '';
  lastCues = 0;
  return cues;
}

/** False where none of the cues is anywhere in the text; true may be wrong. */
export function mayHoldCue(text: string, { bit }: Cues): boolean {
  if (text !== lastText) {
    lastCues = readCues(text);
    lastText = text;
  }
  return (lastCues & bit) !== 0;
}

/** Whether one of the few words before the position, or two neighbours joined, is a cue. */
export function hasCueBefore(text: string, start: number, cues: Cues): boolean {
  return mayHoldCue(text, cues) && hasWordBefore(text, start, cues.words);
}

/** As `hasCueBefore`, for words that the pass does not know. */
export function hasWordBefore(text: string, start: number, words: ReadonlySet<string>): boolean {
  const first = Math.max(0, start - REACH);
  let end = start;
  let next = '';
  for (let count = 0; count < WORDS_MAX; count++) {
    while (end > first && !isWordPart(text, end - 1)) end--;
    let from = end;
    while (from > first && isWordPart(text, from - 1)) from--;
    if (from === end) return false;
    const word = text.slice(from, end).toLowerCase();
    if (words.has(word) || words.has(word + next)) return true;
    next = word;
    end = from;
  }
  return false;
}

function isWordPart(text: string, index: number): boolean {
  return isAlphanumericAt(text, index) || codeAt(text, index) >= 0xc0;
}

/** The bits of the cues that the words of a text may be, each for itself and joined with the one before. */
function readCues(text: string): number {
  let bits = 0;
  let word = HASH_SEED;
  let joined = HASH_SEED;
  let before = 0;
  for (let index = 0; index <= text.length; index++) {
    const unit = codeAt(text, index);
    const code = unit < 128 ? (LOWERED[unit] ?? 0) : wordCode(unit);
    // A cue ends before digits too: `DOB1984-02-29`.
    if (code <= DIGIT_MAX && before > DIGIT_MAX) {
      bits |= (BITS[slotOf(word)] ?? 0) | (BITS[slotOf(joined)] ?? 0);
    }
    before = code;
    if (code !== 0) {
      word = addCode(word, code);
      joined = addCode(joined, code);
    } else if (word !== HASH_SEED) {
      joined = word;
      word = HASH_SEED;
    }
  }
  return bits;
}

function addCode(hash: number, code: number): number {
  return (Math.imul(hash, 31) + code) | 0;
}

/** Where the hash stands, or would. */
function slotOf(hash: number): number {
  let slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
  while (BITS[slot] !== 0 && HASHES[slot] !== hash) slot = (slot + 1) & (SLOTS - 1);
  return slot;
}

/** A letter or digit in lower case, 0 for what is between words (and behind the text). */
function wordCode(unit: number): number {
  if (unit < 128) return LOWERED[unit] ?? 0;
  return unit >= 0xc0 ? String.fromCharCode(unit).toLowerCase().charCodeAt(0) : 0;
}

const LOWERED = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  return isAlphanumericAt(character, 0) ? character.toLowerCase().charCodeAt(0) : 0;
});
