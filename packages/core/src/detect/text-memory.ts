/**
 * Texts that were lately scanned and what came of it, because most values of telemetry come again and again: names of
 * events, versions, addresses and identifiers of the same people. Bounded, in two generations, and gone with the process.
 */
import type { Match } from './detector.ts';
import { MEANING } from './meaning.ts';
import { redactText } from './redact.ts';
import { scanText } from './scan.ts';

/** What a scan gave. */
export interface Outcome {
  /** Bits of `MEANING` under which the text was scanned. */
  readonly meaning: number;
  readonly matches: readonly Match[];
  /** Null where nothing was found. */
  readonly redacted: string | null;
  /** The same text under another meaning. */
  readonly other: Outcome | undefined;
}

/** Texts remembered in each generation, and how many characters all of them may have. */
const TEXTS_MAX = 16_384;
const CHARACTERS_MAX = 2_097_152;
/** Longer texts hardly come twice, and would fill the memory. */
const TEXT_LENGTH_MAX = 2048;

/** Scans a text under a meaning, or tells what is remembered of it. */
export type Recall = (text: string, meaning: number, name: string) => Outcome;

/** Makes an empty memory. */
export function createTextMemory(): Recall {
  let young = new Map<string, Outcome>();
  let old = new Map<string, Outcome>();
  let characters = 0;
  const keep = (text: string, outcome: Outcome): Outcome => {
    if (young.size >= TEXTS_MAX || characters >= CHARACTERS_MAX) {
      [old, young] = [young, new Map()];
      characters = 0;
    }
    characters += text.length;
    young.set(text, outcome);
    return outcome;
  };
  return (text, meaning, name) => {
    // Of identifiers the name itself decides, not only its meaning.
    if (text.length > TEXT_LENGTH_MAX || (meaning & MEANING.nationalId) !== 0)
      return scan({ text, meaning, name }, undefined);
    const first = young.get(text);
    const known = withMeaning(first, meaning);
    if (known !== undefined) return known;
    return keep(text, withMeaning(old.get(text), meaning) ?? scan({ text, meaning, name }, first));
  };
}

function withMeaning(first: Outcome | undefined, meaning: number): Outcome | undefined {
  let outcome = first;
  while (outcome !== undefined && outcome.meaning !== meaning) outcome = outcome.other;
  return outcome;
}

/** What was clean shares one object for each meaning: many texts with few objects are found sooner. */
const CLEAN = new Map<number, Outcome>();
const CLEAN_MAX = 1024;

interface Value {
  readonly text: string;
  readonly meaning: number;
  readonly name: string;
}

function scan({ text, meaning, name }: Value, other: Outcome | undefined): Outcome {
  const matches = scanText(text, undefined, meaning, name);
  if (matches.length > 0) return { meaning, matches, redacted: redactText(text, matches), other };
  const clean = other === undefined ? CLEAN.get(meaning) : undefined;
  if (clean !== undefined) return clean;
  const made: Outcome = { meaning, matches, redacted: null, other };
  if (other === undefined && CLEAN.size < CLEAN_MAX) CLEAN.set(meaning, made);
  return made;
}
