import { isSpaceAt } from '../characters.ts';
import type { Detector, Span } from '../detector.ts';
import { NO_SPANS } from '../detector.ts';
import { SIGN } from '../signs.ts';

/** Characters of user and password that are read at most. */
const USERINFO_LENGTH_MAX = 256;

/** User and password in a URL, as in `postgres://user:password@host` (RFC 3986 §3.2.1). */
export const urlUserinfo: Detector = {
  id: 'url_userinfo',
  version: 1,
  kind: 'url_value',
  trigger: SIGN.at | SIGN.colon | SIGN.slash,
  patterns: [],
  find,
};

function find(text: string): readonly Span[] {
  let spans: Span[] | null = null;
  let free = 0;
  for (let scheme = text.indexOf('://'); scheme >= 0; scheme = text.indexOf('://', free)) {
    const start = scheme + 3;
    const end = authorityEnd(text, start);
    free = Math.max(start, end);
    const at = text.lastIndexOf('@', end - 1);
    const colon = text.indexOf(':', start);
    if (at < start || colon < start || colon > at) continue;
    spans ??= [];
    spans.push({ start, end: at });
  }
  return spans ?? NO_SPANS;
}

function authorityEnd(text: string, start: number): number {
  const limit = Math.min(text.length, start + USERINFO_LENGTH_MAX);
  let end = start;
  while (end < limit && !isSpaceAt(text, end) && !'/?#"<>'.includes(text.charAt(end))) end++;
  return end;
}
