/** What is written in the place of what was found. */
import { isDigitAt, isSpaceAt } from './characters.ts';
import type { Match } from './detector.ts';

/** Stands for a number that is no string in JSON, at any depth of escaping: a label would need quotes. */
const NO_NUMBER = 'null';
const BARE_NUMBER = /^-?\d[\d.eE+-]*$/u;
/** The end of a key and its colon, or the beginning of a list or item, as they are and percent-encoded. */
const BEFORE_VALUE = ['":', '%22:', '"%3A', '%22%3A', '[', ',', '%5B', '%2C'];
const BEHIND_VALUE = [',', '}', ']', '%2C', '%7D', '%5D'];
const BEGINS_JSON = /^\s*(?:[[{]|%5B|%7B)/iu;
/** A space, percent-encoded. */
const SPACE = '%20';
const TOKEN_LENGTH_MAX = 6;

/**
 * The text with each match replaced by its kind in brackets, for example `[email]`, or by what its encoding says. A number
 * in JSON becomes `null`, so that the JSON still parses.
 */
export function redactText(text: string, matches: readonly Match[]): string {
  let redacted = '';
  let from = 0;
  let isJson: boolean | null = null;
  for (const match of matches) {
    const { kind, start, end, replacement } = match;
    redacted += text.slice(from, start);
    from = end;
    if (replacement !== null) redacted += replacement;
    else if (isDigitAt(text, end - 1) && (isJson ??= BEGINS_JSON.test(text)) && isValue(text, start, end)) {
      redacted += NO_NUMBER;
    } else redacted += `[${kind}]`;
  }
  return from === 0 ? text : redacted + text.slice(from);
}

/** Whether the span is a number, and stands where JSON has a value. */
function isValue(text: string, start: number, end: number): boolean {
  if (!BARE_NUMBER.test(text.slice(start, end))) return false;
  let before = start;
  while (isSpaceAt(text, before - 1)) before--;
  while (text.endsWith(SPACE, before)) before -= SPACE.length;
  let behind = end;
  while (isSpaceAt(text, behind)) behind++;
  const left = text.slice(Math.max(0, before - TOKEN_LENGTH_MAX), before).toUpperCase();
  const right = text.slice(behind, behind + TOKEN_LENGTH_MAX).toUpperCase();
  return (
    BEFORE_VALUE.some((token) => left.endsWith(token)) &&
    BEHIND_VALUE.some((token) => right.startsWith(token))
  );
}
