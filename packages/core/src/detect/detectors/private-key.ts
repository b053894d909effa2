import { isBase64At } from '../base64.ts';
import type { Detector, Span } from '../detector.ts';
import { NO_SPANS } from '../detector.ts';
import { SIGN } from '../signs.ts';

/** How a key of some armour begins, and how it ends. */
interface Armour {
  readonly begin: string;
  readonly end: string;
  readonly close: string;
  /** What must stand on the first line. */
  readonly label: string;
}

/** RFC 7468 §10–§11, with OpenSSH's and PGP's; RFC 4716 for SSH2; PuTTY's own (https://the.earth.li/~sgtatham/putty, appendix C). */
const ARMOURS: readonly Armour[] = [
  { begin: '-----BEGIN ', end: '-----END ', close: '-----', label: 'PRIVATE KEY' },
  { begin: '---- BEGIN ', end: '---- END ', close: ' ----', label: 'PRIVATE KEY' },
  { begin: 'PuTTY-User-Key-File-', end: 'Private-MAC: ', close: '\n', label: ': ' },
];
/** Characters of a first line at most; the longest label in use, `ENCRYPTED PRIVATE KEY`, has 21. */
const LABEL_LENGTH_MAX = 64;
/** Fewest characters of base64 side by side in a key; without them the text only speaks of keys. */
const BODY_RUN_MIN = 16;
/** How far into a key its base64 is looked for: behind the headers of an encrypted one. */
const BODY_REACH = 1024;

/** Private keys in every textual armour, also with escaped line breaks. A key cut off at its end counts. */
export const privateKey: Detector = {
  id: 'private_key',
  version: 2,
  kind: 'private_key',
  trigger: SIGN.dash | SIGN.space | SIGN.upper | SIGN.beyondHex,
  patterns: [],
  find,
};

function find(text: string): readonly Span[] {
  let spans: Span[] | null = null;
  for (const armour of ARMOURS) {
    for (let start = text.indexOf(armour.begin); start >= 0;) {
      const end = keyEnd(text, start, armour);
      if (end > 0) {
        spans ??= [];
        spans.push({ start, end });
      }
      start = text.indexOf(armour.begin, Math.max(end, start + armour.begin.length));
    }
  }
  return spans === null ? NO_SPANS : spans.toSorted((left, right) => left.start - right.start);
}

/** The position after the key, or 0 where there is none. */
function keyEnd(text: string, start: number, { begin, end, close, label }: Armour): number {
  const labelStart = start + begin.length;
  const line = text.slice(labelStart, labelStart + LABEL_LENGTH_MAX);
  const at = line.indexOf(label);
  if (at < 0 || line.slice(0, at).includes(close)) return 0;
  const bodyStart = labelStart + at + label.length;
  if (!holdsBody(text, bodyStart, end)) return 0;
  const last = text.indexOf(end, bodyStart);
  if (last < 0) return text.length;
  const closed = text.indexOf(close, last + end.length);
  return closed < 0 ? text.length : closed + (close === '\n' ? 0 : close.length);
}

function holdsBody(text: string, start: number, mark: string): boolean {
  const limit = Math.min(text.length, start + BODY_REACH);
  let run = 0;
  for (let index = start; index < limit && !text.startsWith(mark, index); index++) {
    run = isBase64At(text, index) && text.charAt(index) !== '-' ? run + 1 : 0;
    if (run >= BODY_RUN_MIN) return true;
  }
  return false;
}
