/** The words before a candidate, which in running text take the place of a key: `passport no. X`, `IMEI: X`. */
import { isAlphanumericAt } from './characters.ts';

/** How far back a cue is looked for, in characters, and how many words. */
const REACH = 48;
const WORDS_MAX = 5;

/** Whether one of the few words before the position, or two neighbours joined, is a cue. Cues are in lower case. */
export function hasCueBefore(text: string, start: number, cues: ReadonlySet<string>): boolean {
  const first = Math.max(0, start - REACH);
  let end = start;
  let next = '';
  for (let words = 0; words < WORDS_MAX; words++) {
    while (end > first && !isWordPart(text, end - 1)) end--;
    let from = end;
    while (from > first && isWordPart(text, from - 1)) from--;
    if (from === end) return false;
    const word = text.slice(from, end).toLowerCase();
    if (cues.has(word) || cues.has(word + next)) return true;
    next = word;
    end = from;
  }
  return false;
}

function isWordPart(text: string, index: number): boolean {
  return isAlphanumericAt(text, index) || text.charCodeAt(index) >= 0xc0;
}
