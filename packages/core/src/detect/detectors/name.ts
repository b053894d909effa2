import { isDigitAt, isSpaceAt } from '../characters.ts';
import { makeCues, mayHoldCue } from '../cues.ts';
import type { Detector, Span } from '../detector.ts';
import { NO_SPANS } from '../detector.ts';
import { isRoleName } from '../key-meaning.ts';
import { MEANING } from '../meaning.ts';
import {
  BEFORE_PERSONS,
  BY_VERBS,
  CALLED_BEFORE,
  CONJUNCTIONS,
  HUMAN_VERBS,
  NAME_CUES,
  NAME_NOUNS,
  NAME_OWNERS,
  NAME_POSSESSIVES,
  OTHER_VERBS,
  PRONOUNS,
  SELVES,
  TO_VERBS,
} from '../names/cues.ts';
import type { NameCue } from '../names/cues.ts';
import { findMailboxNames } from '../names/mailbox.ts';
import type { ReadName } from '../names/person-name.ts';
import {
  NAME_PATTERNS,
  isCapitalAt,
  isFullName,
  isNameLetterAt,
  readName,
  wholeName,
} from '../names/person-name.ts';
import { VCARD_MARK, VCARD_PATTERNS, findVcardNames } from '../names/vcard.ts';
import { SIGN } from '../signs.ts';
import { orderSpans } from './spans.ts';

const CUES = makeCues(NAME_CUES.keys());
/** Letters of a cue at most. */
const CUE_LENGTH_MAX = 16;
/** Words of a name in running text at most, particles aside. */
const WORDS_MAX = 4;
/** What may stand between a cue and a name besides one space. */
const GAP_MARKS = '.,:="\'“„\n\r—–';
const GAP_MAX = 4;
/** What parts a closing from the name below it. */
const CLOSING_GAP = /[,\n:—–]/u;
const QUOTES = '"\'“„';
const END_QUOTES = '"\'”“';
const CLAUSE_ENDS = '\n\r\t;,.|([{-!?:"\'>';
const DIRECTORY = /, ?(?:ou|dc)=/iuy;
/** Before a title in Polish letters. */
const POLITE: ReadonlySet<string> = new Set(['Szanowny', 'Drogi', 'Wielmożny', 'Dla', 'Dear']);
const STOPS = ',!.:;?\n\r)"';

/**
 * Names of people: the value under a key for names, and in running text what a cue says to be one: `Dear Zoe Jones,`,
 * `Mrs. Jones`, `my name is Zoe`, `Zoe Jones <zoe@…>`, `customer "Zoe Jones"`. Without a cue a name is not to be told from other words.
 */
export const name: Detector = {
  id: 'name',
  version: 3,
  kind: 'name',
  trigger: SIGN.space | SIGN.upper | SIGN.lower,
  meanings: MEANING.name,
  patterns: [DIRECTORY, CLOSING_GAP, ...NAME_PATTERNS, ...VCARD_PATTERNS],
  find,
};

function find(text: string, meaning: number, key: string): readonly Span[] {
  if ((meaning & MEANING.safe) !== 0) return NO_SPANS;
  const isNamed = (meaning & MEANING.name) !== 0 && (key === '' || !isRoleName(key) || isFullName(text));
  const isCertain = (meaning & MEANING.personName) === MEANING.personName;
  const whole = isNamed ? wholeName(text, isCertain) : null;
  if (whole !== null) return [whole];
  const cued = mayHoldCue(text, CUES) ? findCued(text) : NO_SPANS;
  const written = findWritten(text);
  return written.length === 0 ? cued : orderSpans([...cued, ...written]);
}

/** The names in mailboxes and vCards, which stand in their own places. */
function findWritten(text: string): readonly Span[] {
  if (text.includes(VCARD_MARK)) return findVcardNames(text);
  return text.includes('<') && text.includes('@') ? findMailboxNames(text) : NO_SPANS;
}

function findCued(text: string): readonly Span[] {
  let spans: Span[] | null = null;
  for (let index = 2; index < text.length; index++) {
    if (!isCapitalAt(text, index) || isNameLetterAt(text, index - 1)) continue;
    const cueEnd = gapStart(text, index);
    const cue = cueEnd === index ? undefined : cueBefore(text, cueEnd);
    const read = cue === undefined ? null : readName(text, index, WORDS_MAX);
    if (cue === undefined || read === null) continue;
    if (!FITS[cue](text, { cueEnd, gap: text.slice(cueEnd, index), read })) continue;
    spans ??= [];
    spans.push({ start: index, end: read.end });
    index = read.end;
  }
  return spans ?? NO_SPANS;
}

