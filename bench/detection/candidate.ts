/** What is measured: something that scrubs one event. */
import type { Json } from '@headgate/core';

export interface Candidate {
  readonly name: string;
  readonly version: string;
  /** How it was set up, for the reader of the table. */
  readonly configuration: string;
  readonly scrub: (event: Json) => Json | Promise<Json>;
}

/** Calls a text scrubber on every text of an event, keys included: how a library for texts is used on telemetry. */
export function eachText(scrub: (text: string) => string): (event: Json) => Json {
  const walk = (value: Json): Json => {
    if (typeof value === 'string') return scrub(value);
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [scrub(key), walk(inner)]));
  };
  return walk;
}

/** As `eachText`, for a scrubber that gives promises. One text after the other. */
export function eachTextLater(scrub: (text: string) => Promise<string>): (event: Json) => Promise<Json> {
  const walk = async (value: Json): Promise<Json> => {
    if (typeof value === 'string') return scrub(value);
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) {
      const items: Json[] = [];
      for (const item of value) items.push(await walk(item as Json));
      return items;
    }
    const members: [string, Json][] = [];
    for (const [key, inner] of Object.entries(value)) members.push([await scrub(key), await walk(inner)]);
    return Object.fromEntries(members);
  };
  return walk;
}
