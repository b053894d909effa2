import { codeAt, isSpaceAt } from '../characters.ts';
import type { Detector, Span } from '../detector.ts';
import { NO_SPANS } from '../detector.ts';
import { MEANING } from '../meaning.ts';
import { SIGN } from '../signs.ts';

/** How many words a phrase has (BIP-39). */
const WORD_COUNTS: ReadonlySet<number> = new Set([12, 15, 18, 21, 24]);
/** Letters of the shortest and the longest word of the English list (BIP-39). */
const LETTERS_MIN = 3;
const LETTERS_MAX = 8;
/** What announces a phrase in running text, in lower case. */
const CUES =
  /\b(?:seed|mnemonic|recovery|backup|secret) ?(?:phrase|words?|seed)?\b[^\n]{0,24}?(?::|=| is |\n)/giu;
const SEPARATORS = ' ,\t\n\r';

/** Seed phrases of wallets: the words from which all keys of a wallet follow, behind a cue or under a key that says so. */
export const seedPhrase: Detector = {
  id: 'seed_phrase',
  version: 1,
  kind: 'seed_phrase',
  trigger: SIGN.wordy | SIGN.lower | SIGN.beyondHex,
  meanings: MEANING.seedPhrase,
  patterns: [CUES],
  find,
};

function find(text: string, meaning: number): readonly Span[] {
  if ((meaning & MEANING.seedPhrase) !== 0) {
    const span = phraseAt(text, 0);
    return span === null ? NO_SPANS : [span];
  }
  let spans: Span[] | null = null;
  let free = 0;
  for (const { 0: cue, index } of text.matchAll(CUES)) {
    const span = index < free ? null : phraseAt(text, index + cue.length);
    if (span === null) continue;
    spans ??= [];
    spans.push(span);
    free = span.end;
  }
  return spans ?? NO_SPANS;
}

/** The phrase that begins here, after white space and a quote perhaps. */
function phraseAt(text: string, from: number): Span | null {
  let start = from;
  while (isSpaceAt(text, start) || '"\'['.includes(text.charAt(start) || ' ')) {
    if (start >= text.length) return null;
    start++;
  }
  let words = 0;
  let end = start;
  for (let at = start; at < text.length;) {
    const next = wordEnd(text, at);
    if (next - at < LETTERS_MIN || next - at > LETTERS_MAX) break;
    end = next;
    words++;
    at = next;
    while (at < text.length && SEPARATORS.includes(text.charAt(at))) at++;
    if (at === next) break;
  }
  return WORD_COUNTS.has(words) ? { start, end } : null;
}

function wordEnd(text: string, start: number): number {
  let end = start;
  while (isSmallLetter(text, end)) end++;
  return end;
}

function isSmallLetter(text: string, index: number): boolean {
  const code = codeAt(text, index);
  return code >= 97 && code <= 122;
}
