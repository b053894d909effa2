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
  /** Whether the number, in upper case and without separators, can have been issued: length, date, check digits. */
  readonly validate: (number: string) => boolean;
}

const DEFAULT_SEPARATORS = ' -';

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
