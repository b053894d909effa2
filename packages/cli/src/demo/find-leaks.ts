/** Looks for every planted value, in every spelling, in everything that left the gateway or was written by it. */
import type { Catch, Truth } from './leaks.ts';
import { anyOf, needlesOf } from './needles.ts';

/** Bytes and what they are called when something is found in them. */
export interface Place {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A planted value that was found where it must not be. */
export interface Miss {
  readonly id: string;
  readonly kind: Truth['kind'];
  readonly source: string;
  readonly event: string;
  readonly field: string;
  /** Names of the places, each once. */
  readonly places: readonly string[];
  /** It was declared beforehand that nothing catches this one. */
  readonly isDeclared: boolean;
}

export interface Recall {
  readonly planted: number;
  readonly caught: number;
  readonly byKind: readonly {
    readonly kind: Truth['kind'];
    readonly planted: number;
    readonly caught: number;
  }[];
  /** What kept the caught ones, by the truth file's word. */
  readonly byCatch: readonly { readonly caughtBy: Catch; readonly caught: number }[];
  readonly misses: readonly Miss[];
}

/** Works out recall from the truth file's rows alone. */
export function findLeaks(truth: readonly Truth[], places: readonly Place[]): Recall {
  const needles = truth.map((row) => ({ row, any: anyOf(needlesOf(row.value).map(asBytes)) }));
  const whole = anyOf(truth.flatMap((row) => needlesOf(row.value).map(asBytes)));
  const found = new Map<string, Set<string>>();
  for (const { name, bytes } of places) {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
    // Nearly every place is clean, and one pass tells so.
    if (!whole.test(text)) continue;
    for (const { row, any } of needles) {
      if (!any.test(text)) continue;
      const names = found.get(row.id) ?? new Set();
      found.set(row.id, names.add(name));
    }
  }
  const misses = truth.flatMap((row) => {
    const names = found.get(row.id);
    return names === undefined ? [] : [missOf(row, [...names])];
  });
  const caught = truth.filter((row) => !found.has(row.id));
  const counts = { planted: truth.length, caught: caught.length };
  return { ...counts, byKind: byKind(truth, misses), byCatch: byCatch(caught), misses };
}

function missOf({ id, kind, source, event, field, caughtBy }: Truth, places: readonly string[]): Miss {
  return { id, kind, source, event, field, places, isDeclared: caughtBy === 'nothing' };
}

function byKind(truth: readonly Truth[], misses: readonly Miss[]): Recall['byKind'] {
  const kinds = [...new Set(truth.map((row) => row.kind))];
  return kinds.map((kind) => {
    const planted = truth.filter((row) => row.kind === kind).length;
    return { kind, planted, caught: planted - misses.filter((miss) => miss.kind === kind).length };
  });
}

function byCatch(caught: readonly Truth[]): Recall['byCatch'] {
  const means = [...new Set(caught.map((row) => row.caughtBy))];
  return means.map((caughtBy) => ({
    caughtBy,
    caught: caught.filter((row) => row.caughtBy === caughtBy).length,
  }));
}

/** Each byte of the UTF-8 form as one character, as the places are read. */
function asBytes(text: string): string {
  return Buffer.from(text).toString('latin1');
}
