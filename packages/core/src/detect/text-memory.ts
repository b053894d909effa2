/**
 * Texts that were lately scanned and what came of it, because most values of telemetry come again and again: names of
 * events, versions, addresses and identifiers of the same people. Bounded, in two generations, and gone with the process.
 */
import type { Match } from './detector.ts';
import { redactText } from './redact.ts';
import { scanText } from './scan.ts';

/** What a scan gave. */
export interface Outcome {
  /** Bits of `MEANING` under which the text was scanned. */
  readonly meaning: number;
  /** The name of the field, where it decides more than its meaning says: that of an identifier or a role. Else empty. */
  readonly name: string;
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

/** Scans a text under a meaning, or tells what is remembered of it. `name` is empty where the meaning says all. */
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
    if (text.length > TEXT_LENGTH_MAX) return scan({ text, meaning, name }, undefined);
    const first = young.get(text);
    const known = withMeaning(first, meaning, name);
    if (known !== undefined) return known;
    return keep(text, withMeaning(old.get(text), meaning, name) ?? scan({ text, meaning, name }, first));
  };
}

function withMeaning(first: Outcome | undefined, meaning: number, name: string): Outcome | undefined {
  let outcome = first;
  while (outcome !== undefined && (outcome.meaning !== meaning || outcome.name !== name))
    outcome = outcome.other;
  return outcome;
}

/** What was clean shares one object for each meaning: many texts with few objects are found sooner. */
const CLEAN = new Map<number, Outcome>();
const CLEAN_MAX = 1024;

/** Senders choose under how many names the same text comes; past some of them it is remembered anew. */
const OUTCOMES_MAX = 8;

function isLong(first: Outcome | undefined): boolean {
  let count = 0;
  for (let outcome = first; outcome !== undefined; outcome = outcome.other) count += 1;
  return count >= OUTCOMES_MAX;
}

interface Value {
  readonly text: string;
  readonly meaning: number;
  readonly name: string;
}

function scan({ text, meaning, name }: Value, first: Outcome | undefined): Outcome {
  const other = isLong(first) ? undefined : first;
  const matches = scanText(text, undefined, meaning, name);
  if (matches.length > 0) return { meaning, name, matches, redacted: redactText(text, matches), other };
  const isShared = other === undefined && name === '';
  const clean = isShared ? CLEAN.get(meaning) : undefined;
  if (clean !== undefined) return clean;
  const made: Outcome = { meaning, name, matches, redacted: null, other };
  if (isShared && CLEAN.size < CLEAN_MAX) CLEAN.set(meaning, made);
  return made;
}
