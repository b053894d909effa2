/** Where tokens stand: the places and whose they are, never what they are. */
import { FINDING_KINDS } from '@headgate/core';
import { scanLines } from '../scan/scan-text.ts';
import type { Setup } from './find-setups.ts';
import type { TextFile } from './read-packages.ts';

export interface TokenPlace {
  readonly file: string;
  readonly line: number;
  /** Whose token it is, by the set-up it stands in or the variable it is given to; `unknown` where only its shape tells. */
  readonly vendor: string;
}

const VARIABLE = /^[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_]{0,100})[ \t]*=[ \t]*(\S.*)$/;
const TOKEN_WORD = /(?:KEY|TOKEN|DSN|SECRET)S?$/i;
const VENDOR_WORD = /SEGMENT|MIXPANEL|AMPLITUDE|POSTHOG|RUDDER|SNOWPLOW|SENTRY/i;
const EMPTY = /^(?:''|""|#.*)\s*$/;

/** Tokens of set-ups, of `.env` files, and what detection takes for a secret in either. Sorted, one for each line. */
export function findTokens(setups: readonly Setup[], files: readonly TextFile[]): readonly TokenPlace[] {
  const places = new Map<string, TokenPlace>();
  const add = (place: TokenPlace): void => {
    const at = `${place.file}:${place.line}`;
    if (!places.has(at)) places.set(at, place);
  };
  for (const { sdk, file, tokenLine } of setups) {
    if (tokenLine !== null) add({ file, line: tokenLine, vendor: sdk.entry.protocol });
  }
  for (const { path, text } of files) {
    for (const { line, vendor } of variablesOf(text)) add({ file: path, line, vendor });
    for (const { kind, line } of scanLines(text).hits) {
      if (FINDING_KINDS[kind] === 'secret') add({ file: path, line, vendor: 'unknown' });
    }
  }
  return [...places.values()].toSorted(byPlace);
}

function variablesOf(text: string): readonly Pick<TokenPlace, 'line' | 'vendor'>[] {
  return text.split('\n').flatMap((line, at) => {
    const [, name = '', value = ''] = VARIABLE.exec(line) ?? [];
    const vendor = VENDOR_WORD.exec(name)?.[0].toLowerCase();
    if (vendor === undefined || !TOKEN_WORD.test(name) || EMPTY.test(value)) return [];
    return [{ line: at + 1, vendor: vendor === 'rudder' ? 'rudderstack' : vendor }];
  });
}

function byPlace(left: TokenPlace, right: TokenPlace): number {
  if (left.file !== right.file) return left.file < right.file ? -1 : 1;
  return left.line - right.line;
}
