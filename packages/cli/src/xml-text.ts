import { printable } from './print.ts';

/**
 * Text as an element or an attribute of XML may hold it. XML 1.0 §2.2 has no control characters, not even escaped, no lone
 * surrogates, and not the two code points that are no characters: `printable` shows the first, U+FFFD stands for the others.
 */
export function xmlText(text: string): string {
  return printable(text)
    .replaceAll(/[\p{Cs}\uFFFE\uFFFF]/gu, '\uFFFD')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
}
