import type { AnyNode, Expression, Program } from 'acorn';
import { nameOf, nodesOf } from '../syntax.ts';

/** Function → what it returns where none of its conditions holds: the return that ends its body, also in the last `else`. */
export function lastReturns(program: Program): ReadonlyMap<string, Expression> {
  const found = new Map<string, Expression>();
  for (const { node } of nodesOf(program)) {
    const [name, made] = functionOf(node);
    const value = made === null ? null : returnedBy(made);
    if (name !== null && value !== null) found.set(name, value);
  }
  return found;
}

function functionOf(node: AnyNode): readonly [name: string | null, made: AnyNode | null] {
  if (node.type === 'FunctionDeclaration') return [nameOf(node.id), node];
  if (node.type !== 'VariableDeclarator') return [null, null];
  return [nameOf(node.id), node.init ?? null];
}

function returnedBy(made: AnyNode): Expression | null {
  if (made.type === 'ArrowFunctionExpression' && made.expression)
    return made.body.type === 'BlockStatement' ? null : made.body;
  return 'body' in made && made.body !== null && !Array.isArray(made.body) ? returnOf(made.body) : null;
}

function returnOf(body: AnyNode | undefined): Expression | null {
  if (body?.type === 'BlockStatement') return returnOf(body.body.at(-1));
  if (body?.type === 'IfStatement') return returnOf(body.alternate ?? undefined);
  return body?.type === 'ReturnStatement' ? (body.argument ?? null) : null;
}
