import type { Detector, Span } from '../detector.ts';
import { NEVER, NO_SPANS } from '../detector.ts';
import { MEANING } from '../meaning.ts';
import { isPlaceholder } from '../opaque.ts';

/** Longer values are texts about passwords; in characters. */
const LENGTH_MAX = 256;

/** Values under names of passwords: any but flags, placeholders and sentences. */
export const password: Detector = {
  id: 'password',
  version: 1,
  kind: 'password',
  trigger: NEVER,
  meanings: MEANING.password,
  patterns: [],
  find,
};

function find(text: string): readonly Span[] {
  if (text.length > LENGTH_MAX || isPlaceholder(text) || isSentence(text)) return NO_SPANS;
  return [{ start: 0, end: text.length }];
}

/** Three spaces or more: `must have at least eight characters`. */
function isSentence(text: string): boolean {
  return text.split(' ', 4).length > 3;
}
