/** Calls in a file: what is called, how, and where its arguments begin. */
import { textAt } from './read-tokens.ts';
import type { Token } from './read-tokens.ts';

export interface FoundCall {
  /** From the root to the name called: `posthog.people.set` → three words. Calls on the way are left out of it. */
  readonly path: readonly string[];
  /** Whether something stands before the root that has no name, as in `list[0].track()`. */
  readonly isRooted: boolean;
  readonly isNew: boolean;
  /** Index of the opening parenthesis. */
  readonly open: number;
  readonly line: number;
}

/** Tokens that are gone back over for the receiver of a call. */
const RECEIVER_MAX = 200;
const NO_CALLS: ReadonlySet<string> = new Set([
  'if',
  'for',
  'while',
  'switch',
  'catch',
  'return',
  'await',
  'typeof',
]);

export function findCalls(tokens: readonly Token[]): readonly FoundCall[] {
  const calls: FoundCall[] = [];
  for (const [at, token] of tokens.entries()) {
    if (token.kind !== 'word' || NO_CALLS.has(token.text)) continue;
    const open = openingAfter(tokens, at);
    if (open === null) continue;
    const { path, start, isRooted } = receiverOf(tokens, at);
    const before = tokens[start - 1]?.text;
    if (before === 'function') continue;
    calls.push({ path, isRooted, isNew: before === 'new', open, line: token.line });
  }
  return calls;
}

/** `name(` or `name?.(`; null where it is no call. */
function openingAfter(tokens: readonly Token[], at: number): number | null {
  const next = tokens[at + 1]?.text === '?.' ? at + 2 : at + 1;
  const token = tokens[next];
  return token?.kind === 'sign' && token.text === '(' ? next : null;
}

interface Receiver {
  readonly path: readonly string[];
  readonly start: number;
  readonly isRooted: boolean;
}

function receiverOf(tokens: readonly Token[], at: number): Receiver {
  const path = [tokens[at]?.text ?? ''];
  let start = at;
  while (at - start < RECEIVER_MAX) {
    const dot = tokens[start - 1];
    if (dot?.kind !== 'sign' || (dot.text !== '.' && dot.text !== '?.'))
      return { path, start, isRooted: true };
    const word = wordBefore(tokens, start - 2);
    if (word === null) break;
    start = word;
    path.unshift(tokens[word]?.text ?? '');
  }
  return { path, start, isRooted: false };
}

/** Index of the word at `at`, or of the one whose call ends there. */
function wordBefore(tokens: readonly Token[], at: number): number | null {
  const end = textAt(tokens, at) === '!' ? at - 1 : at;
  const word = textAt(tokens, end) === ')' ? openingBefore(tokens, end) - 1 : end;
  return tokens[word]?.kind === 'word' ? word : null;
}

/** Index of the parenthesis that the one at `end` closes. */
function openingBefore(tokens: readonly Token[], end: number): number {
  let depth = 0;
  for (let at = end; at > end - RECEIVER_MAX; at--) {
    if (tokens[at]?.kind !== 'sign') continue;
    if (textAt(tokens, at) === ')') depth++;
    if (textAt(tokens, at) === '(' && --depth === 0) return at;
  }
  return -1;
}
