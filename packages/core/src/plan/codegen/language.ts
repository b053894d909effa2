/** What a language is: one file that writes a typed plan in it. */
import type { LeftOut, TypedPlan } from './shape.ts';

export interface WriteOptions {
  /** One of the language's `sdks`. */
  readonly sdk: string;
  /** Package or module name that the file declares, where the language has one; checked against `packagePattern`. */
  readonly packageName: string;
}

export interface WrittenCode {
  readonly text: string;
  /** Events that the SDK has no call for. */
  readonly leftOut: readonly LeftOut[];
}

export interface Language {
  /** Name of the file in the directory that is asked for. */
  readonly file: string;
  /** The first is the default, unless there are several vendors to choose from. */
  readonly sdks: readonly string[];
  /** Null where files of the language declare no package. */
  readonly packagePattern: RegExp | null;
  readonly write: (plan: TypedPlan, options: WriteOptions) => WrittenCode;
}
