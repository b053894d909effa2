/** The words that the name of a field is made of. */

/** The words of a name in snake, kebab, dotted or camel case: in lower case, accents taken off. */
export function wordsOf(name: string): readonly string[] {
  const plain = /^[\u0020-\u007e]*$/u.test(name)
    ? name
    : name
        .normalize('NFD')
        .replaceAll(/\p{M}/gu, '')
        .replaceAll('ß', 'ss')
        .replaceAll('ø', 'o')
        .replaceAll('ł', 'l');
  return plain
    .replaceAll(/([a-z\d])([A-Z])/gu, '$1 $2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}
