/** One line of JSON in, one line out. */
import { scrubOwnEvent } from '@headgate/core';
import type { Finding, Json } from '@headgate/core';

export interface ScrubbedLine {
  readonly text: string;
  readonly findings: readonly Finding[];
  /** The line is no JSON; `null` stands in its place, since what was not read may not pass. */
  readonly isUnread: boolean;
}

/** Numbers that a double cannot hold exactly: nanoseconds, identifiers of 64 bits. */
const MAY_LOSE_DIGITS = /\d{16}|\d[eE][+-]?\d/u;
const NOTHING: readonly Finding[] = Object.freeze([]);

/** What stands in the place of a line that could not be read. */
export const UNREAD: ScrubbedLine = { text: 'null', findings: NOTHING, isUnread: true };

/** A clean line comes back as it was, byte for byte; in others numbers keep all their digits. */
export function scrubLine(line: string): ScrubbedLine {
  if (line.trim() === '') return { text: line, findings: NOTHING, isUnread: false };
  const event = parse(line);
  if (event === undefined) return UNREAD;
  const { event: scrubbed, findings } = scrubOwnEvent(event);
  return { text: findings.length === 0 ? line : JSON.stringify(scrubbed), findings, isUnread: false };
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
  return JSON.rawJSON(source);
}
