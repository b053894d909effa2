/** Names of the plan as identifiers that any of the languages takes. */
import type { Shape, TypedEvent } from './shape.ts';

/** Lower-case words of ASCII letters and digits, split where letters change case; none where the text has none. */
export function splitWords(text: string): string[] {
  return text
    .replaceAll(/([a-z\d])([A-Z])|([A-Z])(?=[A-Z][a-z])/g, '$1$3 $2')
    .split(/[^A-Za-z\d]+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
}

/** The word for one item of a list: `categories` → `category`, `data` → `data`, `item`. */
export function toSingular(words: readonly string[]): string[] {
  return words.flatMap((word) => {
    if (/[^aeiou]ies$/.test(word)) return [`${word.slice(0, -3)}y`];
    if (/(?:ss|sh|ch|x|z)es$/.test(word)) return [word.slice(0, -2)];
    return /[^sui]s$/.test(word) ? [word.slice(0, -1)] : [word, 'item'];
  });
}

/** `OrderCompleted`. Begins with a letter, whatever the words are. */
export function toPascal(words: readonly string[]): string {
  return begin(words.map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`).join(''), 'N');
}

/** `orderCompleted`. */
export function toCamel(words: readonly string[]): string {
  const name = toPascal(words);
  return `${name.slice(0, 1).toLowerCase()}${name.slice(1)}`;
}

/** `order_completed`. */
export function toSnake(words: readonly string[]): string {
  return begin(words.join('_'), 'n');
}

/** `ORDER_COMPLETED`. */
export function toUpper(words: readonly string[]): string {
  return toSnake(words).toUpperCase();
}

function begin(name: string, letter: string): string {
  if (name === '') return letter === 'N' ? 'Field' : 'field';
  return /^\d/.test(name) ? `${letter}${name}` : name;
}

/** Words of a value that names a case of an enum: signs and points are words, and the empty text is one. */
export function valueWords(value: string | number | boolean): string[] {
  if (value === '') return ['empty'];
  if (typeof value !== 'number') return splitWords(String(value));
  return splitWords(String(value).replace(/^-/, 'minus ').replace('.', ' point ').replace('e-', ' e minus '));
}

/** Words of the function of an event: the call, then the id, which may begin with the call itself. */
export function functionWords({ call, id }: TypedEvent): string[] {
  const words = splitWords(id);
  return words[0] === call ? words : [call, ...words];
}

/**
 * Gives each wanted name once: a reserved one gets an underscore, one that is taken a number. Upper and lower case
 * count as the same, because compilers write files by these names. The order of asking decides, so ask in a fixed order.
 */
export function createNames(reserved: Iterable<string>): (wanted: string) => string {
  const reservedNames = new Set(reserved);
  const taken = new Set([...reservedNames].map((name) => name.toLowerCase()));
  return (wanted) => {
    const free = reservedNames.has(wanted) ? `${wanted}_` : wanted;
    let name = free;
    for (let number = 2; taken.has(name.toLowerCase()); number += 1) name = `${free}${number}`;
    taken.add(name.toLowerCase());
    return name;
  };
}

/** Type names of all objects and choices that need one, parents first. */
export function nameTypes(
  events: readonly TypedEvent[],
  giveName: (wanted: string) => string,
  needsName: (shape: Shape) => boolean,
  toName: (words: readonly string[]) => string = toPascal,
): ReadonlyMap<Shape, string> {
  const names = new Map<Shape, string>();
  const visit = (shape: Shape): void => {
    if (needsName(shape) && (shape.kind === 'object' || shape.kind === 'choice')) {
      names.set(shape, giveName(toName(shape.words)));
    }
    if (shape.kind === 'object') for (const { shape: below } of shape.members) visit(below);
    if (shape.kind === 'list') visit(shape.items);
  };
  for (const { root } of events) visit(root);
  return names;
}
