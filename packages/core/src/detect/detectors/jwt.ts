import { decodeBase64Text } from '../base64.ts';
import { isTokenAt, tokenEnd } from '../characters.ts';
import type { Detector, Span } from '../detector.ts';
import { NO_SPANS } from '../detector.ts';
import { SIGN } from '../signs.ts';

/** How the base64url text of a JSON object begins: `{"`, and `{ ` or a line break behind the brace. */
const HEADS: readonly string[] = ['eyJ', 'eyA', 'ewo', 'ew0'];
/** Parts of an encrypted token; a signed one has three (RFC 7516 §3.1, RFC 7515 §3.1). */
const PARTS_MAX = 5;
/** How headers that begin with `alg`, `typ`, `kid` or `enc` begin: enough of a header that is damaged. */
const HEADER_BEGINNINGS: readonly string[] = ['eyJhbGciOi', 'eyJ0eXAiOi', 'eyJraWQiOi', 'eyJlbmMiOi'];
const PAYLOAD_LENGTH_MIN = 16;

/**
 * JSON Web Tokens, signed and encrypted (RFC 7519): the first part is a JSON object that names an algorithm, or begins
 * as one and an object follows it.
 */
export const jwt: Detector = {
  id: 'jwt',
  version: 2,
  kind: 'jwt',
  trigger: SIGN.token12 | SIGN.dot | SIGN.beyondHex | SIGN.upper,
  patterns: [],
  find,
};

function find(text: string): readonly Span[] {
  let spans: Span[] | null = null;
  for (let dot = text.indexOf('.'); dot >= 0; dot = text.indexOf('.', dot + 1)) {
    const start = headerStart(text, dot);
    if (start < 0) continue;
    const end = partsEnd(text, dot);
    if (end === dot || !(namesAlgorithm(text, start, dot) || beginsAsHeader(text, start, dot))) continue;
    spans ??= [];
    spans.push({ start, end });
    dot = end - 1;
  }
  return spans ?? NO_SPANS;
}

/** Where the token before the dot begins, or -1 where it begins as no header. */
function headerStart(text: string, dot: number): number {
  if (!isTokenAt(text, dot - 1)) return -1;
  let start = dot - 1;
  while (isTokenAt(text, start - 1)) start--;
  return HEADS.some((head) => text.startsWith(head, start)) ? start : -1;
}

/** The position after the parts behind the header. A part may be empty: the signature of an unsigned token, the key of a direct encryption. */
function partsEnd(text: string, headerEnd: number): number {
  let end = headerEnd;
  let longest = 0;
  for (let part = 1; part < PARTS_MAX && text.charAt(end) === '.'; part++) {
    const next = tokenEnd(text, end + 1);
    longest = Math.max(longest, next - end - 1);
    end = next;
  }
  return longest === 0 ? headerEnd : end;
}

function beginsAsHeader(text: string, start: number, end: number): boolean {
  if (!HEADER_BEGINNINGS.some((beginning) => text.startsWith(beginning, start))) return false;
  return text.startsWith('eyJ', end + 1) && tokenEnd(text, end + 1) - end > PAYLOAD_LENGTH_MIN;
}

function namesAlgorithm(text: string, start: number, end: number): boolean {
  const decoded = decodeBase64Text(text, start, end);
  if (decoded === null) return false;
  try {
    const header: unknown = JSON.parse(decoded);
    return typeof header === 'object' && header !== null && 'alg' in header;
  } catch {
    return false;
  }
}
