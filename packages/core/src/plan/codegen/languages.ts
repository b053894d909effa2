import type { Language } from './language.ts';
import { GO } from './go.ts';
import { KOTLIN } from './kotlin.ts';
import { PYTHON } from './python/python.ts';
import { SWIFT } from './swift.ts';
import { TYPESCRIPT } from './typescript/typescript.ts';

/** By the name that `--lang` takes. */
export const LANGUAGES = {
  ts: TYPESCRIPT,
  python: PYTHON,
  kotlin: KOTLIN,
  swift: SWIFT,
  go: GO,
} as const satisfies Readonly<Record<string, Language>>;

export type LanguageName = keyof typeof LANGUAGES;
