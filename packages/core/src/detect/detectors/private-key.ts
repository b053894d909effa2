import type { Detector, Span } from '../detector.ts';
import { NO_SPANS } from '../detector.ts';
import { SIGN } from '../signs.ts';

const BEGIN = '-----BEGIN ';
const END = '-----END ';
const DASHES = '-----';
/** Characters of a label at most; the longest in use, `ENCRYPTED PRIVATE KEY`, has 21. */
const LABEL_LENGTH_MAX = 64;

/** Private keys in textual encoding (RFC 7468 §10–§11), OpenSSH's and PGP's included. A key cut off at its end counts. */
export const privateKey: Detector = {
  id: 'private_key',
  version: 1,
  kind: 'private_key',
  trigger: SIGN.dash | SIGN.space | SIGN.upper | SIGN.beyondHex,
  patterns: [],
  find,
};

function find(text: string): readonly Span[] {
  let spans: Span[] | null = null;
  for (let start = text.indexOf(BEGIN); start >= 0;) {
    const labelStart = start + BEGIN.length;
    if (!text.slice(labelStart, labelStart + LABEL_LENGTH_MAX).includes('PRIVATE KEY')) {
      start = text.indexOf(BEGIN, labelStart);
      continue;
    }
    const end = keyEnd(text, labelStart);
    spans ??= [];
    spans.push({ start, end });
    start = text.indexOf(BEGIN, end);
  }
  return spans ?? NO_SPANS;
}

function keyEnd(text: string, from: number): number {
  const last = text.indexOf(END, from);
  if (last < 0) return text.length;
  const close = text.indexOf(DASHES, last + END.length);
  return close < 0 ? text.length : close + DASHES.length;
}