/** The position after the cue: before one space and a few marks. */
function gapStart(text: string, start: number): number {
  let end = start;
  while (end > start - GAP_MAX && end > 0 && isGapAt(text, end - 1)) end--;
  return isNameLetterAt(text, end - 1) ? end : start;
}

function isGapAt(text: string, index: number): boolean {
  return isSpaceAt(text, index) || GAP_MARKS.includes(text.charAt(index));
}

function cueBefore(text: string, end: number): NameCue | undefined {
  const start = wordStart(text, end);
  return start === end || end - start > CUE_LENGTH_MAX
    ? undefined
    : NAME_CUES.get(text.slice(start, end).toLowerCase());
}

function wordStart(text: string, end: number): number {
  const first = Math.max(0, end - CUE_LENGTH_MAX - 1);
  let start = end;
  while (start > first && (isNameLetterAt(text, start - 1) || "'’".includes(text.charAt(start - 1)))) start--;
  return start;
}

/** The word that stands so many words before the one that ends here, in lower case; empty where a mark is between. */
function wordBefore(text: string, end: number, words: number): string {
  const start = wordStart(text, end);
  if (words === 0) return text.slice(start, end).toLowerCase();
  return isSpaceAt(text, start - 1) ? wordBefore(text, start - 1, words - 1) : '';
}

interface Candidate {
  readonly cueEnd: number;
  /** What stands between the cue and the name. */
  readonly gap: string;
  readonly read: ReadName;
}

/** Whether the cue and what stands around the name fit together. */
const FITS: Readonly<Record<NameCue, (text: string, candidate: Candidate) => boolean>> = {
  introduction: (text, candidate) =>
    candidate.gap.trim() === '' && (isIntroduction(text, candidate.cueEnd) || isReceiver(text, candidate)),
  called: (text, { cueEnd, gap }) => gap === ' ' && isCalled(text, cueEnd),
  salutation: isSalutation,
  title: (text, candidate) => (candidate.gap === ' ' || candidate.gap === '. ') && isTitle(text, candidate),
  closing: isClosing,
  by: (text, { cueEnd, gap, read }) =>
    gap === ' ' && read.words > 1 && BY_VERBS.has(wordBefore(text, cueEnd, 1)),
  label: (text, candidate) => (candidate.gap === ': ' || candidate.gap === ':') && isLabel(text, candidate),
  person: isPerson,
  self: isOneself,
  directory: (text, { gap, read }) => gap === '=' && read.words > 1 && isDirectoryAt(text, read.end),
};

/** `ich bin Zoe Jones.`, and words that mean it alone: `soy Zoe Jones`. */
function isOneself(text: string, { cueEnd, gap, read }: Candidate): boolean {
  if (gap !== ' ' || read.words < 2 || !(isStopped(text, read.end) || isGoneOn(text, read.end))) return false;
  const start = wordStart(text, cueEnd);
  return SELVES.has(text.slice(start, cueEnd)) || PRONOUNS.has(wordBefore(text, cueEnd, 1));
}

/** Whether the sentence goes on behind the name: `and my number is …`, `from Ulm`. */
function isGoneOn(text: string, end: number): boolean {
  const start = end + 1;
  let wordEnd = start;
  while (isNameLetterAt(text, wordEnd) && wordEnd < start + CUE_LENGTH_MAX) wordEnd++;
  return text.charAt(end) === ' ' && CONJUNCTIONS.has(text.slice(start, wordEnd));
}

/** `,OU=People` and `,DC=shop`, which go on with whose directory a name is of (RFC 4514 §2). */
function isDirectoryAt(text: string, index: number): boolean {
  DIRECTORY.lastIndex = index;
  return DIRECTORY.test(text);
}

/** `my name is`, or a verb that alone means it: `ich heiße`. */
function isIntroduction(text: string, cueEnd: number): boolean {
  if (cueEnd - wordStart(text, cueEnd) > 3) return true;
  return NAME_NOUNS.has(wordBefore(text, cueEnd, 1)) && NAME_POSSESSIVES.has(wordBefore(text, cueEnd, 2));
}

