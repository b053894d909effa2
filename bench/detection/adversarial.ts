/** Texts made to be dear: long runs of what a detector must look at and then reject. */

export const LENGTH = 48_000;

const UNITS: Readonly<Record<string, string>> = {
  'dotted digits': '1.1.1.',
  'at signs': 'a@a@',
  'percent signs encoded': '%25%25',
  'heads of tokens': 'eyJ.eyJ.',
  'open brackets': '((((',
  'digits and spaces': '4 1 1 1 ',
  'schemes of URLs': '://a',
  'empty parameters': '=&=&',
  'base64 of text': 'YWFhYWFh',
  backslashes: '\\\\\\"',
  'heads of keys': '-----BEGIN ',
  'colons and hexadecimal': 'a:1::',
  'words and numbers': 'no 12 ',
  'rows of a table': "(a,phone) VALUES ('",
  'unmatched tags': '<a b="c"></d>',
};

/** Name and text of each kind, of about `length` characters. */
export function adversarialTexts(length = LENGTH): readonly (readonly [name: string, text: string])[] {
  return Object.entries(UNITS).map(([name, unit]) => [name, unit.repeat(Math.floor(length / unit.length))]);
}
