/**
 * Memory for results that come again and again: identifiers of the same people, the same user agents and addresses.
 * Bounded, in two generations; lives and dies with the compiled plan, so nothing outlives the rules and keys it was made
 * under. Where values hardly ever come twice, looking costs more than computing, so the memory stands aside for a while.
 */
import type { Json } from '../event.ts';
import type { CompiledTransform } from './transform.ts';

/** Texts remembered in each generation. */
const TEXTS_MAX = 4096;
/** Longer texts rarely come twice, and would fill the memory. */
const TEXT_LENGTH_MAX = 512;
/** After this many look-ups it is judged whether they were worth it: as many as a memory holds, so that what it can hold has come again. */
const TRIAL = 2 * TEXTS_MAX;
/** At least this share must be found. */
const WORTH = 0.4;
/** How many texts pass unlooked-at after a poor trial. */
const REST = 32 * TRIAL;

/**
 * Remembers the latest results of a function of text, in two generations of at most `max` each. For results that are
 * dear enough to be worth every look-up. Texts longer than `lengthMax`, 512 characters by default, are computed every time:
 * senders choose them, so memory must not grow with them.
 */
export function remember<V>(
  compute: (text: string) => V,
  max: number,
  lengthMax = TEXT_LENGTH_MAX,
): (text: string) => V {
  let young = new Map<string, V>();
  let old = new Map<string, V>();
  return (text) => {
    if (text.length > lengthMax) return compute(text);
    const known = young.get(text);
    if (known !== undefined) return known;
    const result = old.get(text) ?? compute(text);
    if (young.size >= max) [old, young] = [young, new Map()];
    young.set(text, result);
    return result;
  };
}

/** The same transform, with the texts it was given lately remembered while that is worth it, and the last one always. */
export function rememberTransform(apply: CompiledTransform): CompiledTransform {
  const memory = createMemory<Json>();
  let last: { readonly text: string; readonly result: Json | undefined } | null = null;
  const look = (text: string): Json | undefined => {
    if (memory.isResting()) return apply(text);
    const known = memory.find(text);
    if (known !== undefined) return known;
    const result = apply(text);
    if (result !== undefined) memory.keep(text, result);
    return result;
  };
  return (value) => {
    if (typeof value !== 'string' || value.length > TEXT_LENGTH_MAX) return apply(value);
    if (last === null || last.text !== value) last = { text: value, result: look(value) };
    return last.result;
  };
}

/** The same yes-or-no question, with the texts answered yes lately remembered while that is worth it, and the last of them always. */
export function rememberYes(ask: (text: string) => boolean): (text: string) => boolean {
  const memory = createMemory<true>();
  let last: string | null = null;
  const look = (text: string): boolean => {
    if (memory.isResting()) return ask(text);
    if (memory.find(text) === true) return true;
    const answer = ask(text);
    if (answer) memory.keep(text, true);
    return answer;
  };
  return (text) => {
    if (text === last) return true;
    if (text.length > TEXT_LENGTH_MAX) return ask(text);
    const answer = look(text);
    if (answer) last = text;
    return answer;
  };
}

interface Memory<V> {
  /** Whether it stands aside now; each question counts as one text passed. */
  readonly isResting: () => boolean;
  readonly find: (text: string) => V | undefined;
  readonly keep: (text: string, value: V) => void;
}

function createMemory<V>(): Memory<V> {
  let young = new Map<string, V>();
  let old = new Map<string, V>();
  let looked = 0;
  let found = 0;
  let rest = 0;
  const judge = (): void => {
    if (found < looked * WORTH) {
      rest = REST;
      young = new Map();
      old = new Map();
    }
    looked = 0;
    found = 0;
  };
  const keep = (text: string, value: V): void => {
    if (young.size >= TEXTS_MAX) [old, young] = [young, new Map()];
    young.set(text, value);
  };
  return {
    isResting: () => {
      if (rest === 0) return false;
      rest -= 1;
      return true;
    },
    find: (text) => {
      looked += 1;
      if (looked >= TRIAL) judge();
      let value = young.get(text);
      if (value === undefined) {
        value = old.get(text);
        if (value === undefined) return undefined;
        keep(text, value);
      }
      found += 1;
      return value;
    },
    keep,
  };
}
