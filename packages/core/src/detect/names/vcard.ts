/** The parts of a name in a vCard (RFC 6350 §6.2.1 f.): `N:Jones;Zoe;Marie;Dr.;`, `FN:Zoe Jones`. */
import type { Span } from '../detector.ts';

/** How every vCard begins (RFC 6350 §6.1.1). */
export const VCARD_MARK = 'BEGIN:VCARD';

const NAME_LINE = /\nF?N(?:;[^:\s]{1,80})?:([^\r\n]{2,200})/gu;
const PART = /[^;,]{2,80}/gu;
const LETTER = /\p{L}/u;

export const VCARD_PATTERNS: readonly RegExp[] = [NAME_LINE, PART, LETTER];

/** Each part of the names of all cards in the text, in ascending order. */
export function findVcardNames(text: string): Span[] {
  const spans: Span[] = [];
  for (const line of text.matchAll(NAME_LINE)) {
    const [whole, value = ''] = line;
    const from = line.index + whole.length - value.length;
    for (const part of value.matchAll(PART)) {
      if (LETTER.test(part[0]))
        spans.push({ start: from + part.index, end: from + part.index + part[0].length });
    }
  }
  return spans;
}
