/** Which names of a file come from which module: by import, require, or a dynamic import that is assigned. */
import { textAt } from './read-tokens.ts';
import type { Token } from './read-tokens.ts';

export interface Binding {
  /** As written: a package, a path below one, or a relative path. */
  readonly module: string;
  /** Name in that module; `default`, or `*` for all of it. */
  readonly imported: string;
}

/** Tokens that an import may have before its module. */
const CLAUSE_MAX = 500;

export function readBindings(tokens: readonly Token[]): ReadonlyMap<string, Binding> {
  const bindings = new Map<string, Binding>();
  for (const [at, token] of tokens.entries()) {
    if (token.kind !== 'word') continue;
    const found =
      token.text === 'import'
        ? readImport(tokens, at)
        : /^(?:const|let|var)$/.test(token.text)
          ? readRequire(tokens, at)
          : [];
    for (const [local, binding] of found) bindings.set(local, binding);
  }
  return bindings;
}

type Found = readonly (readonly [local: string, binding: Binding])[];

function readImport(tokens: readonly Token[], at: number): Found {
  const after = tokens.slice(at + 1, at + 1 + CLAUSE_MAX);
  const from = after.findIndex(({ kind, text }) => kind === 'word' && text === 'from');
  const module = after[from + 1];
  const clause = after.slice(0, Math.max(from, 0));
  if (from === -1 || module?.kind !== 'text') return [];
  if (clause.some(({ kind, text }) => kind !== 'word' && !['{', '}', ',', '*'].includes(text))) return [];
  const brace = clause.findIndex(({ text }) => text === '{');
  const plain = (brace === -1 ? clause : clause.slice(0, brace)).filter(({ text }) => text !== 'type');
  const named = brace === -1 ? [] : readNames(clause.slice(brace + 1), 'as');
  const found: [string, string][] = [...named];
  const [first] = plain;
  if (first?.kind === 'word') found.push([first.text, 'default']);
  const star = plain.findIndex(({ text }) => text === '*');
  const all = star === -1 ? undefined : plain[star + 2];
  if (all !== undefined) found.push([all.text, '*']);
  return found.map(([local, imported]) => [local, { module: module.text, imported }]);
}

/** `const x = require('m')`, `const { a: b } = require('m')`, `const x = await import('m')`. */
function readRequire(tokens: readonly Token[], at: number): Found {
  const after = tokens.slice(at + 1, at + 1 + CLAUSE_MAX);
  const isBraced = textAt(after, 0) === '{';
  const end = isBraced ? after.findIndex(({ text }) => text === '}') : 0;
  const module = end === -1 ? null : loadedBy(after.slice(end + 1));
  if (module === null) return [];
  if (!isBraced) return [[textAt(after, 0), { module, imported: '*' }]];
  return readNames(after.slice(1, end), ':').map(([local, imported]) => [local, { module, imported }]);
}

/** The module of `= require('m')` or `= await import('m')`; null where it is something else. */
function loadedBy(tokens: readonly Token[]): string | null {
  const call = textAt(tokens, 1) === 'await' ? 2 : 1;
  const isLoad = /^(?:require|import)$/.test(textAt(tokens, call)) && textAt(tokens, call + 1) === '(';
  const module = tokens[call + 2];
  return textAt(tokens, 0) === '=' && isLoad && module?.kind === 'text' ? module.text : null;
}

/** `a, b as c` → `[a, a], [c, b]`; the local name first. */
function readNames(tokens: readonly Token[], as: string): [string, string][] {
  const found: [string, string][] = [];
  const words = tokens.filter(({ text }) => text !== 'type');
  for (let at = 0; at < words.length; at++) {
    const name = words[at];
    if (name?.kind !== 'word') continue;
    const renamed = words[at + 1]?.text === as ? words[at + 2] : undefined;
    found.push([renamed?.text ?? name.text, name.text]);
    if (renamed !== undefined) at += 2;
  }
  return found;
}
