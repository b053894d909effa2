/** Typed functions in Python 3.11 and later, one for each event, in the format of Black and Ruff. */
import type { Language, WrittenCode } from '../language.ts';
import { createNames, functionWords, nameTypes, toSnake } from '../naming.ts';
import { escapeLong, GIVEN_UP, headerOf, quoteLeast, wrap } from '../text.ts';
import { innerFirst } from '../walk-shape.ts';
import type { ChoiceShape, LeftOut, Member, ObjectShape, Shape, TypedEvent, TypedPlan } from '../shape.ts';
import { PYTHON_SDKS } from './sdks.ts';
import type { PythonCall, PythonSdk } from './sdks.ts';

const WIDTH = 88;
/** Names that generated code uses itself. */
const USED = [
  'Any',
  'Literal',
  'NotRequired',
  'Protocol',
  'Sdk',
  'TYPE_CHECKING',
  'TypedDict',
  'Callable',
  'TypeVar',
];
/** Python 3.14 (https://docs.python.org/3/reference/lexical_analysis.html#keywords). */
const KEYWORDS = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from global ' +
    'if import in is lambda nonlocal not or pass raise return try while with yield'
  ).split(' '),
);
/** Type checkers know `typing_extensions` without its being installed; nothing of it is there when the code runs. */
const DEPRECATED = `if TYPE_CHECKING:
    from typing_extensions import deprecated
else:

    def deprecated(_why):
        return lambda function: function`;

/** Types that annotations name without an import. */
const BUILT_IN: ReadonlySet<string> = new Set(['str', 'float', 'int', 'bool', 'list', 'dict']);

type TypeNames = ReadonlyMap<Shape, string>;

export const PYTHON: Language = {
  file: 'telemetry.py',
  sdks: Object.keys(PYTHON_SDKS),
  packagePattern: null,
  write: (plan, { sdk }) => {
    const [, found] = Object.entries(PYTHON_SDKS).find(([name]) => name === sdk) ?? [];
    if (found === undefined) throw new Error(`There is no SDK ${sdk} in the table.`);
    return writeFile(plan, found);
  },
};

function writeFile(plan: TypedPlan, sdk: PythonSdk): WrittenCode {
  const leftOut: LeftOut[] = [];
  const functions: string[] = [];
  const events: TypedEvent[] = [];
  const types = nameTypes(plan.events, createNames([...USED, ...KEYWORDS]), needsName);
  const giveFunction = createNames(['sdk', 'deprecated', ...KEYWORDS]);
  const uses = new Set<string>();
  for (const event of plan.events) {
    const call = sdk.calls[event.call];
    const code = call === undefined ? null : writeFunction(event, call, types, giveFunction);
    if (call === undefined || code === null) {
      leftOut.push({ id: event.id, why: 'sdk' });
      continue;
    }
    uses.add(call.uses);
    events.push(event);
    functions.push(code);
  }
  const shapes = events.flatMap(({ root }) => innerFirst(root));
  const classes = shapes.flatMap((shape) => writeType(shape, types));
  const isDeprecated = events.some((event) => event.isDeprecated);
  const parts = [...(isDeprecated ? [DEPRECATED] : []), sdkProtocol(sdk, uses), ...classes, ...functions];
  const body = parts.join('\n\n\n');
  return { text: `${opening(plan, body)}\n\n${isDeprecated ? '' : '\n'}${body}\n`, leftOut };
}

function opening(plan: TypedPlan, body: string): string {
  const names = ['Any', 'Literal', 'NotRequired', 'Protocol', 'TYPE_CHECKING', 'TypedDict'];
  const used = names.filter((name) => new RegExp(`\\b${name}\\b`).test(body));
  return `# ${headerOf(plan.id)}\nfrom typing import ${used.toSorted(byIsort).join(', ')}`;
}

function isConstant(name: string): boolean {
  return name === name.toUpperCase();
}

/** Constants first, then classes. */
function byIsort(left: string, right: string): number {
  if (isConstant(left) !== isConstant(right)) return isConstant(left) ? -1 : 1;
  return left < right ? -1 : 1;
}

function needsName(shape: Shape): boolean {
  return shape.kind === 'object' || (shape.kind === 'choice' && isLiteral(shape) && shape.values.length > 1);
}

/** Python has no literal types of fractions (PEP 586), and the two booleans are `bool`. */
function isLiteral({ of, values }: ChoiceShape): boolean {
  return of !== 'number' && !(of === 'boolean' && values.length > 1);
}

function sdkProtocol(sdk: PythonSdk, uses: ReadonlySet<string>): string {
  const methods = Object.entries(sdk.methods).filter(([method]) => uses.has(method));
  return [
    'class Sdk(Protocol):',
    `    """What is called: hand in ${sdk.handIn}, or a fake."""`,
    ...methods.flatMap(([name, params]) => [
      '',
      ...signature(`    def ${name}(`, ['self', ...params], ') -> Any: ...'),
    ]),
  ].join('\n');
}

function writeType(shape: Shape, types: TypeNames): string[] {
  const name = types.get(shape);
  if (name === undefined) return [];
  if (shape.kind === 'choice') return [writeChoice(name, shape)];
  return shape.kind === 'object' ? [writeObject(name, shape, types)] : [];
}

