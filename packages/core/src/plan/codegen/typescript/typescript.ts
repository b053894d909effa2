/** Typed functions in TypeScript, one for each event, in the format of Prettier's defaults. Nothing of the types is left when compiled. */
import type { Language, WrittenCode } from '../language.ts';
import { createNames, functionWords, nameTypes, toCamel } from '../naming.ts';
import { GIVEN_UP, headerOf, quoteLeast, wrap } from '../text.ts';
import { innerFirst } from '../walk-shape.ts';
import type { ChoiceShape, LeftOut, Member, ObjectShape, Shape, TypedEvent, TypedPlan } from '../shape.ts';
import { TYPESCRIPT_SDKS } from './index.ts';
import type { SdkCall, TypeScriptSdk } from './sdk.ts';

const WIDTH = 80;
/** Names that generated code uses itself. */
const USED = ['Sdk', 'RealSdk', 'Fits', 'Record', 'Pick', 'Object'];

type TypeNames = ReadonlyMap<Shape, string>;

export const TYPESCRIPT: Language = {
  file: 'telemetry.ts',
  sdks: Object.keys(TYPESCRIPT_SDKS),
  packagePattern: null,
  write: (plan, { sdk }) => {
    const [, found] = Object.entries(TYPESCRIPT_SDKS).find(([name]) => name === sdk) ?? [];
    if (found === undefined) throw new Error(`There is no SDK ${sdk} in the table.`);
    return writeFile(plan, found, sdk);
  },
};

function writeFile(plan: TypedPlan, sdk: TypeScriptSdk, sdkName: string): WrittenCode {
  const leftOut: LeftOut[] = [];
  const functions: string[] = [];
  const events: TypedEvent[] = [];
  const giveType = createNames([...USED, ...sdk.taken]);
  const giveFunction = createNames(['sdk', ...sdk.taken]);
  const types = nameTypes(plan.events, giveType, needsName);
  const uses = new Set<string>();
  for (const event of plan.events) {
    const call = sdk.calls[event.call];
    const name = toCamel(functionWords(event));
    const code = call === undefined ? null : writeFunction(event, call, { name, types, giveFunction });
    if (call === undefined || code === null) {
      leftOut.push({ id: event.id, why: 'sdk' });
      continue;
    }
    for (const method of call.uses) uses.add(method);
    events.push(event);
    functions.push(code);
  }
  const parts = [
    [`// ${headerOf(plan.id)}`, ...sdk.imports].join('\n'),
    sdkInterface(sdk, sdkName, uses),
    ...declarationsFor(sdk, uses),
    ...events.flatMap(({ root }) => innerFirst(root).flatMap((shape) => writeType(shape, types))),
    ...functions,
  ];
  return { text: `${parts.join('\n\n')}\n`, leftOut };
}

function needsName(shape: Shape): boolean {
  if (shape.kind === 'object') return shape.members.length > 0;
  return shape.kind === 'choice' && shape.values.length > 1 && shape.of !== 'boolean';
}

/** A helper function is written only where a call needs it. */
function declarationsFor(sdk: TypeScriptSdk, uses: ReadonlySet<string>): string[] {
  const text = sdk.declarations.join('\n');
  const parts = text === '' ? [] : text.split('\n\n');
  return parts.filter((part) => uses.has('Identify') || !/\bProfile\b/.test(part));
}

function sdkInterface(sdk: TypeScriptSdk, name: string, uses: ReadonlySet<string>): string {
  const methods = Object.entries(sdk.methods).filter(([method]) => uses.has(method));
  const about =
    sdk.real === null ? 'Where events go.' : `What is called of ${name}. A fake of it will do in tests.`;
  const lines = [
    `/** ${about} */`,
    'export interface Sdk {',
    ...methods.map(([, code]) => member(code)),
    '}',
  ];
  if (sdk.real === null) return lines.join('\n');
  return [
    ...lines,
    '',
    `/** Does not compile where the package is another version than this file was written for. */`,
    `export type RealSdk = Fits<${sdk.real}>;`,
    'type Fits<Real extends Sdk> = Real;',
  ].join('\n');
}

/** A method of the interface, its parameters on lines of their own where it is too long. */
function member(code: string): string {
  const line = `  ${code}`;
  if (line.length <= WIDTH || code.includes('\n')) return line;
  const parts = /^(\w+\()(.*)(\): \w+;)$/.exec(code);
  if (parts === null) return line;
  const [, head = '', params = '', tail = ''] = parts;
  return [`  ${head}`, ...params.split(', ').map((param) => `    ${param},`), `  ${tail}`].join('\n');
}

function writeType(shape: Shape, types: TypeNames): string[] {
  const name = types.get(shape);
  if (name === undefined) return [];
  if (shape.kind === 'choice') return [writeChoice(name, shape)];
  if (shape.kind !== 'object') return [];
  return [
    [`export interface ${name} {`, ...shape.members.flatMap((each) => writeMember(each, types)), '}'].join(
      '\n',
    ),
  ];
}

