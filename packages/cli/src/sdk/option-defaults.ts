/** The object literals in which SDKs keep their defaults → options. */
import type { AnyNode, ObjectExpression } from 'acorn';
import type { SdkDefault } from './defaults.ts';
import { fold } from './fold.ts';
import type { Constant, Names } from './fold.ts';
import { keyOf, membersOf, nameOf, parametersAround } from './syntax.ts';
import type { Found, Module } from './syntax.ts';

/** Names that lead to names, and objects in objects. */
const DEPTH_MAX = 8;
/** Characters of code that are kept of a default that is worked out in the browser. */
const CODE_MAX = 80;

/** As it is shown and compared: `true`, `365`, `"cookie"`, `["a", "b"]`, `undefined`. */
function textOf(value: Constant): string {
  if (value === undefined) return 'undefined';
  if (typeof value === 'object' && value !== null) return `[${value.map(textOf).join(', ')}]`;
  return JSON.stringify(value);
}

/** The defaults of an object literal; objects in it become options with dots. */
export function defaultsOf(
  { node, above }: Found<ObjectExpression>,
  module: Module,
  { declared, prefix = '' }: { readonly declared: Names['declared']; readonly prefix?: string },
): readonly SdkDefault[] {
  return flatten(node, { module, names: { declared, notGiven: parametersAround(above) } }, prefix);
}

/** The defaults of one value, which may be an object. */
export function defaultOf(
  option: string,
  value: AnyNode,
  at: { readonly module: Module; readonly names: Names },
): readonly SdkDefault[] {
  const target = resolved(value, at.names);
  if (target.type === 'ObjectExpression' && target.properties.length > 0)
    return flatten(target, at, `${option}.`);
  const { path: file } = at.module;
  if (target.type === 'ObjectExpression') return [{ option, value: '{}', isLiteral: true, file }];
  const constant = fold(value, at.names);
  if (constant !== null) return [{ option, value: textOf(constant.value), isLiteral: true, file }];
  return [{ option, value: codeOf(value, at.module), isLiteral: false, file }];
}

function flatten(
  node: ObjectExpression,
  at: { readonly module: Module; readonly names: Names },
  prefix: string,
): readonly SdkDefault[] {
  if (prefix.split('.').length > DEPTH_MAX) return [];
  return membersOf(node).flatMap((member) => {
    const key = keyOf(member);
    return key === null ? [] : defaultOf(`${prefix}${key}`, member.value, at);
  });
}

/** Names stand for what they were declared as. */
function resolved(node: AnyNode, { declared }: Names): AnyNode {
  let target = node;
  for (let step = 0; step < DEPTH_MAX; step++) {
    const next: AnyNode | undefined = declared.get(nameOf(target) ?? '');
    if (next === undefined) return target;
    target = next;
  }
  return target;
}

/** Code on one line, without the names that compilers give to imports: they change with every build. */
function codeOf(node: AnyNode, { text }: Module): string {
  if (/Function/.test(node.type)) return 'a function';
  const code = text
    .slice(node.start, node.end)
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/\(0, (?:\w+\.)?(\w+)\)/g, '$1')
    .replaceAll(/\b\w+_\d+\./g, '');
  return code.length > CODE_MAX ? `${code.slice(0, CODE_MAX)}…` : code;
}
