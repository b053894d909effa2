/** The vocabulary of dialects: whose words an event is written in, and so where its name and its time are. */
import type { Json, JsonObject } from '@headgate/core';

export interface Dialect {
  readonly id: string;
  readonly is: (value: JsonObject) => boolean;
  /** The events that the value holds. Default: itself. */
  readonly open?: (value: JsonObject) => readonly JsonObject[];
  readonly name: (event: JsonObject) => Json | undefined;
  readonly time: (event: JsonObject) => Json | undefined;
}

/** The first member that is there and not null. */
export function firstOf(event: JsonObject, keys: readonly string[]): Json | undefined {
  for (const key of keys) {
    const value = event[key];
    if (value !== undefined && value !== null && value !== '') return value;
  }
  return undefined;
}
