/** What a measure asks of a candidate, and what it gives back. */
import type { Json } from '@headgate/core';

/** `count` of `of`; `wanted` says which way is better. */
export interface Score {
  readonly name: string;
  /** Null for the figure that stands for its measure in the table; else what the figure is a part by. */
  readonly by: string | null;
  readonly count: number;
  readonly of: number;
  readonly wanted: 'many' | 'few';
}

export interface Prepared {
  readonly inputs: readonly Json[];
  /** Reads what the candidate made of the inputs, one for one. A null stands for an input on which it threw. */
  readonly read: (outputs: readonly Output[]) => readonly Score[];
}

/** What became of one input, or null where the candidate threw. Wrapped, because null is also JSON. */
export type Output = { readonly event: Json } | null;

export interface Measure {
  readonly id: string;
  readonly title: string;
  readonly prepare: (folder: string) => Prepared;
}

/** Counts by name: how many there were, and of how many. */
export class Tally {
  readonly #counts = new Map<string, { count: number; of: number }>();

  add(name: string, hit: boolean): void {
    const entry = this.#counts.get(name) ?? { count: 0, of: 0 };
    entry.of++;
    if (hit) entry.count++;
    this.#counts.set(name, entry);
  }

  /** One score for each name, in the order of the names. `by` null makes them figures of the table. */
  scores(wanted: Score['wanted'], by: string | null = null): readonly Score[] {
    const named = [...this.#counts].toSorted(([left], [right]) => (left < right ? -1 : 1));
    return named.map(([name, { count, of }]) => ({ name, by, count, of, wanted }));
  }
}

/** The output, or the input itself where the candidate threw: then nothing was scrubbed. */
export function outputOr(output: Output | undefined, input: Json): Json {
  return output === null || output === undefined ? input : output.event;
}
