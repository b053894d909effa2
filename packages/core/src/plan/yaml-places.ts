/** Where things stand in a YAML file: path → line and column, and back. Both look only when they are asked. */
import { isMap, isNode, isScalar, isSeq } from 'yaml';
import type { Document, LineCounter } from 'yaml';
import { toPointer } from './json-pointer.ts';

/** Gives an issue its place: the node at `path`, or its key when `key` is named. */
export type Locate = (
  path: readonly PropertyKey[],
  key?: string,
) => { readonly line: number; readonly column: number };

/** Gives the JSON Pointer of the key or list item that begins at a place; empty where none does. */
export type PointerAt = (line: number, column: number) => string;

export interface Places {
  readonly locate: Locate;
  readonly pointerAt: PointerAt;
}

/** Of a file that cannot be read: everything stands at 0. */
export const NO_PLACES: Places = { locate: () => ({ line: 0, column: 0 }), pointerAt: () => '' };

export function placesIn(document: Document.Parsed, lines: LineCounter): Places {
  let pointers: ReadonlyMap<string, string> | null = null;
  return {
    locate: (path, key) => {
      const { line, col } = lines.linePos(offsetOf(document, key === undefined ? path : [...path, key]));
      return { line, column: col };
    },
    pointerAt: (line, column) => {
      pointers ??= pointersIn(document, lines);
      return pointers.get(placeKey(line, column)) ?? '';
    },
  };
}

/** The offset of the last step there is. */
function offsetOf(document: Document.Parsed, path: readonly PropertyKey[]): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const step of path) {
    const next = descend(node, step);
    if (next === null) break;
    offset = next.offset;
    node = next.value;
  }
  return offset;
}

/** The offset of the key (in maps) or item (in sequences), and the value there. */
function descend(node: unknown, step: PropertyKey): { offset: number; value: unknown } | null {
  if (isMap(node)) {
    const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(step));
    return pair === undefined ? null : { offset: startOf(pair.key) ?? 0, value: pair.value };
  }
  if (isSeq(node)) {
    const item = node.items[Number(step)];
    return { offset: startOf(item) ?? 0, value: item };
  }
  return null;
}

function pointersIn(document: Document.Parsed, lines: LineCounter): ReadonlyMap<string, string> {
  const pointers = new Map<string, string>();
  collect(document.contents, [], (offset, path) => {
    const { line, col } = lines.linePos(offset);
    const place = placeKey(line, col);
    // Of an item and its first key, which begin together, the item is meant.
    if (!pointers.has(place)) pointers.set(place, toPointer(path));
  });
  return pointers;
}

function placeKey(line: number, column: number): string {
  return `${line}:${column}`;
}

type Tell = (offset: number, path: readonly PropertyKey[]) => void;

function collect(node: unknown, path: readonly PropertyKey[], tell: Tell): void {
  if (isMap(node)) {
    for (const { key, value } of node.items) {
      if (isScalar(key)) visit({ begins: key, value }, [...path, String(key.value)], tell);
    }
  }
  if (isSeq(node)) {
    for (const [at, item] of node.items.entries()) visit({ begins: item, value: item }, [...path, at], tell);
  }
}

function visit(
  { begins, value }: { readonly begins: unknown; readonly value: unknown },
  path: readonly PropertyKey[],
  tell: Tell,
): void {
  const start = startOf(begins);
  if (start !== undefined) tell(start, path);
  collect(value, path, tell);
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
