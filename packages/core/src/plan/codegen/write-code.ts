/** Plan → one file of source code with typed wrappers around an SDK. */
import type { Plan } from '../plan.ts';
import { GO } from './go.ts';
import { KOTLIN } from './kotlin.ts';
import type { Language } from './language.ts';
import { PYTHON } from './python/python.ts';
import type { LeftOut } from './shape.ts';
import { SWIFT } from './swift.ts';
import { typePlan } from './type-plan.ts';
import type { TypeOptions } from './type-plan.ts';
import { TYPESCRIPT } from './typescript/typescript.ts';

/** By the name that `--lang` takes. */
export const CODE_LANGUAGES = {
  ts: TYPESCRIPT,
  python: PYTHON,
  kotlin: KOTLIN,
  swift: SWIFT,
  go: GO,
} as const satisfies Readonly<Record<string, Language>>;

export type CodeLanguage = keyof typeof CODE_LANGUAGES;

export function isCodeLanguage(name: string | undefined): name is CodeLanguage {
  return name !== undefined && Object.hasOwn(CODE_LANGUAGES, name);
}

export interface CodeOptions extends TypeOptions {
  readonly language: CodeLanguage;
  /** One of the language's `sdks`; an assertion, so check before. */
  readonly sdk: string;
  /** Must match the language's `packagePattern`, where it has one. */
  readonly packageName: string;
}

export interface WrittenFile {
  /** Name of the file, without a directory. */
  readonly name: string;
  readonly text: string;
  /** How many events have a function. */
  readonly events: number;
  /** Those that have none, in the order of their ids. */
  readonly leftOut: readonly LeftOut[];
}

/** The same plan and options give the same text, byte for byte. */
export function writeCode(plan: Plan, options: CodeOptions): WrittenFile {
  const language: Language = CODE_LANGUAGES[options.language];
  const typed = typePlan(plan, options);
  const { text, leftOut } = language.write(typed, options);
  return {
    name: language.file,
    text,
    events: typed.events.length - leftOut.length,
    leftOut: [...typed.leftOut, ...leftOut].toSorted((left, right) => (left.id < right.id ? -1 : 1)),
  };
}
