/** Entries of a HAR file, a browser's record of its traffic (http://www.softwareishard.com/blog/har-12-spec/). */
import type { Json, JsonObject } from '@headgate/core';
import { isJsonArray, isJsonObject, parseJson } from '@headgate/core/inspect';
import type { Dialect } from './dialect.ts';

const DEPTH_MAX = 64;
/** Lists of `{ name, value }`: keys by another way of writing. */
const LISTS: ReadonlySet<string> = new Set(['headers', 'cookies', 'queryString', 'params']);

export const har: Dialect = {
  id: 'har',
  is: ({ request, startedDateTime }) => isJsonObject(request) && startedDateTime !== undefined,
  open: (entry) => [openEntry(entry)],
  name: ({ request }) => (isJsonObject(request) && request['method'] !== undefined ? 'request' : undefined),
  time: ({ startedDateTime }) => startedDateTime,
};

function openEntry(entry: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(entry).map(([key, value]): [string, Json] => {
      if (LISTS.has(key) && isJsonArray(value)) return [key, openList(value)];
      if (key === 'text' && typeof value === 'string') return [key, openText(value)];
      return [key, isJsonObject(value) ? openEntry(value) : value];
    }),
  );
}

/** Of several members with one name, each is kept. */
function openList(items: readonly Json[]): Json {
  const members = new Map<string, Json[]>();
  for (const item of items) {
    if (!isJsonObject(item) || typeof item['name'] !== 'string') return items;
    const values = members.get(item['name']) ?? [];
    members.set(item['name'], values);
    values.push(item['value'] ?? null);
  }
  return Object.fromEntries(
    [...members].map(([key, [first = null, ...more]]) => [key, more.length === 0 ? first : [first, ...more]]),
  );
}

function openText(text: string): Json {
  if (!/^\s*[{[]/.test(text)) return text;
  const json = parseJson(text, DEPTH_MAX);
  return json.kind === 'parsed' ? json.value : text;
}
