/** One line of JSON in, one line out. */
import { hasRepeatedKey, scrubOwnEvent } from '@headgate/core';
import type { Finding, Json } from '@headgate/core';

export interface ScrubbedLine {
  readonly text: string;
  readonly findings: readonly Finding[];
  /** The line is no JSON; `null` stands in its place, since what was not read may not pass. */
  readonly isUnread: boolean;
}

/** Numbers that a double cannot hold exactly: nanoseconds, identifiers of 64 bits. */
const MAY_LOSE_DIGITS = /\d{16}|\d[eE][+-]?\d/u;
/** `1.0`, `1e3`, `1.5e3`. */
const WHOLE_OTHERWISE = /^-?\d+(?:\.0+)?$|[eE]/u;
const NOTHING: readonly Finding[] = Object.freeze([]);

/** What stands in the place of a line that could not be read. */
export const UNREAD: ScrubbedLine = { text: 'null', findings: NOTHING, isUnread: true };

/**
 * A clean line comes back as it was, byte for byte; in others numbers keep all their digits. Of a key that stands twice
 * in an object only the last was looked at, so only the last is written.
 */
export function scrubLine(line: string): ScrubbedLine {
  if (line.trim() === '') return { text: line, findings: NOTHING, isUnread: false };
  const event = parse(line);
  if (event === undefined) return UNREAD;
  const { event: scrubbed, findings } = scrubOwnEvent(event);
  const isAsItWas = findings.length === 0 && !hasRepeatedKey(line, event);
  return { text: isAsItWas ? line : JSON.stringify(scrubbed), findings, isUnread: false };
}

function parse(line: string): Json | undefined {
  try {
    // Numbers that would lose digits stay as they were written (https://tc39.es/proposal-json-parse-with-source).
    const event: Json = MAY_LOSE_DIGITS.test(line) ? JSON.parse(line, keepDigits) : JSON.parse(line);
    return event;
  } catch {
    return undefined;
  }
}

function keepDigits(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const source = context?.source;
  if (typeof value !== 'number' || source === undefined || String(value) === source) return value;
  // A whole number in another way of writing has all its digits, and is to be known for what it is: `4111…1111.0`.
  if (Number.isSafeInteger(value) && WHOLE_OTHERWISE.test(source)) return value;
  return JSON.rawJSON(source);
}
