/** Puts `context` back into the words of a vendor: the tables of its wire protocol, read backwards. */
import { isJsonObject } from '../event.ts';
import type { Json, JsonObject } from '../event.ts';

/** Path in `context`, at most two steps → the vendor's word. */
export type Words = ReadonlyMap<string, string>;
type Entry = readonly [string, Json];

export interface Translated {
  /** In the vendor's words, those of its own group under their bare names. */
  readonly words: readonly Entry[];
  /** What the vendor has no word for, as it stood in `context`. */
  readonly rest: readonly Entry[];
}

/** The table `word → path` as `path → word`; of two words for one path the later wins. */
export function backwards(table: Readonly<Record<string, string>>): Words {
  return new Map(Object.entries(table).map(([word, path]) => [path, word]));
}

/** Two levels deep, as the tables are. The members of `ownGroup` keep their names. */
export function translateContext(context: JsonObject, table: Words, ownGroup: string): Translated {
  const words: Entry[] = [];
  const rest: Entry[] = [];
  for (const [key, value] of Object.entries(context)) {
    const word = table.get(key);
    if (word !== undefined) words.push([word, value]);
    else if (!isJsonObject(value)) rest.push([key, value]);
    else {
      const group = translateGroup(key, value, (path) => table.get(path), ownGroup);
      words.push(...group.words);
      if (group.rest.length > 0) rest.push([key, Object.fromEntries(group.rest)]);
    }
  }
  return { words, rest };
}

function translateGroup(
  key: string,
  members: JsonObject,
  wordOf: (path: string) => string | undefined,
  ownGroup: string,
): Translated {
  const words: Entry[] = [];
  const rest: Entry[] = [];
  for (const [member, value] of Object.entries(members)) {
    const word = wordOf(`${key}.${member}`) ?? (key === ownGroup ? member : undefined);
    if (word === undefined) rest.push([member, value]);
    else words.push([word, value]);
  }
  return { words, rest };
}
