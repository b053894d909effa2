/** How a value becomes broader, step by step, until nothing is left of it but `*`. */
import type { Json } from '../event.ts';
import { registrableDomain } from '../protect/registrable-domain.ts';

/** The top of every ladder: any value. */
export const ANY = '*';
/** What stands in place of every value of a tuple that too few had. */
export const OTHER = '(other)';

/** Ladders that need no list: their steps, and what each gives. */
export const LADDERS = {
  /** `Chrome 120.0.6099` → `Chrome 120` → `Chrome`. */
  version: [majorOf, familyOf],
  /** `de-AT` → `de`. */
  language: [languageOf],
  /** `https://news.shop.example/today` → `shop.example`; likewise of a bare host. */
  domain: [domainOf],
} as const satisfies Readonly<Record<string, readonly ((text: string) => string)[]>>;
export type LadderName = keyof typeof LADDERS;

/** A ladder of that name, or every term with its broader one. */
export type Ladder = LadderName | ReadonlyMap<string, string>;

/** Broader terms above one another in a written ladder. */
export const RUNGS_MAX = 8;

/** Steps from the value itself to `*`, at least 1. */
export function heightOf(ladder: Ladder | undefined): number {
  if (ladder === undefined) return 1;
  return (typeof ladder === 'string' ? LADDERS[ladder].length : longestChain(ladder)) + 1;
}

/** The value some steps up its ladder; `*` beyond its top. */
export function climb(value: Json, steps: number, ladder: Ladder | undefined): Json {
  if (steps === 0) return value;
  if (ladder === undefined) return ANY;
  if (typeof ladder === 'string') {
    const step: ((text: string) => string) | undefined = LADDERS[ladder][steps - 1];
    return typeof value === 'string' && step !== undefined ? step(value) : ANY;
  }
  if (typeof value === 'object') return ANY;
  let term: string | undefined = String(value);
  for (let step = 0; step < steps && term !== undefined; step += 1) term = ladder.get(term);
  return term ?? ANY;
}

/** Rungs of the longest way up; Infinity where one leads round. */
export function longestChain(ladder: ReadonlyMap<string, string>): number {
  let longest = 0;
  for (const start of ladder.keys()) {
    let rungs = 0;
    for (let term = ladder.get(start); term !== undefined; term = ladder.get(term)) {
      rungs += 1;
      if (rungs > ladder.size) return Infinity;
    }
    longest = Math.max(longest, rungs);
  }
  return longest;
}

function majorOf(text: string): string {
  return /^[^\d]{0,100}\d{1,10}/.exec(text)?.[0] ?? text;
}

function familyOf(text: string): string {
  const family = /^[^\d]{0,100}/.exec(text)?.[0].replace(/[\s/_-]+$/, '') ?? '';
  return family === '' ? ANY : family;
}

function languageOf(text: string): string {
  return /^[A-Za-z]{2,8}(?=[-_]|$)/.exec(text)?.[0] ?? ANY;
}

function domainOf(text: string): string {
  return registrableDomain(text) ?? ANY;
}
