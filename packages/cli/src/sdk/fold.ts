/** Expressions of a default → the value they have where the app gives nothing. Only what is certain is worked out. */
import type { AnyNode, Expression } from 'acorn';
import { nameOf, nodesOf } from './syntax.ts';
import type { Module } from './syntax.ts';

export type Constant = string | number | boolean | null | undefined | readonly Constant[];

/** What the names in an expression stand for. */
export interface Names {
  /** Names that are declared once in the files looked at, with what they are declared as. */
  readonly declared: ReadonlyMap<string, Expression>;
  /** Names that are undefined here. */
  readonly notGiven: ReadonlySet<string>;
}

/** Expressions in each other, and names that lead to names. */
const DEPTH_MAX = 8;

/** Names that are declared exactly once over all these modules: in minified code most are declared often, and mean nothing. */
export function declaredIn(modules: readonly Module[]): ReadonlyMap<string, Expression> {
  const found = new Map<string, Expression | null>();
  for (const { program } of modules) {
    for (const { node } of nodesOf(program)) {
      const [name, value] = declarationIn(node);
      if (name !== null) found.set(name, found.has(name) ? null : value);
    }
  }
  return new Map([...found].flatMap(([name, value]) => (value === null ? [] : [[name, value] as const])));
}

/** A variable with its value, or what a module exports in the older form. A variable that is changed stands for nothing. */
function declarationIn(node: AnyNode): readonly [name: string | null, value: Expression | null] {
  if (node.type === 'VariableDeclarator' && node.init) return [nameOf(node.id), node.init];
  if (node.type !== 'AssignmentExpression') return [null, null];
  const { left, right } = node;
  if (left.type !== 'MemberExpression') return [nameOf(left), null];
  const isExport = nameOf(left.object) === 'exports' && !left.computed;
  // Compilers first set all exports to undefined, in one chain.
  const isChain = right.type === 'AssignmentExpression' || right.type === 'UnaryExpression';
  return isExport && !isChain ? [nameOf(left.property), right] : [null, null];
}

/** The value in a box; null where it is not certain. */
export function fold(node: AnyNode, names: Names, depth = 0): Boxed {
  if (depth > DEPTH_MAX) return null;
  const inner: Inner = (each) => fold(each, names, depth + 1);
  return (
    foldPlain(node) ?? foldName(node, names, inner) ?? foldOperator(node, inner) ?? foldList(node, inner)
  );
}

type Boxed = { readonly value: Constant } | null;
type Inner = (node: AnyNode) => Boxed;

function foldPlain(node: AnyNode): Boxed {
  if (node.type === 'Literal') return isPlain(node.value) ? { value: node.value } : null;
  const isText = node.type === 'TemplateLiteral' && node.expressions.length === 0;
  return isText ? { value: node.quasis[0]?.value.cooked ?? '' } : null;
}

function foldName(node: AnyNode, { declared, notGiven }: Names, inner: Inner): Boxed {
  const name = nameOf(node) ?? importedName(node);
  if (name === null) return null;
  if (node.type === 'Identifier' && (name === 'undefined' || notGiven.has(name))) return { value: undefined };
  const value = declared.get(name);
  return value === undefined ? null : inner(value);
}

/** `constants_1.NAME`: compilers name what is imported after its module, with a number. */
function importedName(node: AnyNode): string | null {
  if (node.type !== 'MemberExpression' || node.computed) return null;
  return /_\d+$/.test(nameOf(node.object) ?? '') ? nameOf(node.property) : null;
}

function foldOperator(node: AnyNode, inner: Inner): Boxed {
  if (node.type === 'UnaryExpression') return foldUnary(node.operator, inner(node.argument));
  if (node.type === 'BinaryExpression') return foldBinary(node.operator, inner(node.left), inner(node.right));
  if (node.type === 'LogicalExpression')
    return foldLogical(node.operator, inner(node.left), () => inner(node.right));
  if (node.type !== 'ConditionalExpression') return null;
  const test = inner(node.test);
  return test === null ? null : inner(isTruthy(test.value) ? node.consequent : node.alternate);
}

function foldList(node: AnyNode, inner: Inner): Boxed {
  if (node.type !== 'ArrayExpression') return null;
  const items = node.elements.map((each) => (each === null ? null : inner(each)));
  return items.every((each) => each !== null) ? { value: items.map(({ value }) => value) } : null;
}

function foldUnary(operator: string, of: Boxed): Boxed {
  if (operator === 'void') return { value: undefined };
  if (of === null) return null;
  if (operator === '!') return { value: !isTruthy(of.value) };
  return operator === '-' && typeof of.value === 'number' ? { value: -of.value } : null;
}

function foldLogical(operator: '&&' | '||' | '??', left: Boxed, right: () => Boxed): Boxed {
  if (left === null) return null;
  if (operator === '&&') return isTruthy(left.value) ? right() : left;
  if (operator === '||') return isTruthy(left.value) ? left : right();
  return left.value === null || left.value === undefined ? right() : left;
}

function foldBinary(operator: string, left: Boxed, right: Boxed): Boxed {
  if (left === null || right === null) return null;
  if (operator === '===') return { value: left.value === right.value };
  if (operator === '!==') return { value: left.value !== right.value };
  if (typeof left.value !== 'number' || typeof right.value !== 'number') return null;
  if (operator === '*') return { value: left.value * right.value };
  return operator === '+' ? { value: left.value + right.value } : null;
}

function isTruthy(value: Constant): boolean {
  return Boolean(value);
}

function isPlain(value: unknown): value is string | number | boolean | null {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}
