/** The image of a clean event for the eyes of an operator: shapes instead of texts. Pure. */
import { isJsonArray } from '@headgate/core';
import type { TappedEvent } from '@headgate/api';
import type { CleanEvent, Json } from '@headgate/core';

type Masked = NonNullable<TappedEvent['vendors'][number]['event']>;

/** Items of a list that are shown; the rest is one more item that says how many. */
const ITEMS_MAX = 8;
/** Upper ends of the classes of length. */
const LENGTHS = [4, 8, 16, 32, 64, 128] as const;

export function maskEvent(event: CleanEvent): Masked {
  return {
    call: event.call,
    operation: event.operation,
    name: event.name,
    time: event.time,
    userId: maskId(event.userId),
    anonymousId: maskId(event.anonymousId),
    groupId: maskId(event.groupId),
    previousId: maskId(event.previousId),
    properties: maskObject(event.properties),
    context: maskObject(event.context),
  };
}

function maskId(id: string | null): string | null {
  return id === null ? null : maskText(id);
}

function maskObject(value: Readonly<Record<string, Json>>): Record<string, Json> {
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, mask(each)]));
}

function mask(value: Json): Json {
  if (typeof value === 'string') return maskText(value);
  if (typeof value === 'number') return maskNumber(value);
  if (typeof value === 'boolean' || value === null) return value;
  return isJsonArray(value) ? maskList(value) : maskObject(value);
}

function maskList(items: readonly Json[]): Json[] {
  const shown = items.slice(0, ITEMS_MAX).map(mask);
  return items.length > ITEMS_MAX ? [...shown, `… ${items.length - ITEMS_MAX} more`] : shown;
}

/** The first character and a class of length: `a… (≤ 8)`. */
function maskText(text: string): string {
  if (text === '') return '';
  const first = String.fromCodePoint(text.codePointAt(0) ?? 0);
  const length = LENGTHS.find((max) => text.length <= max);
  return `${first}… (${length === undefined ? `> ${LENGTHS[LENGTHS.length - 1]}` : `≤ ${length}`})`;
}

/** Small numbers as they are; larger ones, which may number people, with one digit that counts. */
function maskNumber(value: number): number {
  return Math.abs(value) < 1000 ? value : Number(value.toPrecision(1));
}
