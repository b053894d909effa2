import { isSpaceAt } from '../characters.ts';
import type { Detector, Span } from '../detector.ts';
import { NO_SPANS } from '../detector.ts';
import { ACCOUNT_PATTERNS, isPersonalAccount } from '../paths/accounts.ts';
import { SIGN } from '../signs.ts';

/** What stands before the time of a request. */
const BRACKET = ' [';
/** The time: `10/Oct/2000:13:55:36 -0700]`. */
const TIME = /\d{2}\/[A-Z][a-z]{2}\/\d{4}:\d{2}:\d{2}:\d{2} [+-]\d{4}\]/uy;
const NAME_LENGTH_MAX = 64;

/**
 * Who asked, in the access logs of web servers: the third field of the Common Log Format
 * (https://httpd.apache.org/docs/2.4/logs.html, 2026-11). The accounts of machines are none.
 */
export const logUser: Detector = {
  id: 'log_user',
  version: 1,
  kind: 'name',
  trigger: SIGN.digit | SIGN.space | SIGN.slash | SIGN.colon | SIGN.upper,
  patterns: [TIME, ...ACCOUNT_PATTERNS],
  find,
};

function find(text: string): readonly Span[] {
  let spans: Span[] | null = null;
  for (let end = text.indexOf(BRACKET); end >= 0; end = text.indexOf(BRACKET, end + 1)) {
    TIME.lastIndex = end + BRACKET.length;
    if (!TIME.test(text)) continue;
    const start = wordStart(text, end);
    // Another field stands before it, and before that the host.
    if (start === end || wordStart(text, start - 1) < 2 || !isPersonalAccount(text.slice(start, end)))
      continue;
    spans ??= [];
    spans.push({ start, end });
  }
  return spans ?? NO_SPANS;
}

function wordStart(text: string, end: number): number {
  const first = Math.max(0, end - NAME_LENGTH_MAX);
  let start = end;
  while (start > first && !isSpaceAt(text, start - 1)) start--;
  return start;
}
