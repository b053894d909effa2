/** Ids for events that a program drafts. */

/** An id of the plan language leaves room for a number behind so many characters. */
const LENGTH_MAX = 60;

/** An id made of the words of a name, which no other has yet; it is added to them. */
export function eventIdFor(name: string, ids: Set<string>): string {
  const words = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^[_0-9]+|_+$/g, '');
  const base = words === '' ? 'event' : words.slice(0, LENGTH_MAX);
  let id = base;
  for (let nth = 2; ids.has(id); nth++) id = `${base}_${nth}`;
  ids.add(id);
  return id;
}
