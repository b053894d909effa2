/** Which findings end an audit with 1: those of a severity and above, those of named kinds, or none. */
import { FINDING_KINDS } from '@headgate/core/inspect';
import type { FindingKind } from '@headgate/core';
import { Failure } from '../exit.ts';
import { SEVERITIES } from './severity.ts';
import type { Severity } from './severity.ts';

export type FailOn = (finding: { readonly kind: FindingKind; readonly severity: Severity }) => boolean;

/**
 * Reads `--fail-on`: severities and kinds with commas between, or `none`. Not given, everything fails. Throws a
 * `Failure` of exit `usage` where a word is neither, because a misspelt one would let findings pass.
 */
export function readFailOn(written: string | undefined): FailOn {
  const words = (written ?? 'low').split(',').map((each) => each.trim());
  if (words.length === 1 && words[0] === 'none') return () => false;
  const severities = words.map((word) => SEVERITIES.findIndex((each) => each === word));
  const kinds = new Set(words.filter(isKind));
  const areKnown = words.every((word, at) => (severities[at] ?? -1) >= 0 || isKind(word));
  if (!areKnown) {
    const mend = `Give ${SEVERITIES.join(', ')} or kinds such as email, with commas between; or none alone.`;
    throw new Failure('usage', '--fail-on names what is neither a severity nor a kind of finding', mend);
  }
  // The gravest comes first, so the mildest of those named has the largest index.
  const mildest = Math.max(...severities);
  return ({ kind, severity }) => kinds.has(kind) || SEVERITIES.indexOf(severity) <= mildest;
}

function isKind(word: string): word is FindingKind {
  return Object.hasOwn(FINDING_KINDS, word);
}
