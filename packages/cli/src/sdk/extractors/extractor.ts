/** How the defaults of one SDK are read: one extractor a file, each made of parts that can fail alone. */
import { declaredIn } from '../fold.ts';
import { defaultsOf } from '../option-defaults.ts';
import type { Names } from '../fold.ts';
import type { SdkDefault } from '../defaults.ts';
import { findObject } from '../syntax.ts';
import type { Module } from '../syntax.ts';

/** Where an extractor looks. In a bundle every path is the bundle itself. */
export interface Sources {
  /** The first of these files that is there and can be parsed; null where none is. */
  readonly first: (paths: readonly string[]) => Module | null;
  /** The same in another package that this one depends on. */
  readonly firstOf: (name: string, paths: readonly string[]) => Module | null;
}

export interface Part {
  /** The options it reads, as they are told where it finds nothing: `autocapture.*`. */
  readonly options: string;
  /** Empty where it finds nothing. */
  readonly read: (sources: Sources) => readonly SdkDefault[];
}

export interface Extractor {
  readonly package: string;
  readonly parts: readonly Part[];
}

/** The defaults of the first object literal with these keys in the first of these files. */
export function objectIn(
  module: Module | null,
  keys: readonly string[],
  { prefix = '', declared }: { readonly prefix?: string; readonly declared?: Names['declared'] } = {},
): readonly SdkDefault[] {
  const found = module === null ? null : findObject(module.program, keys);
  if (module === null || found === null) return [];
  return defaultsOf(found, module, { prefix, declared: declared ?? declaredIn([module]) });
}
