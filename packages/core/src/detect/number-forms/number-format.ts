/** One kind of number that is known by how it is written and what it is checked by: of an identity, a document, an account. */
export interface NumberFormat {
  /** Country (ISO 3166-1) and short name, as the library python-stdnum names it: `es.dni`. */
  readonly id: string;
  readonly name: string;
  /** Words before the number that say what it is: lower case, two neighbours joined. */
  readonly cues: readonly string[];
  /**
   * Written forms that are looked for everywhere, because form and check together are rare in other data: `9` is a digit,
   * `A` a letter, `*` either, everything else itself. Letters must be of one case.
   */
  readonly alone?: readonly string[];
  /** Written forms that mean something only behind a cue, or under a key that says so. */
  readonly cued?: readonly string[];
  /** What may be written between the characters. Default space and `-`. */
  readonly separators?: string;
  /** Letters that may be written before the number and are no part of it: `PL` of a tax number used for VAT. */
  readonly prefix?: string;
  /**
   * Whether the number, in upper case and without separators, is right in itself: its length, its characters, its check
   * digits. Where it has no check digit, nothing but its date and range tells it from any number, and they are asked here.
   */
  readonly validate: (number: string) => boolean;
  /**
   * Whether a number that is right in itself lies in what is given out: its date is a day, its region or range is in use.
   * Not asked where the name of a field says what the number is, since there its check digits are proof enough.
   */
  readonly isIssued?: (number: string) => boolean;
}

const DEFAULT_SEPARATORS = ' -';

/** Whether the compact number is right in itself and can have been issued. */
export function canBeIssued({ validate, isIssued }: NumberFormat, number: string): boolean {
  return validate(number) && (isIssued?.(number) ?? true);
}

/** The number in upper case without what may be written between and before its characters. */
export function compactNumber(
  { separators = DEFAULT_SEPARATORS, prefix }: NumberFormat,
  text: string,
): string {
  let compact = text.trim();
  for (const separator of separators) {
    if (compact.includes(separator)) compact = compact.replaceAll(separator, '');
  }
  compact = compact.toUpperCase();
  return prefix !== undefined && compact.startsWith(prefix) ? compact.slice(prefix.length) : compact;
}
