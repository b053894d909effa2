import { decodeBase64Text } from '../base64.ts';
import { isTokenAt, tokenEnd } from '../characters.ts';
import type { Detector, Span } from '../detector.ts';
import { NO_SPANS } from '../detector.ts';
import { SIGN } from '../signs.ts';

/** How every base64url text of a JSON object without inner space begins: `{"`. */
const HEAD = 'eyJ';
/** Parts of an encrypted token; a signed one has three (RFC 7516 §3.1, RFC 7515 §3.1). */
const PARTS_MAX = 5;

/** JSON Web Tokens (RFC 7519): the first part is a JSON object that names an algorithm. */
export const jwt: Detector = {
  id: 'jwt',
  version: 1,
  kind: 'jwt',
  trigger: SIGN.token12 | SIGN.dot | SIGN.beyondHex | SIGN.upper,
  patterns: [],
  find,
};

function find(text: string): readonly Span[] {
  let spans: Span[] | null = null;
  let free = 0;
  for (let start = text.indexOf(HEAD); start >= 0; start = text.indexOf(HEAD, free)) {
    const headerEnd = tokenEnd(text, start);
    free = headerEnd;
    if (isTokenAt(text, start - 1) || !namesAlgorithm(text, start, headerEnd)) continue;
    const end = partsEnd(text, headerEnd);
    if (end === headerEnd) continue;
    spans ??= [];
    spans.push({ start, end });
    free = end;
  }
  return spans ?? NO_SPANS;
}

/** The position after the parts behind the header. The last part may be empty: an unsigned token ends in a dot. */
function partsEnd(text: string, headerEnd: number): number {
  let end = headerEnd;
  for (let part = 1; part < PARTS_MAX && text.charAt(end) === '.'; part++) {
    const next = tokenEnd(text, end + 1);
    if (next === end + 1 && part === 1) return headerEnd;
    end = next;
  }
  return end;
}

function namesAlgorithm(text: string, start: number, end: number): boolean {
  const decoded = text.charAt(end) === '.' ? decodeBase64Text(text, start, end) : null;
  if (decoded === null) return false;
  try {
    const header: unknown = JSON.parse(decoded);
    return typeof header === 'object' && header !== null && 'alg' in header;
  } catch {
    return false;
  }
}
