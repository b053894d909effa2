/**
 * Source text → tokens, enough to read calls and object literals in JavaScript, TypeScript and the scripts of components. It
 * never fails: what is no token of the language, such as an apostrophe in the text of an element, becomes a sign.
 */
export interface Token {
  /**
   * `word`: name or keyword. `text`: a literal whose characters are known. `opaque`: a literal whose characters are not, such as
   * a template with parts filled in.
   */
  readonly kind: 'word' | 'text' | 'number' | 'sign' | 'opaque';
  /** Without quotes. Of an opaque literal: empty. */
  readonly text: string;
  /** From 1. */
  readonly line: number;
}

const BLANK = /(?:\s+|\/\/[^\n]*|\/\*[^]*?(?:\*\/|$))+/y;
const WORD = /[\p{ID_Start}$_#@][\p{ID_Continue}$]*/uy;
const NUMBER = /\d[\w.]*/y;
const SIGN = /=>|\?\.(?!\d)|\.{3}|[^]/uy;
const REGEX = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;
/** After these a slash begins a regular expression. After `<` it closes an element. */
const BEFORE_REGEX: ReadonlySet<string> = new Set('( , = : [ ! & | ? { } ; => return typeof case'.split(' '));
/** Templates inside templates. */
const TEMPLATE_DEPTH_MAX = 32;

/** The text of a token; empty where there is none. */
export function textAt(tokens: readonly Token[], at: number): string {
  return tokens[at]?.text ?? '';
}

export function readTokens(source: string): readonly Token[] {
  const tokens: Token[] = [];
  let line = 1;
  let at = 0;
  const pass = (end: number): void => {
    for (
      let from = source.indexOf('\n', at);
      from !== -1 && from < end;
      from = source.indexOf('\n', from + 1)
    )
      line++;
    at = end;
  };
  while (at < source.length) {
    const blank = match(BLANK, source, at);
    if (blank !== '') {
      pass(at + blank.length);
      continue;
    }
    const { token, end } = nextToken(source, at, tokens.at(-1));
    tokens.push({ ...token, line });
    pass(end);
  }
  return tokens;
}

interface Read {
  readonly token: Pick<Token, 'kind' | 'text'>;
  readonly end: number;
}

function nextToken(source: string, at: number, before: Token | undefined): Read {
  const first = source[at] ?? '';
  if (first === '`') return template(source, at);
  if (first === "'" || first === '"') return quoted(source, at, first) ?? plain('sign', first, at);
  if (first === '/' && isBeforeRegex(before)) {
    const regex = match(REGEX, source, at);
    if (regex !== '') return { token: { kind: 'opaque', text: '' }, end: at + regex.length };
  }
  const word = match(WORD, source, at);
  if (word !== '') return plain('word', word, at);
  const number = match(NUMBER, source, at);
  return number === '' ? plain('sign', match(SIGN, source, at), at) : plain('number', number, at);
}

function isBeforeRegex(before: Token | undefined): boolean {
  return before !== undefined && before.kind !== 'text' && BEFORE_REGEX.has(before.text);
}

function plain(kind: Token['kind'], text: string, at: number): Read {
  return { token: { kind, text }, end: at + text.length };
}

function match(pattern: RegExp, source: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0] ?? '';
}

/** Null where the line ends before the quote. */
function quoted(source: string, at: number, quote: string): Read | null {
  for (let end = at + 1; end < source.length && source[end] !== '\n'; end++) {
    if (source[end] === '\\') end++;
    else if (source[end] === quote) return literal(source.slice(at + 1, end), end + 1);
  }
  return null;
}

/** Escapes other than of quotes are not undone; the text then counts as unknown. */
function literal(raw: string, end: number): Read {
  if (/\\[^'"`\\$]/u.test(raw)) return { token: { kind: 'opaque', text: '' }, end };
  return { token: { kind: 'text', text: raw.replaceAll(/\\(.)/gu, '$1') }, end };
}

function template(source: string, start: number): Read {
  const open: Nested[] = ['template'];
  let isPlain = true;
  let at = start + 1;
  while (at < source.length && open.length > 0 && open.length <= TEMPLATE_DEPTH_MAX) {
    const step = STEPS.find((each) => source.startsWith(each, at)) ?? ' ';
    const change = CHANGES[open.at(-1) ?? 'template'][step];
    if (change === 'close') open.pop();
    else if (change !== undefined) open.push(change);
    isPlain &&= open.length <= 1;
    at += step === '\\' ? 2 : step.length;
  }
  if (isPlain) return literal(source.slice(start + 1, at - 1), at);
  return { token: { kind: 'opaque', text: '' }, end: at };
}

const STEPS = ['${', '\\', '`', '{', '}'] as const;
type Nested = 'template' | 'braces';

/** What a sign opens or closes inside a template, and inside the braces of one. */
const CHANGES: Readonly<Record<Nested, Readonly<Record<string, Nested | 'close'>>>> = {
  template: { '`': 'close', '${': 'braces' },
  braces: { '}': 'close', '{': 'braces', '${': 'braces', '`': 'template' },
};
