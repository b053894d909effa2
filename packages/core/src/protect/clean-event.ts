/**
 * The one place that puts the `CleanEvent` brand on a value. `protect` brands what it rebuilt from the allow-list;
 * the queue brings back what it stored, which was branded before it was written.
 */
import { CALLS, ENVIRONMENTS, OPERATIONS } from '../event.ts';
import type { CleanEvent } from '../event.ts';

/** A clean event before the brand: the same fields, each already as the vendor may have it. */
export type CleanEventParts = { readonly [Key in Extract<keyof CleanEvent, string>]: CleanEvent[Key] };

/** Brands a value as clean. Only for `protect`, and for reading back what `protect` made. */
export function asClean(parts: CleanEventParts): CleanEvent {
  // The brand exists for the compiler alone, so no runtime check can prove it; this is its only maker.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return parts as CleanEvent;
}

/**
 * Brings back a clean event from its stored JSON text, or from what such text parsed to. Checks the envelope and
 * throws an error without any value in it when the record is corrupt; what `protect` put into `properties` and
 * `context` is not judged again.
 */
export function reviveCleanEvent(stored: unknown): CleanEvent {
  const value: unknown = typeof stored === 'string' ? parse(stored) : stored;
  if (!isParts(value))
    throw new Error('A stored event is corrupt: its envelope is not that of a clean event.');
  return asClean({ ...value, sampleRate: value.sampleRate ?? 1 });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the text, and no event value may reach an error.
    throw new Error('A stored event is corrupt: it is not JSON.');
  }
}

/** As stored: an event that does not say its rate is one of all. */
type StoredParts = Omit<CleanEventParts, 'sampleRate'> & { readonly sampleRate?: number };

function isParts(value: unknown): value is StoredParts {
  if (!isObject(value)) return false;
  return (
    TEXTS.every((key) => typeof value[key] === 'string') &&
    TEXTS_OR_NULL.every((key) => value[key] === null || typeof value[key] === 'string') &&
    typeof value['time'] === 'number' &&
    isRate(value['sampleRate']) &&
    isObject(value['properties']) &&
    isObject(value['context']) &&
    isOneOf(ENVIRONMENTS, value['environment']) &&
    isOneOf(CALLS, value['call']) &&
    isOneOf(OPERATIONS, value['operation'])
  );
}

const TEXTS = ['vendor', 'id', 'name', 'subject', 'fields'] as const;
const TEXTS_OR_NULL = ['userId', 'anonymousId', 'groupId', 'previousId'] as const;

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isRate(value: unknown): boolean {
  if (value === undefined) return true;
  return typeof value === 'number' && value > 0 && value <= 1;
}

function isOneOf(list: readonly string[], value: unknown): boolean {
  return typeof value === 'string' && list.includes(value);
}
