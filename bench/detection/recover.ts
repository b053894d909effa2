/**
 * Whether a value can still be read from what a scrubber left: as it is, or after undoing percent- and form-encoding,
 * JSON escapes and base64, inside each other. It knows nothing of Headgate's own decoder, so that neither hides the
 * other's faults.
 */
const DEPTH_MAX = 3;
const BASE64_RUN = /[A-Za-z0-9+/_-]{12,}={0,2}/g;
/** Values of so many digits are compared by digits alone; shorter ones may come together by chance. */
const DIGITS_MIN = 7;

/** Whether the value is to be had from the text. */
export function isRecoverable(text: string, value: string): boolean {
  const seen = new Set<string>();
  open(text, 0, seen);
  for (const each of seen) if (holds(each, value)) return true;
  return false;
}

function open(text: string, depth: number, seen: Set<string>): void {
  if (seen.has(text)) return;
  seen.add(text);
  if (depth >= DEPTH_MAX) return;
  for (const decoded of [percent(text), percent(text.replaceAll('+', ' ')), unescaped(text)]) {
    open(decoded, depth + 1, seen);
  }
  for (const [run] of text.matchAll(BASE64_RUN)) {
    // A replacement may have left the middle of a run: each of the four ways to align it is tried.
    for (let skip = 0; skip < 4; skip++) {
      open(Buffer.from(run.slice(skip), 'base64').toString('utf8'), DEPTH_MAX, seen);
    }
  }
}

function percent(text: string): string {
  return text.replaceAll(/(?:%[0-9a-f]{2})+/gi, (run) =>
    Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'),
  );
}

function unescaped(text: string): string {
  return text
    .replaceAll(/\\u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replaceAll(/\\(["'\\/])/g, '$1')
    .replaceAll(/\\[nrt]/g, ' ');
}

function holds(text: string, value: string): boolean {
  const digits = value.replaceAll(/\D/g, '');
  const isNumber = digits.length >= DIGITS_MIN && /^[\d\s().+/-]+$/.test(value);
  if (isNumber && text.replaceAll(/[\s().+/-]/g, '').includes(digits)) return true;
  const lowered = text.toLowerCase();
  const wanted = value.toLowerCase();
  const at = lowered.indexOf(wanted);
  if (at < 0) return false;
  // A name of three letters is part of many words; there it does not leak.
  return !/^\p{L}{1,5}$/u.test(value) || new RegExp(`(?<!\\p{L})${wanted}(?!\\p{L})`, 'u').test(lowered);
}
