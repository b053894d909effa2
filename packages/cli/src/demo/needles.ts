/** The spellings under which a value may hide in bytes: as it is, percent-encoded, JSON-escaped, base64, without gaps. */

/** Shorter pieces would be found by accident. */
const LENGTH_MIN = 8;

/** Every spelling to look for, each once. */
export function needlesOf(value: string): readonly string[] {
  const plain = [value, value.toLowerCase(), value.toUpperCase(), withoutGaps(value)].filter(
    (each) => each.length >= LENGTH_MIN || each === value,
  );
  const needles = plain.flatMap((each) => [each, ...percent(each), inJson(each), ...base64(each)]);
  return [...new Set(needles)];
}

/** Numbers are written with and without spaces, hyphens and the plus before them; words keep theirs. */
function withoutGaps(value: string): string {
  if (/^[\d\s+-]+$/.test(value)) return value.replaceAll(/\D/g, '');
  return /^[A-Z]{2}\d\d /.test(value) ? value.replaceAll(' ', '') : value;
}

function percent(value: string): string[] {
  const encoded = encodeURIComponent(value);
  return [encoded, encoded.replaceAll('%20', '+'), encodeURIComponent(encoded)];
}

function inJson(value: string): string {
  return JSON.stringify(JSON.stringify(value).slice(1, -1)).slice(1, -1);
}

/**
 * Base64 depends on where the value begins within its group of three bytes: each of the three cases, less the characters
 * that neighbours have a part in, in both alphabets (RFC 4648 §4 and §5).
 */
function base64(value: string): string[] {
  const bytes = Buffer.from(value);
  const found = [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    const whole = Math.floor(((before + bytes.length) * 8) / 6);
    return text.slice(Math.ceil((before * 8) / 6), whole);
  });
  const long = found.filter((each) => each.length >= LENGTH_MIN);
  return [...long, ...long.map((each) => each.replaceAll('+', '-').replaceAll('/', '_'))];
}

/** One pattern that matches where any of the texts stands. */
export function anyOf(texts: readonly string[]): RegExp {
  const escaped = texts.map((text) => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`));
  return new RegExp(escaped.join('|'));
}