function writeChoice(name: string, shape: ChoiceShape): string {
  const values = [...shape.values.map(literal), ...(shape.isNullable ? ['None'] : [])];
  return signature(`${name} = Literal[`, values, ']').join('\n');
}

/** As a class where all keys are names of Python, else as a call. */
function writeObject(name: string, { members }: ObjectShape, types: TypeNames): string {
  if (members.length === 0) return `class ${name}(TypedDict):\n    pass`;
  if (members.every(({ key }) => isName(key) && !isTypeName(key, types))) {
    const lines = members.flatMap((each) => [
      ...comment(each),
      `    ${each.key}: ${memberType(each, types)}`,
    ]);
    return [`class ${name}(TypedDict):`, ...lines].join('\n');
  }
  const lines = members.flatMap((each) => [
    ...comment(each).map((line) => `    ${line}`),
    ...entry(`        ${literal(each.key)}: `, memberType(each, types)),
  ]);
  return [`${name} = TypedDict(`, `    ${literal(name)},`, '    {', ...lines, '    },', ')'].join('\n');
}

/** An entry of a dictionary, its brackets on lines of their own where it is too long. */
function entry(head: string, type: string): string[] {
  const line = `${head}${type},`;
  const parts = /^(\w+\[)(.*)\]$/.exec(type);
  if (line.length <= WIDTH || parts === null) return [line];
  return [`${head}${parts[1]}`, `            ${parts[2]}`, '        ],'];
}

/** What annotations below it would then mean instead of the type. */
function isTypeName(key: string, types: TypeNames): boolean {
  return USED.includes(key) || BUILT_IN.has(key) || [...types.values()].includes(key);
}

/** Names that begin with two underscores are changed by the class they stand in. */
function isName(key: string): boolean {
  return /^(?!__)[A-Za-z_]\w*$/.test(key) && !KEYWORDS.has(key);
}

function memberType({ shape, isRequired }: Member, types: TypeNames): string {
  const type = typeOf(shape, types);
  return isRequired ? type : `NotRequired[${type}]`;
}

function typeOf(shape: Shape, types: TypeNames): string {
  const named = types.get(shape);
  if (named !== undefined) return named;
  switch (shape.kind) {
    case 'text':
      return 'str';
    case 'number':
      return 'float';
    case 'integer':
      return 'int';
    case 'boolean':
      return 'bool';
    case 'null':
      return 'None';
    case 'choice':
      return inlineChoice(shape);
    case 'list':
      return `list[${typeOf(shape.items, types)}]`;
    case 'object':
      return 'dict[str, Any]';
  }
}

function inlineChoice(shape: ChoiceShape): string {
  const type = isLiteral(shape)
    ? `Literal[${shape.values.map(literal).join(', ')}]`
    : shape.of === 'number'
      ? 'float'
      : 'bool';
  return shape.isNullable ? `${type} | None` : type;
}

/** Null where the SDK has no place for the event's name. */
function writeFunction(
  event: TypedEvent,
  call: PythonCall,
  types: TypeNames,
  giveFunction: (wanted: string) => string,
): string | null {
  const { root } = event;
  const key = event.call === 'identify' || event.call === 'group' ? 'traits' : 'properties';
  const hasFields = root.members.length > 0;
  const name = event.name === null ? null : literal(event.name);
  const given = call.write(name, hasFields ? `dict(${key})` : '{}');
  if (given === null) return null;
  const fields = hasFields ? [`${key}: ${typeOf(root, types)}`] : [];
  const params = ['sdk: Sdk', ...call.before, ...fields, ...call.after];
  return [
    ...(event.isDeprecated ? [`@deprecated("${GIVEN_UP}")`] : []),
    ...signature(`def ${giveFunction(toSnake(functionWords(event)))}(`, params, ') -> None:'),
    ...docstring(event.notes),
    ...signature(`    sdk.${call.uses}(`, given, ')'),
  ].join('\n');
}

/** On one line, else on one line between the brackets, else one each, as Black breaks it. */
function signature(head: string, items: readonly string[], tail: string): string[] {
  const line = `${head}${items.join(', ')}${tail}`;
  if (line.length <= WIDTH) return [line];
  const indent = /^ */.exec(head)?.[0] ?? '';
  const between = `${indent}    ${items.join(', ')}`;
  if (between.length <= WIDTH) {
    return [head, between, `${indent}${tail}`];
  }
  return [head, ...items.map((item) => `${indent}    ${item},`), `${indent}${tail}`];
}

function literal(value: string | number | boolean): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return String(value);
  return quoteLeast(value, escapeLong);
}

function comment({ notes, isDeprecated }: Member): string[] {
  const lines = [...notes, ...(isDeprecated ? [`Deprecated: ${GIVEN_UP}`] : [])];
  return lines.flatMap((line) => wrap(line, WIDTH - 6).map((each) => `    # ${each}`));
}

/** A docstring takes escapes and ends at quotes, so neither is left in it. */
function docstring(notes: readonly string[]): string[] {
  const lines = notes.flatMap((note) => wrap(note.replaceAll('"', "'").replaceAll('\\', '/'), WIDTH - 4));
  const [only = ''] = lines;
  if (lines.length === 0) return [];
  if (lines.length === 1 && only.length + 10 <= WIDTH) return [`    """${only}"""`];
  return ['    """', ...lines.map((line) => `    ${line}`), '    """'];
}
