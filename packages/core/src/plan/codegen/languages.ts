import type { Language } from './language.ts';
import { TYPESCRIPT } from './typescript/typescript.ts';

/** By the name that `--lang` takes. */
export const LANGUAGES = {
  ts: TYPESCRIPT,
} as const satisfies Readonly<Record<string, Language>>;

export type LanguageName = keyof typeof LANGUAGES;
