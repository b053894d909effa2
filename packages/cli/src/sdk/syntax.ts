/** JavaScript as published → its syntax tree. Nothing of it is ever run. */
import { parse } from 'acorn';
import type { AnyNode, ObjectExpression, Program, Property } from 'acorn';

export interface Module {
  /** As it is shown: from the root of its package. */
  readonly path: string;
  readonly text: string;
  readonly program: Program;
}

/** A node with those that it stands in, the nearest last. */
export interface Found<Node> {
  readonly node: Node;
  readonly above: readonly AnyNode[];
}

/** Nodes inside each other; a published file has some hundreds. */
const DEPTH_MAX = 2000;

/** Null where it is no JavaScript that the parser knows. */
export function parseModule(path: string, text: string): Module | null {
  for (const sourceType of ['module', 'script'] as const) {
    try {
      const program = parse(text, {
        ecmaVersion: 'latest',
        sourceType,
        allowReturnOutsideFunction: true,
        allowHashBang: true,
      });
      return { path, text, program };
    } catch {
      // Tried the other way; what neither takes is told as unread.
    }
  }
  return null;
}

/** Every node, from the outside in and from the beginning on. */
export function* nodesOf(program: Program): Generator<Found<AnyNode>> {
  const waiting: Found<AnyNode>[] = [{ node: program, above: [] }];
  for (let found = waiting.pop(); found !== undefined; found = waiting.pop()) {
    yield found;
    if (found.above.length >= DEPTH_MAX) continue;
    const above = [...found.above, found.node];
    const inner = Object.values(found.node).flat().filter(isNode);
    for (const node of inner.toReversed()) waiting.push({ node, above });
  }
}

/** The first object literal that has all these keys; null where there is none. */
export function findObject(program: Program, keys: readonly string[]): Found<ObjectExpression> | null {
  for (const { node, above } of nodesOf(program)) {
    if (node.type !== 'ObjectExpression') continue;
    const own = new Set(membersOf(node).map(keyOf));
    if (keys.every((key) => own.has(key))) return { node, above };
  }
  return null;
}

/** Members with a value of their own: no spread. */
export function membersOf({ properties }: ObjectExpression): readonly Property[] {
  return properties.filter((property) => property.type === 'Property');
}

/** Null where the key is worked out. */
export function keyOf({ key, computed }: Property): string | null {
  if (key.type === 'Literal') return String(key.value);
  return key.type === 'Identifier' && !computed ? key.name : null;
}

/** Parameters of the functions around a place: where nothing is given they are undefined. */
export function parametersAround(above: readonly AnyNode[]): ReadonlySet<string> {
  return new Set(
    above.flatMap((node) => ('params' in node ? node.params : [])).flatMap((param) => nameOf(param) ?? []),
  );
}

/** The name of an identifier; null for anything else. */
export function nameOf(node: AnyNode | null | undefined): string | null {
  return node?.type === 'Identifier' ? node.name : null;
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
