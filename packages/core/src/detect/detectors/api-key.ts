import { codeAt, isDigitAt, isLetterAt, isTokenAt, tokenEnd } from '../characters.ts';
import type { Detector, Span } from '../detector.ts';
import { NO_SPANS } from '../detector.ts';
import { SIGN } from '../signs.ts';
import { base64KeyAt } from './base64-key.ts';
import { type Body, bodyEnd, parseBody } from './key-body.ts';
import { KEY_FORMATS } from './key-formats/index.ts';
import { markedKeyAt } from './marked-key.ts';
import { namedKeyAt } from './named-key.ts';
import { isOpaque } from './opaque.ts';
import { isPlaceholder } from './placeholder.ts';

/** Shortest token that any format describes, in characters, where no punctuation follows it. */
const TOKEN_LENGTH_MIN = 14;
/** A prefix this short occurs in other words too, so that what follows it must look random. */
const WEAK_PREFIX_LENGTH_MAX = 3;
/** So many random characters without a capital mix letters and digits; words do not, as in `secret_manager_access_2026`. */
const SLUG_LENGTH_MIN = 16;
/** Punctuation inside keys: a token in front of it may be the beginning of a longer key. */
const INNER = './:|+~!=^#$@';
/** Placeholders are looked for in the body only up to here, because the longest keys have thousands of characters. */
const JUDGED_LENGTH_MAX = 200;

interface Node {
  readonly next: Map<number, Node>;
  readonly bodies: Body[];
}

const SLASH = 47;
const TRIE = growTrie();
/** The nodes of the first two characters, by both codes: nearly every token of telemetry ends its search here. */
const PAIRS = indexPairs();

/**
 * Secret keys of well-known providers, by their published prefixes (`key-formats/`) or by a mark inside them
 * (`marked-key.ts`, `base64-key.ts`), and keys of any provider that say so in their first words (`named-key.ts`). Keys that are meant to be public, such as write keys of analytics products, are none. Checksums
 * are not asked for: a key that is cut, mistyped or revoked is still nothing to pass on.
 */
export const apiKey: Detector = {
  id: 'api_key',
  version: 5,
  kind: 'api_key',
  trigger: SIGN.token12 | SIGN.beyondHex,
  patterns: [],
  find,
};

function find(text: string): readonly Span[] {
  let spans: Span[] | null = null;
  let index = 0;
  while (index < text.length) {
    if (!isTokenAt(text, index)) {
      index++;
      continue;
    }
    const end = tokenEnd(text, index);
    const isCandidate =
      end - index >= TOKEN_LENGTH_MIN || (end < text.length && INNER.includes(text.charAt(end)));
    const span = isCandidate ? keyAt(text, index, end) : null;
    if (span !== null) {
      spans ??= [];
      spans.push(span);
    }
    index = Math.max(end, span?.end ?? 0);
  }
  return spans ?? NO_SPANS;
}

/** The key that a token from `start` to `end` is or begins. */
function keyAt(text: string, start: number, end: number): Span | null {
  return (
    prefixedKeyAt(text, start) ??
    markedKeyAt(text, start, end) ??
    base64KeyAt(text, start, end) ??
    namedKeyAt(text, start, end)
  );
}

function prefixedKeyAt(text: string, start: number): Span | null {
  const first = codeAt(text, start);
  const second = codeAt(text, start + 1);
  // A number between slashes is a part of a path, and the hash behind it no key.
  if (second === SLASH && codeAt(text, start - 1) === SLASH) return null;
  let node = second < 128 ? PAIRS[first * 128 + second] : undefined;
  let longest = 0;
  for (let index = start + 2; node !== undefined; index++) {
    for (const body of node.bodies) {
      const end = bodyEnd(text, index, body);
      if (end > longest && !isTokenAt(text, end) && isKeyBody(text, start, index, end)) longest = end;
    }
    node = node.next.get(codeAt(text, index));
  }
  return longest === 0 ? null : { start, end: longest };
}

function isKeyBody(text: string, start: number, bodyStart: number, end: number): boolean {
  const judgedEnd = Math.min(end, bodyStart + JUDGED_LENGTH_MAX);
  if (isPlaceholder(text, bodyStart, judgedEnd) || isSlug(text, bodyStart, judgedEnd)) return false;
  return bodyStart - start > WEAK_PREFIX_LENGTH_MAX || isOpaque(text.slice(bodyStart, judgedEnd));
}

/** Whether it is all small words and whole numbers, without a capital. */
function isSlug(text: string, start: number, end: number): boolean {
  if (end - start < SLUG_LENGTH_MIN) return false;
  let hasWord = false;
  for (let index = start; index < end; index++) {
    const code = codeAt(text, index);
    if (code >= 65 && code <= 90) return false;
    const isLetter = isLetterAt(text, index);
    hasWord ||= isLetter;
    if (
      isLetter
        ? index > start && isDigitAt(text, index - 1)
        : isDigitAt(text, index) && isLetterAt(text, index - 1)
    )
      return false;
  }
  return hasWord;
}

function indexPairs(): readonly (Node | undefined)[] {
  const pairs = Array.from<Node | undefined>({ length: 128 * 128 }).fill(undefined);
  for (const [first, { next }] of TRIE.next) {
    for (const [second, node] of next) pairs[first * 128 + second] = node;
  }
  return pairs;
}

function growTrie(): Node {
  const root: Node = { next: new Map(), bodies: [] };
  for (const { prefix, body } of KEY_FORMATS) {
    let node = root;
    for (let index = 0; index < prefix.length; index++) {
      const code = prefix.charCodeAt(index);
      const next: Node = node.next.get(code) ?? { next: new Map(), bodies: [] };
      node.next.set(code, next);
      node = next;
    }
    node.bodies.push(parseBody(body));
  }
  return root;
}
