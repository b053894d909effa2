import type { Json, JsonObject } from '@headgate/core';

/** The value of a JSON text, or null where it is none. */
export function parseJson(text: string): Json {
  try {
    const parsed: Json = JSON.parse(text);
    return parsed;
  } catch {
    return null;
  }
}

/** Whether a value is an object and no list. */
export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
