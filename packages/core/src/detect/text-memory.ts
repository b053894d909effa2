/**
 * Texts that were lately scanned and what came of it, because most values of telemetry come again and again: names of
 * events, versions, addresses and identifiers of the same people. Bounded, in two generations, and gone with the process.
 */
import type { Match } from './detector.ts';
import { redactText, scanText } from './scan.ts';

/** What a scan gave. */
export interface Outcome {
  /** Bits of `MEANING` under which the text was scanned. */
  readonly meaning: number;
  /** The same empty array for every clean text. */
  readonly matches: readonly Match[];
  /** The text itself where nothing was found. */
  readonly redacted: string;
  /** The same text under another meaning. */
  readonly other: Outcome | undefined;
}

/** Texts remembered in each generation, and how many characters all of them may have. */
const TEXTS_MAX = 16_384;
const CHARACTERS_MAX = 2_097_152;
/** Longer texts hardly come twice, and would fill the memory. */
const TEXT_LENGTH_MAX = 2048;

/** Scans a text under a meaning, or tells what is remembered of it. */
export type Recall = (text: string, meaning: number) => Outcome;

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
  return (text, meaning) => {
    if (text.length > TEXT_LENGTH_MAX) return scan(text, meaning, undefined);
    const first = young.get(text);
    const known = withMeaning(first, meaning);
    if (known !== undefined) return known;
    return keep(text, withMeaning(old.get(text), meaning) ?? scan(text, meaning, first));
  };
}

function withMeaning(first: Outcome | undefined, meaning: number): Outcome | undefined {
  let outcome = first;
  while (outcome !== undefined && outcome.meaning !== meaning) outcome = outcome.other;
  return outcome;
}

function scan(text: string, meaning: number, other: Outcome | undefined): Outcome {
  const matches = scanText(text, undefined, meaning);
  return { meaning, matches, redacted: redactText(text, matches), other };
}
