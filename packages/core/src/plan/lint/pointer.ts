/** JSON Pointers (RFC 6901) into YAML files. */
import { LineCounter, isMap, isNode, isScalar, isSeq, parseDocument } from 'yaml';

/** YAML of more characters is not searched. */
const TEXT_MAX = 4_000_000;

export function toPointer(path: readonly PropertyKey[]): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The steps of a pointer, positions in lists as text. */
export function fromPointer(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** Whether `pointer` stands at `above` or below it. */
export function isBelow(pointer: string, above: string): boolean {
  return pointer === above || pointer.startsWith(`${above}/`);
}

/** Gives the pointer of the key or list item that begins at a place; empty where none does. */
export function pointerFinder(text: string): (line: number, column: number) => string {
  const known = new Map<string, string>();
  if (text.length <= TEXT_MAX) {
    const lines = new LineCounter();
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
    collect(document.contents, [], (offset, path) => {
      const { line, col } = lines.linePos(offset);
      const place = `${line}:${col}`;
      // Of an item and its first key, which begin together, the item is meant.
      if (!known.has(place)) known.set(place, toPointer(path));
    });
  }
  return (line, column) => known.get(`${line}:${column}`) ?? '';
}

type Tell = (offset: number, path: readonly PropertyKey[]) => void;

function collect(node: unknown, path: readonly PropertyKey[], tell: Tell): void {
  if (isMap(node)) {
    for (const { key, value } of node.items) {
      if (isScalar(key)) descend({ begins: key, value }, [...path, String(key.value)], tell);
    }
  }
  if (isSeq(node)) {
    for (const [at, item] of node.items.entries())
      descend({ begins: item, value: item }, [...path, at], tell);
  }
}

function descend(
  { begins, value }: { readonly begins: unknown; readonly value: unknown },
  path: readonly PropertyKey[],
  tell: Tell,
): void {
  const start = isNode(begins) ? begins.range?.[0] : undefined;
  if (start !== undefined) tell(start, path);
  collect(value, path, tell);
}
