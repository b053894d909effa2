/** Reads members of a parsed JSON document. What does not fit is told by its place, never by its value. */

export class Unfit extends Error {
  override readonly name = 'Unfit';
  /** As `groups.analysts[1].state`. */
  readonly place: string;
  readonly expected: string;

  constructor(place: string, expected: string) {
    super(`${place}: ${expected} was expected.`);
    this.place = place;
    this.expected = expected;
  }
}

type Members = Readonly<Record<string, unknown>>;

/** The document; throws `Unfit` where the text is no JSON. The parser's own message would quote the text. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Unfit('the file', 'JSON');
  }
}

/** An object with these members, all needed, and no others. */
export function membersOf(value: unknown, place: string, names: readonly string[]): Members {
  const entries = Object.entries(mapOf(value, place));
  const known = new Set(names);
  if (entries.some(([name]) => !known.has(name)) || entries.length !== names.length) {
    throw new Unfit(place, `an object of ${names.join(', ')}, and nothing else,`);
  }
  return Object.fromEntries(entries);
}

export function mapOf(value: unknown, place: string): Members {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Unfit(place, 'an object');
  return Object.fromEntries(Object.entries(value));
}

export function listOf(value: unknown, place: string, max: number): readonly unknown[] {
  if (Array.isArray(value) && value.length <= max) return value;
  throw new Unfit(place, `a list of at most ${max}`);
}

export function textOf(value: unknown, place: string, max = 1024): string {
  if (typeof value === 'string' && value !== '' && value.length <= max) return value;
  throw new Unfit(place, `a text of 1 to ${max} characters`);
}

export function numberOf(value: unknown, place: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw new Unfit(place, 'a whole number');
}

/** Milliseconds since 1970 of a moment as `toISOString` writes it. */
export function momentOf(value: unknown, place: string): number {
  const moment = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  if (!Number.isNaN(moment) && new Date(moment).toISOString() === value) return moment;
  throw new Unfit(place, 'a moment as 2027-02-28T09:30:00.000Z');
}

/** Bytes of a base64url text without padding, in its one spelling. */
export function bytesOf(value: unknown, place: string, length: number): Buffer {
  const bytes = typeof value === 'string' ? Buffer.from(value, 'base64url') : Buffer.alloc(0);
  if (bytes.length === length && bytes.toString('base64url') === value) return bytes;
  throw new Unfit(place, `${length} bytes in base64url`);
}