/** `jmenuji se Zoe`, `nama saya Zoe`. */
function isCalled(text: string, cueEnd: number): boolean {
  const cue = text.slice(wordStart(text, cueEnd), cueEnd).toLowerCase();
  return CALLED_BEFORE.get(cue)?.has(wordBefore(text, cueEnd, 1)) === true;
}

/** `assigned to Zoe Jones`. */
function isReceiver(text: string, { cueEnd, gap, read }: Candidate): boolean {
  return (
    gap === ' ' && read.words > 1 && isStopped(text, read.end) && TO_VERBS.has(wordBefore(text, cueEnd, 1))
  );
}

function isStopped(text: string, end: number): boolean {
  return end === text.length || STOPS.includes(text.charAt(end));
}

/** At the beginning of a line or clause, and a comma or the like behind the name. */
function isSalutation(text: string, { cueEnd, gap, read }: Candidate): boolean {
  if (gap !== ' ' || read.words === WORDS_MAX || !isStopped(text, read.end)) return false;
  return isClauseStart(text, wordStart(text, cueEnd));
}

function isClauseStart(text: string, start: number): boolean {
  let before = start - 1;
  while (before > start - GAP_MAX && isSpaceAt(text, before) && text.charAt(before) !== '\n') before--;
  return before < 0 || CLAUSE_ENDS.includes(text.charAt(before));
}

/** Titles are written with a capital; behind a name in a title no number follows, as behind a product's. */
function isTitle(text: string, { cueEnd, read }: Candidate): boolean {
  const from = wordStart(text, cueEnd);
  if (NAME_CUES.get(wordBefore(text, cueEnd, 1)) === 'salutation') return true;
  if (isCapitalAt(text, from) ? isCapitalAt(text, from + 1) : text.charAt(cueEnd) !== '.') return false;
  if (from > 0 && !isSpaceAt(text, from - 1) && !'"(\'['.includes(text.charAt(from - 1))) return false;
  if (isWare(text, from, cueEnd)) return false;
  return !(text.charAt(read.end) === ' ' && isDigitAt(text, read.end + 1));
}

/** `Frying Pan Set`, `Peter Pan Costume`: behind another capital `Pan` is no title, but in the address of a letter. */
function isWare(text: string, from: number, cueEnd: number): boolean {
  if (text.slice(from, cueEnd) !== 'Pan' || !isSpaceAt(text, from - 1)) return false;
  const before = wordStart(text, from - 1);
  return isCapitalAt(text, before) && !POLITE.has(text.slice(before, from - 1));
}

function isClosing(text: string, { gap, read }: Candidate): boolean {
  const isParted = CLOSING_GAP.test(gap);
  return isParted && read.words < WORDS_MAX && isStopped(text, read.end);
}

/** `Full name: Zoe`; without a word for whose name it is, two words at the beginning of a line or clause. */
function isLabel(text: string, { cueEnd, read }: Candidate): boolean {
  if (NAME_OWNERS.has(wordBefore(text, cueEnd, 1))) return true;
  return read.words > 1 && isClauseStart(text, wordStart(text, cueEnd));
}

/** `customer "Zoe Jones"`, `Patient: Zoe Jones`, and what only people do: `Customer Zoe lives`. */
function isPerson(text: string, { cueEnd, gap, read }: Candidate): boolean {
  const next = text.charAt(read.end) || '\n';
  if (QUOTES.includes(gap.at(-1) ?? ' ')) return read.words > 1 && END_QUOTES.includes(next);
  if (gap === ': ') return read.words > 1 && isStopped(text, read.end);
  if (gap !== ' ') return false;
  return next === ' ' ? isDone(text, read) : read.words > 1 && isLastPerson(text, cueEnd, read.end);
}

/** `no order for user Zoe Jones.`, `failed, user Zoe Jones`: what stands last behind the word for a person, which is written small. */
function isLastPerson(text: string, cueEnd: number, end: number): boolean {
  const start = wordStart(text, cueEnd);
  if (!isStopped(text, end) || isCapitalAt(text, start)) return false;
  return BEFORE_PERSONS.has(wordBefore(text, cueEnd, 1)) || isClauseStart(text, start);
}

function isDone(text: string, { end, words }: ReadName): boolean {
  const start = end + 1;
  let verbEnd = start;
  while (isNameLetterAt(text, verbEnd) && verbEnd < start + CUE_LENGTH_MAX) verbEnd++;
  const verb = text.slice(start, verbEnd);
  return HUMAN_VERBS.has(verb) || (words > 1 && OTHER_VERBS.has(verb));
}
