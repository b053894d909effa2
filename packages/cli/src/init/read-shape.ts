/** What the source shows of a value: its type and, of object literals, the keys. Values serve to name events and to know options, and go nowhere else. */
import type { InitLimits } from './limits.ts';
import type { Token } from './read-tokens.ts';

export type Shape =
  | { readonly kind: 'text'; readonly text: string; readonly line: number }
  | { readonly kind: 'number' | 'boolean'; readonly text: string }
  | { readonly kind: 'string' }
  | {
      readonly kind: 'unknown';
      /** The text that stands where the value is missing: `value ?? 'text'`. */
      readonly fallback?: { readonly text: string; readonly line: number };
    }
  | { readonly kind: 'list'; readonly items: Shape }
  | {
      readonly kind: 'object';
      readonly members: ReadonlyMap<string, Shape>;
      /** Whether it has members that the source does not show: spread, computed, or beyond a limit. */
      readonly isOpen: boolean;
    };

export const UNKNOWN: Shape = { kind: 'unknown' };
const OPENERS: ReadonlySet<string> = new Set(['(', '[', '{']);
const CLOSERS: ReadonlySet<string> = new Set([')', ']', '}']);
const ARGUMENTS_MAX = 8;

/** Shapes of the arguments of a call. `at` is its opening parenthesis. */
export function readArguments(tokens: readonly Token[], at: number, limits: InitLimits): readonly Shape[] {
  const given = tokens.slice(at + 1, at + 1 + limits.argumentTokensMax);
  const shapes: Shape[] = [];
  let next = 0;
  while (next < given.length && given[next]?.text !== ')' && shapes.length < ARGUMENTS_MAX) {
    const end = endOfValue(given, next);
    shapes.push(readShape(given.slice(next, end), limits, 0));
    if (!isSign(given[end], ',')) break;
    next = end + 1;
  }
  return shapes;
}

/** Index of the comma or closing sign that ends the value. */
export function endOfValue(tokens: readonly Token[], from: number): number {
  let depth = 0;
  for (let at = from; at < tokens.length; at++) {
    const token = tokens[at];
    if (token?.kind !== 'sign') continue;
    if (depth === 0 && (token.text === ',' || CLOSERS.has(token.text))) return at;
    if (OPENERS.has(token.text)) depth++;
    else if (CLOSERS.has(token.text)) depth--;
  }
  return tokens.length;
}

function isSign(token: Token | undefined, text: string): boolean {
  return token?.kind === 'sign' && token.text === text;
}

export function readShape(written: readonly Token[], limits: InitLimits, depth: number): Shape {
  const value = withoutAssertion(written);
  const [first] = value;
  if (first === undefined) return UNKNOWN;
  if (value.length === 1) return ofOne(first);
  if (value.length === 2 && isSign(first, '-') && value[1]?.kind === 'number')
    return { kind: 'number', text: `-${value[1].text}` };
  if (closing(value) !== value.length - 1) return withFallback(value);
  if (isSign(first, '{')) return readObject(value.slice(1, -1), limits, depth);
  if (isSign(first, '[')) {
    if (depth >= limits.depthMax) return UNKNOWN;
    const inner = value.slice(1, -1);
    return { kind: 'list', items: readShape(inner.slice(0, endOfValue(inner, 0)), limits, depth + 1) };
  }
  return UNKNOWN;
}

/** `value ?? 'text'` and `value || 'text'`; each sign is a token of its own. */
function withFallback(value: readonly Token[]): Shape {
  const last = value.at(-1);
  const isEither = ['?', '|'].some((text) => isSign(value.at(-2), text) && isSign(value.at(-3), text));
  if (last?.kind !== 'text' || !isEither || depthAt(value, value.length - 1) !== 0) return UNKNOWN;
  return { kind: 'unknown', fallback: { text: last.text, line: last.line } };
}

/** Index of the sign that closes the one at the beginning; -1 where it opens nothing. */
function closing(tokens: readonly Token[]): number {
  let depth = 0;
  for (const [at, { kind, text }] of tokens.entries()) {
    if (kind === 'sign' && OPENERS.has(text)) depth++;
    else if (kind === 'sign' && CLOSERS.has(text)) depth--;
    if (depth === 0) return at;
  }
  return -1;
}

/** `value as const`, `value satisfies Type`. */
function withoutAssertion(tokens: readonly Token[]): readonly Token[] {
  const last = tokens.findLastIndex(
    ({ kind, text }) => kind === 'word' && (text === 'as' || text === 'satisfies'),
  );
  return last > 0 && endOfValue(tokens, 0) === tokens.length && depthAt(tokens, last) === 0
    ? tokens.slice(0, last)
    : tokens;
}

function depthAt(tokens: readonly Token[], end: number): number {
  let depth = 0;
  for (const { kind, text } of tokens.slice(0, end)) {
    if (kind === 'sign' && OPENERS.has(text)) depth++;
    else if (kind === 'sign' && CLOSERS.has(text)) depth--;
  }
  return depth;
}

function ofOne({ kind, text, line }: Token): Shape {
  if (kind === 'text') return { kind: 'text', text, line };
  if (kind === 'opaque') return { kind: 'string' };
  if (kind === 'number') return { kind: 'number', text };
  return text === 'true' || text === 'false' ? { kind: 'boolean', text } : UNKNOWN;
}

function readObject(inner: readonly Token[], limits: InitLimits, depth: number): Shape {
  const members = new Map<string, Shape>();
  let isOpen = false;
  let at = 0;
  while (at < inner.length) {
    const end = endOfValue(inner, at);
    const member = readMember(inner.slice(at, end), limits, depth);
    if (member === null || members.size >= limits.membersMax || depth >= limits.depthMax) isOpen = true;
    else members.set(...member);
    at = end + 1;
  }
  return { kind: 'object', members, isOpen };
}

/** Null where the source does not show the key. */
function readMember(tokens: readonly Token[], limits: InitLimits, depth: number): [string, Shape] | null {
  const [key, sign] = tokens;
  if (key === undefined || (key.kind !== 'word' && key.kind !== 'text')) return null;
  if (sign === undefined) return key.kind === 'word' ? [key.text, UNKNOWN] : null;
  if (!isSign(sign, ':')) return null;
  return [key.text, readShape(tokens.slice(2), limits, depth + 1)];
}
