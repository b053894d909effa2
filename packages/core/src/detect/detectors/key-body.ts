/** Reads bodies of keys as `key-formats/format.ts` writes them. No backtracking: every run is as long as it can be. */
import { characterSet, isInSet } from './character-set.ts';
import { ALPHABETS } from './key-formats/format.ts';

/** A run of characters of an alphabet (`characters` by code), or one literal character where `literal` is set. */
interface Part {
  readonly characters: Uint8Array;
  readonly min: number;
  readonly max: number;
}

export type Body = readonly Part[];

const RUN = /^([a-zA-Z])\{(\d+)(?:,(\d+))?\}/u;

const SETS: ReadonlyMap<string, Uint8Array> = new Map(
  Object.entries(ALPHABETS).map(([letter, characters]) => [letter, characterSet(characters)]),
);

/** The parts of a written body, such as `t{22}.t{43}`. */
export function parseBody(written: string): Body {
  const parts: Part[] = [];
  for (let rest = written; rest !== '';) {
    const [run = rest.charAt(0), letter = '', min = '1', max = min] = RUN.exec(rest) ?? [];
    parts.push({
      characters: letter === '' ? characterSet(run) : (SETS.get(letter) ?? characterSet('')),
      min: Number(min),
      max: Number(max),
    });
    rest = rest.slice(run.length);
  }
  return parts;
}

/** The position after the body that begins at `start`; 0 where there is none. */
export function bodyEnd(text: string, start: number, body: Body): number {
  let end = start;
  for (const { characters, min, max } of body) {
    const limit = end + max;
    const least = end + min;
    while (end < limit && isInSet(text, end, characters)) end++;
    if (end < least) return 0;
  }
  return end;
}
