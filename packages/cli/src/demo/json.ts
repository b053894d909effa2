import type { Json } from '@headgate/core';

/** The value of a JSON text, or null where it is none. */
export function parseJson(text: string): Json {
  try {
    const parsed: Json = JSON.parse(text);
    return parsed;
  } catch {
    return null;
  }
}
