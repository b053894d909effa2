import { isAlphanumericAt, isLetterAt } from '../characters.ts';
import type { Detector, Span } from '../detector.ts';
import { NO_SPANS } from '../detector.ts';
import { hasKnownSuffix } from '../domain-suffix.ts';
import { MEANING } from '../meaning.ts';
import { SIGN } from '../signs.ts';
import { AGENT_PATTERNS, publishesContact } from '../user-agent.ts';

/** Octets of a local part at most (RFC 5321 §4.5.3.1.1). */
const LOCAL_LENGTH_MAX = 64;
/** Punctuation inside a local part that is written this way. */
const LOCAL_PUNCTUATION = '._%+-';

/** What stands for the `@`: in brackets, or as a word between spaces. English, Spanish, French, Italian, German. */
const AT =
  /\s{0,2}[[({<]\s?(?:at|ät|arroba|arobase|chiocciola|@)\s?[\])}>]\s{0,2}|\s(?:at|arroba|arobase|chiocciola)\s/giu;
/** A domain of up to five labels, the dots of which are written out or in brackets. */
const DOMAIN =
  /[\p{L}\d-]{1,63}(?:(?:\.|\s{0,2}[[({<]\s?(?:dot|punto|punkt|ponto|point|\.)\s?[\])}>]\s{0,2}|\s(?:dot|punto|punkt|ponto|point)\s)[\p{L}\d-]{1,63}){1,4}/giuy;
/** One written dot of such a domain. */
const WRITTEN_DOT =
  /\s{0,2}[[({<]\s?(?:dot|punto|punkt|ponto|point|\.)\s?[\])}>]\s{0,2}|\s(?:dot|punto|punkt|ponto|point)\s|\./giu;
/** The cheap question first: the end of an `@` in brackets, or a dot as a word. */
const HINT = /(?:[aA][tT]|arroba|arobase|chiocciola|@)\s?[\])}>]|\s(?:dot|DOT|punto|punkt|ponto|point)\s/u;
/** A dot that is written as a word or in brackets: behind ` at ` the words of other languages are prose. */
const HIDDEN_DOT = /[\])}>]|\s/u;
const ENGLISH_DOT = /[\])}>]|\sdot\s/iu;
/** ` at ` with its spaces. */
const ENGLISH_AT_LENGTH = 4;
const BRACKETS = '[({<';
/** A local part of which a dot is written out too: `john dot doe`. */
const LOCAL_DOT = ' dot ';

/**
 * E-mail addresses written to escape collectors: `zoe at shop dot example`, `zoe [at] shop [dot] example`,
 * `zoe(at)shop.example`. With a plain word for the `@`, a dot must be hidden too, or the key must say what it is. In
 * the user agent of a crawler or another program that is no browser it is published to be written to, and stays.
 */
export const emailObfuscated: Detector = {
  id: 'email_obfuscated',
  version: 3,
  kind: 'email',
  trigger: SIGN.space | SIGN.beyondHex,
  meanings: MEANING.email | MEANING.username | MEANING.userText,
  patterns: [HINT, AT, DOMAIN, WRITTEN_DOT, HIDDEN_DOT, ENGLISH_DOT, ...AGENT_PATTERNS],
  find,
};

function find(text: string, meaning: number): readonly Span[] {
  if ((meaning & MEANING.email) === 0 && !HINT.test(text)) return NO_SPANS;
  if ((meaning & MEANING.userAgent) === MEANING.userAgent && publishesContact(text)) return NO_SPANS;
  let spans: Span[] | null = null;
  let free = 0;
  AT.lastIndex = 0;
  for (let at = AT.exec(text); at !== null; at = AT.exec(text)) {
    const [mark] = at;
    const span = spanAround(text, { at: at.index, mark, free, meaning });
    // The white space behind one mark may be that before the next.
    if (span === null) AT.lastIndex = at.index + Math.max(1, mark.trimEnd().length);
    else {
      spans ??= [];
      spans.push(span);
      free = span.end;
      AT.lastIndex = span.end;
    }
  }
  return spans ?? NO_SPANS;
}

interface Candidate {
  readonly at: number;
  readonly mark: string;
  /** Where the last address ended. */
  readonly free: number;
  readonly meaning: number;
}

function spanAround(text: string, { at, mark, free, meaning }: Candidate): Span | null {
  const start = localStart(text, at, free);
  if (start === at) return null;
  const from = at + mark.length;
  DOMAIN.lastIndex = from;
  let domain = DOMAIN.exec(text)?.[0] ?? '';
  const isPlain = !BRACKETS.includes(mark.charAt(0)) && isLetterAt(mark, 1);
  const dot = mark.length === ENGLISH_AT_LENGTH ? ENGLISH_DOT : HIDDEN_DOT;
  while (domain !== '') {
    if (isPlain && (meaning & MEANING.email) === 0 && !dot.test(domain)) return null;
    if (hasKnownSuffix(domain.replace(WRITTEN_DOT, '.'))) return { start, end: from + domain.length };
    domain = withoutLastLabel(domain);
  }
  return null;
}

function withoutLastLabel(domain: string): string {
  let end = 0;
  for (const { index } of domain.matchAll(WRITTEN_DOT)) end = index;
  return domain.slice(0, end);
}

function localStart(text: string, at: number, free: number): number {
  const start = wordStart(text, at, free);
  if (start === at || !text.startsWith(LOCAL_DOT, start - LOCAL_DOT.length)) return start;
  return wordStart(text, start - LOCAL_DOT.length, free);
}

function wordStart(text: string, end: number, free: number): number {
  const first = Math.max(free, end - LOCAL_LENGTH_MAX);
  let start = end;
  while (start > first && isLocalAt(text, start - 1)) start--;
  while (start < end && !isAlphanumericAt(text, start)) start++;
  return start;
}

function isLocalAt(text: string, index: number): boolean {
  return isAlphanumericAt(text, index) || LOCAL_PUNCTUATION.includes(text.charAt(index));
}