function writeChoice(name: string, shape: ChoiceShape): string {
  const values = [...shape.values.map(literal), ...(shape.isNullable ? ['null'] : [])];
  const line = `export type ${name} = ${values.join(' | ')};`;
  if (line.length <= WIDTH) return line;
  return `export type ${name} =\n${values.map((value) => `  | ${value}`).join('\n')};`;
}

function writeMember({ key, shape, isRequired, isDeprecated, notes }: Member, types: TypeNames): string[] {
  // Names beyond the basic plane are no names to ES5, and so not to Prettier.
  const isName = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key) && !/[\u{10000}-\u{10FFFF}]/u.test(key);
  const name = isName ? key : literal(key);
  return [
    ...comment(notes, isDeprecated, '  '),
    `  ${name}${isRequired ? '' : '?'}: ${typeOf(shape, types)};`,
  ];
}

function typeOf(shape: Shape, types: TypeNames): string {
  const named = types.get(shape);
  if (named !== undefined) return named;
  switch (shape.kind) {
    case 'text':
      return 'string';
    case 'number':
    case 'integer':
      return 'number';
    case 'boolean':
    case 'null':
      return shape.kind;
    case 'choice':
      return inlineChoice(shape);
    case 'list':
      return listOf(shape.items, types);
    case 'object':
      return 'Record<string, never>';
  }
}

/** A single value, or both values of a boolean. */
function inlineChoice({ values, isNullable }: ChoiceShape): string {
  const type = values.length > 1 ? 'boolean' : values.map(literal).join('');
  return isNullable ? `${type} | null` : type;
}

function listOf(items: Shape, types: TypeNames): string {
  const type = typeOf(items, types);
  return / \| |^readonly /.test(type) ? `readonly (${type})[]` : `readonly ${type}[]`;
}

interface FunctionScope {
  readonly name: string;
  readonly types: TypeNames;
  readonly giveFunction: (wanted: string) => string;
}

/** Null where the SDK has no place for the event's name, or misses one. */
function writeFunction(event: TypedEvent, call: SdkCall, scope: FunctionScope): string | null {
  const { root } = event;
  const key = event.call === 'identify' || event.call === 'group' ? 'traits' : 'properties';
  const hasFields = root.members.length > 0;
  const body = call.write(event.name === null ? null : literal(event.name), hasFields ? key : '{}');
  if (body === null) return null;
  const fields = hasFields ? [fieldsParameter(key, root, scope.types)] : [];
  const params = ['sdk: Sdk', ...call.before, ...fields, ...call.after];
  return [
    ...comment(event.notes, event.isDeprecated, ''),
    ...signature(scope.giveFunction(scope.name), params),
    ...body.flatMap((line) => breakCall(line)),
    '}',
  ].join('\n');
}

function fieldsParameter(key: string, root: ObjectShape, types: TypeNames): string {
  const isOptional = root.members.every((each) => !each.isRequired);
  return `${key}: ${typeOf(root, types)}${isOptional ? ' = {}' : ''}`;
}

function signature(name: string, params: readonly string[]): string[] {
  const line = `export function ${name}(${params.join(', ')}): void {`;
  if (line.length <= WIDTH) return [line];
  return [`export function ${name}(`, ...params.map((param) => `  ${param},`), '): void {'];
}

/** A call on one line, or its arguments on lines of their own. */
function breakCall(statement: string): string[] {
  const line = `  ${statement}`;
  const parts =
    /^(sdk\.\w+\()((?:who, )?)("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\w+), ([^"'{]*|\{\}[^"'{]*)\);$/.exec(
      statement,
    );
  if (line.length <= WIDTH || parts === null) return [line];
  const [, head = '', who = '', first = '', rest = ''] = parts;
  const args = [...(who === '' ? [] : ['who']), first, ...rest.split(', ')];
  return [`  ${head}`, ...args.map((argument) => `    ${argument},`), '  );'];
}

/** Strings in the quotes that need fewer escapes, as Prettier has them. */
function literal(value: string | number | boolean): string {
  if (typeof value !== 'string') return String(value);
  return quoteLeast(value, escape);
}

function escape(hex: string): string {
  return hex.length > 4 ? `\\u{${hex}}` : `\\u${hex.padStart(4, '0')}`;
}

function comment(notes: readonly string[], isDeprecated: boolean, indent: string): string[] {
  const lines = [
    ...notes.flatMap((note) => wrap(note, WIDTH - 3 - indent.length)),
    ...(isDeprecated ? [`@deprecated ${GIVEN_UP}`] : []),
  ];
  const [only = ''] = lines;
  if (lines.length === 0) return [];
  if (lines.length === 1 && only.length + indent.length + 7 <= WIDTH) return [`${indent}/** ${only} */`];
  return [`${indent}/**`, ...lines.map((line) => `${indent} * ${line}`), `${indent} */`];
}
