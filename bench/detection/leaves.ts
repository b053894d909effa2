/** JSON pointers (RFC 6901) into events, and into what became of them. */
import type { Json } from '@headgate/core';

export interface Leaf {
  readonly pointer: string;
  readonly value: string | number;
}

/** Every text and number of the event; those are what a scrubber may change. */
export function leavesOf(value: Json, pointer = ''): readonly Leaf[] {
  if (typeof value === 'string' || typeof value === 'number') return [{ pointer, value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, `${pointer}/${escapeKey(key)}`));
}

/**
 * What stands in `output` where the pointer leads in `input`; undefined where nothing does. A member whose key was
 * replaced is found by its position.
 */
export function follow(input: Json, output: Json | undefined, pointer: string): Json | undefined {
  let original: Json | undefined = input;
  let current: Json | undefined = output;
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    const position = Object.keys(original ?? {}).indexOf(key);
    original = member(original, key);
    current = member(current, key) ?? memberAt(current, position);
  }
  return current;
}

function member(value: Json | undefined, key: string): Json | undefined {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Readonly<Record<string, Json>>)[key];
}

function memberAt(value: Json | undefined, position: number): Json | undefined {
  return typeof value === 'object' && value !== null ? Object.values(value)[position] : undefined;
}

/** The keys beside which the last part of the pointer stood, in the output. */
export function keysBeside(input: Json, output: Json, pointer: string): readonly string[] {
  const parent = follow(input, output, pointer.slice(0, pointer.lastIndexOf('/')));
  return typeof parent === 'object' && parent !== null ? Object.keys(parent) : [];
}

function escapeKey(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
