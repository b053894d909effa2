import { codeAt, isLetterAt, isSpaceAt } from '../characters.ts';
import type { Detector, Span } from '../detector.ts';
import { NO_SPANS } from '../detector.ts';
import { MEANING } from '../meaning.ts';
import { PROGRAM_PATTERNS, isProgramText } from '../program-text.ts';
import { SIGN } from '../signs.ts';
import { AGENT_PATTERNS, isUserAgent } from '../user-agent.ts';

/** Plain words from which a text is long-form. */
const WORDS_MIN = 12;
/** Plain words that suffice in a text of at least `LENGTH_MIN` characters. */
const LONG_WORDS_MIN = 10;
const LENGTH_MIN = 200;
/** Share of its words that are plain in a text that somebody wrote; in user agents, stacks and queries it is lower. */
const PLAIN_SHARE_MIN = 0.6;
/** Characters of scripts without spaces that stand for one word, roughly. */
const CHARACTERS_PER_WORD = 2;
/** How statements begin: in capitals, as programs write SQL (ISO/IEC 9075-2), or as GraphQL does (2021-10 §2.3). */
const QUERY =
  /^\s{0,20}(?:SELECT\s|INSERT\s+(?:IGNORE\s+)?INTO\s|REPLACE\s+INTO\s|UPDATE\s+[\w."`[\]]{1,80}\s+(?:AS\s+\w{1,40}\s+)?SET\s|DELETE\s+FROM\s|WITH\s+(?:RECURSIVE\s+)?\w{1,60}\s+AS\s|(?:CREATE|ALTER|DROP)\s+(?:TABLE|INDEX|VIEW)\s|(?:query|mutation|subscription)(?:\s+\w{1,60})?\s*[({]|fragment\s+\w{1,60}\s+on\s)/u;
/** A literal in which a text might stand. */
const LITERAL = /['"][^'"]{40}/u;
const APOSTROPHE = 39;
const HYPHEN = 45;

/** Text that somebody wrote: prompts, comments, messages; not what programs say in errors and logs. Spans the whole string. */
export const longText: Detector = {
  id: 'long_text',
  version: 2,
  kind: 'long_text',
  trigger: SIGN.wordy,
  patterns: [QUERY, LITERAL, ...AGENT_PATTERNS, ...PROGRAM_PATTERNS],
  find,
};

function find(text: string, meaning: number): readonly Span[] {
  if ((meaning & MEANING.programText) !== 0) return NO_SPANS;
  let words = 0;
  let plain = 0;
  let index = 0;
  while (index < text.length) {
    if (isSpaceAt(text, index)) {
      index++;
      continue;
    }
    const end = wordEnd(text, index);
    const weight = wordWeight(text, index, end);
    words += Math.max(1, weight);
    plain += weight;
    index = end;
  }
  const isLong = plain >= WORDS_MIN || (plain >= LONG_WORDS_MIN && text.length >= LENGTH_MIN);
  if (!isLong || plain < words * PLAIN_SHARE_MIN) return NO_SPANS;
  if (isStack(text) || isQuery(text) || isUserAgent(text) || isProgramText(text, plain)) return NO_SPANS;
  return [{ start: 0, end: text.length }];
}

/** A statement of SQL or GraphQL is plain words too, but for long literals, in which a text that somebody wrote may stand. */
function isQuery(text: string): boolean {
  return QUERY.test(text) && !LITERAL.test(text);
}

/** The frames of a JavaScript, Java or Python stack: many plain words, but no prose. */
function isStack(text: string): boolean {
  return text.includes('\n    at ') || text.includes('\n\tat ') || text.includes('\n  File "');
}

function wordEnd(text: string, start: number): number {
  let end = start;
  while (end < text.length && !isSpaceAt(text, end)) end++;
  return end;
}

/** How many plain words it counts for: 0 with a digit or a sign inside; more than 1 in scripts without spaces. */
function wordWeight(text: string, start: number, end: number): number {
  let first = start;
  let last = end;
  while (first < last && isPunctuationAt(text, first)) first++;
  while (first < last && isPunctuationAt(text, last - 1)) last--;
  if (first === last) return 0;
  let wide = 0;
  for (let index = first; index < last; index++) {
    const code = codeAt(text, index);
    if (isWide(code)) wide++;
    else if (!isInWordAt(text, index)) return 0;
  }
  return wide === 0 ? 1 : Math.ceil(wide / CHARACTERS_PER_WORD);
}

/** A letter of any script, an apostrophe or a hyphen. */
function isInWordAt(text: string, index: number): boolean {
  const code = codeAt(text, index);
  return isLetterAt(text, index) || code >= 0xc0 || code === APOSTROPHE || code === HYPHEN;
}

/** Letters of scripts that put no spaces between words: Thai to Khmer, kana, Han (https://unicode.org/charts/). */
function isWide(code: number): boolean {
  return (code >= 0x0e00 && code <= 0x17ff) || (code >= 0x3040 && code <= 0x9fff);
}

const PUNCTUATION = makePunctuation();

function makePunctuation(): Uint8Array {
  const marks = new Uint8Array(128);
  for (const mark of '.,;:!?"\'()[]*_-') marks[mark.charCodeAt(0)] = 1;
  return marks;
}

/** What stands around words in prose, the marks of General Punctuation and CJK included. */
function isPunctuationAt(text: string, index: number): boolean {
  const code = codeAt(text, index);
  if ((code >= 0x2010 && code <= 0x203a) || (code >= 0x3001 && code <= 0x3011)) return true;
  return code < 128 && PUNCTUATION[code] === 1;
}
