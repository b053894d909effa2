/** Swift structs, one for each event, around a protocol that the app implements. Needs Foundation for `NSNull` alone. */
import type { Language } from './language.ts';
import { createNames, nameTypes, splitWords, toCamel, valueWords } from './naming.ts';
import { GIVEN_UP, headerOf, quote, wrap } from './text.ts';
import { isFixed, isNullable, withoutFixed } from './walk-shape.ts';
import type { ChoiceShape, Member, ObjectShape, Shape, TypedCall, TypedEvent, TypedPlan } from './shape.ts';

const WIDTH = 100;
/** Reserved words of declarations, statements and expressions (The Swift Programming Language, Lexical Structure). */
const KEYWORDS = new Set(
  (
    'as associatedtype break case catch class continue default defer deinit do else enum extension fallthrough false ' +
    'fileprivate for func guard if import in init inout internal is let nil open operator precedencegroup private ' +
    'protocol public repeat rethrows return static struct subscript super switch throw throws true try typealias var ' +
    'where while'
  ).split(' '),
);
/** Names that stay special between backticks, or that the code uses. */
const CLASHING = ['self', 'toDictionary'];
const CLASHING_CASES = ['self', 'none', 'some', 'rawValue', 'value', 'init'];
const TYPES_USED = (
  'Analytics Telemetry Any Array Bool Character Data Date Dictionary Double Equatable Error Foundation Int NSNull Never ' +
  'Optional Protocol Result Self Sendable Set String Swift Type URL Void'
).split(' ');

interface CallWords {
  /** First parameter; null where the call has none but the name. */
  readonly id: string | null;
  readonly fields: 'properties' | 'traits';
}

const CALLS = {
  track: { id: null, fields: 'properties' },
  page: { id: null, fields: 'properties' },
  screen: { id: null, fields: 'properties' },
  identify: { id: 'userId', fields: 'traits' },
  group: { id: 'groupId', fields: 'traits' },
} as const satisfies Readonly<Record<TypedCall, CallWords>>;

type TypeNames = ReadonlyMap<Shape, string>;

export const SWIFT: Language = {
  file: 'Telemetry.swift',
  sdks: ['plain'],
  packagePattern: null,
  write: (plan) => ({ text: writeFile(plan), leftOut: [] }),
};

function writeFile(plan: TypedPlan): string {
  const types = nameTypes(plan.events, createNames(TYPES_USED), needsName);
  const parts = [
    `// ${headerOf(plan.id)}\nimport Foundation`,
    protocolFor(plan),
    entrance(plan, types),
    ...plan.events.flatMap((event) =>
      withoutFixed(event.root).flatMap((shape) =>
        writeType(shape, types, shape === event.root ? event : null),
      ),
    ),
  ];
  return `${parts.join('\n\n')}\n`;
}

function protocolFor(plan: TypedPlan): string {
  const used = new Set(plan.events.map((event) => event.call));
  const all: readonly TypedCall[] = ['track', 'page', 'screen', 'identify', 'group'];
  const methods = all
    .filter((call) => used.has(call))
    .map((call) => {
      const { id, fields } = CALLS[call];
      const first = id === null ? `name: String${call === 'track' ? '' : '?'}` : `${id}: String`;
      return `    func ${call}(${first}, ${fields}: [String: Any])`;
    });
  return [
    '/// Where events go: implement it around the SDK in use.',
    'public protocol Analytics {',
    ...methods,
    '}',
  ].join('\n');
}

/** One overload for each event, so that no other event is taken. */
function entrance(plan: TypedPlan, types: TypeNames): string {
  return [
    '/// Takes events of the plan, and no others.',
    'public struct Telemetry {',
    '    private let to: Analytics',
    '',
    '    public init(_ to: Analytics) {',
    '        self.to = to',
    '    }',
    ...plan.events.flatMap((event) => ['', ...overload(event, types.get(event.root) ?? '')]),
    '}',
  ].join('\n');
}

function overload(event: TypedEvent, type: string): string[] {
  const { id, fields } = CALLS[event.call];
  const name = event.name === null ? 'nil' : quote(event.name, escape);
  const first = id === null ? `name: ${name}` : `${id}: ${id}`;
  const params = id === null ? `_ event: ${type}` : `${id}: String, _ event: ${type}`;
  return [
    ...event.notes.flatMap((note) => wrap(note, WIDTH - 8)).map((line) => `    /// ${line}`),
    ...(event.isDeprecated ? [`    @available(*, deprecated, message: "${GIVEN_UP}")`] : []),
    `    public func ${event.call}(${params}) {`,
    `        to.${event.call}(${first}, ${fields}: event.toDictionary())`,
    '    }',
  ];
}

function needsName(shape: Shape): boolean {
  return shape.kind === 'object' || (shape.kind === 'choice' && isEnum(shape));
}

/** The two booleans are `Bool`. */
function isEnum({ of, values }: ChoiceShape): boolean {
  return !(of === 'boolean' && values.length > 1);
}

function writeType(shape: Shape, types: TypeNames, event: TypedEvent | null): string[] {
  const name = types.get(shape);
  if (name === undefined) return [];
  if (shape.kind === 'choice') return [writeEnum(name, shape)];
  return shape.kind === 'object' ? [writeStruct(name, shape, types, event)] : [];
}

function writeEnum(name: string, { of, values }: ChoiceShape): string {
  const giveName = createNames(CLASHING_CASES);
  const cases = values.map((value) => ({ name: escaped(giveName(toCamel(valueWords(value)))), value }));
  if (of === 'boolean') {
    // No raw values of this type in Swift.
    const lines = cases.map((each) => `    case ${each.name}`);
    const value = String(values[0]);
    return [
      `public enum ${name}: Equatable, Sendable {`,
      ...lines,
      '',
      `    var rawValue: Bool { ${value} }`,
      '}',
    ].join('\n');
  }
  const type = { text: 'String', integer: 'Int', number: 'Double' }[of];
  const lines = cases.map((each) => `    case ${each.name} = ${literal(each.value)}`);
  return [`public enum ${name}: ${type}, Sendable {`, ...lines, '}'].join('\n');
}

function literal(value: string | number | boolean): string {
  return typeof value === 'string' ? quote(value, escape) : String(value);
}

function writeStruct(
  name: string,
  { members }: ObjectShape,
  types: TypeNames,
  event: TypedEvent | null,
): string {
  const giveName = createNames(CLASHING);
  const named = members.map((member) => ({
    member,
    name: escaped(giveName(toCamel(splitWords(member.key)))),
  }));
  const open = named.filter(({ member }) => !isFixed(member));
  const params = open.map(
    (each) => `${each.name}: ${memberType(each.member, types)}${each.member.isRequired ? '' : ' = nil'}`,
  );
  const sets = open.map((each) => `        self.${each.name} = ${each.name}`);
  const puts = named.flatMap((each) => put(each.member, each.name)).map((line) => `        ${line}`);
  const notes = event === null ? [] : event.notes.flatMap((note) => wrap(note, WIDTH - 4));
  return [
    ...notes.map((line) => `/// ${line}`),
    `public struct ${name}: Equatable, Sendable {`,
    ...open.flatMap((each) => property(each.member, each.name, types)),
    ...(open.length === 0 ? [] : ['']),
    ...initializer(params, sets),
    '',
    '    func toDictionary() -> [String: Any] {',
    ...(puts.length === 0
      ? ['        return [:]']
      : ['        var fields: [String: Any] = [:]', ...puts, '        return fields']),
    '    }',
    '}',
  ].join('\n');
}

function initializer(params: readonly string[], sets: readonly string[]): string[] {
  if (params.length === 0) return ['    public init() {}'];
  const line = `    public init(${params.join(', ')}) {`;
  if (line.length <= WIDTH) return [line, ...sets, '    }'];
  return [
    '    public init(',
    ...params
      .map((param) => `        ${param}`)
      .join(',\n')
      .split('\n'),
    '    ) {',
    ...sets,
    '    }',
  ];
}

function property(member: Member, name: string, types: TypeNames): string[] {
  const lines = [
    ...member.notes.flatMap((note) => wrap(note, WIDTH - 8)),
    ...(member.isDeprecated ? [`- Warning: Deprecated. ${GIVEN_UP}`] : []),
  ];
  return [...lines.map((line) => `    /// ${line}`), `    public var ${name}: ${memberType(member, types)}`];
}

function memberType({ shape, isRequired }: Member, types: TypeNames): string {
  return `${typeOf(shape, types)}${isRequired && !isNullable(shape) ? '' : '?'}`;
}

function put(member: Member, name: string): string[] {
  const { key, shape, isRequired } = member;
  const target = `fields[${quote(key, escape)}]`;
  if (shape.kind === 'null') return isRequired ? [`${target} = NSNull()`] : [];
  if (shape.kind === 'choice' && isFixed(member)) return [`${target} = ${literal(shape.values[0] ?? '')}`];
  if (!isRequired) return [`if let value = self.${name} { ${target} = ${encode(shape, 'value')} }`];
  return [`${target} = ${encodeOrNull(shape, `self.${name}`)}`];
}

function encodeOrNull(shape: Shape, name: string): string {
  if (!isNullable(shape)) return encode(shape, name);
  return `${name}.map { ${encode(shape, '$0')} as Any } ?? NSNull()`;
}

/** The value as the wire has it. */
function encode(shape: Shape, name: string): string {
  if (shape.kind === 'choice') return isEnum(shape) ? `${name}.rawValue` : name;
  if (shape.kind === 'object') return `${name}.toDictionary()`;
  if (shape.kind === 'null') return 'NSNull()';
  if (shape.kind !== 'list') return name;
  const inner = encodeOrNull(shape.items, '$0');
  return inner === '$0' ? name : `${name}.map { ${inner} }`;
}

function typeOf(shape: Shape, types: TypeNames): string {
  const named = types.get(shape);
  if (named !== undefined) return named;
  switch (shape.kind) {
    case 'text':
      return 'String';
    case 'number':
      return 'Double';
    case 'integer':
      return 'Int';
    case 'list':
      return `[${typeOf(shape.items, types)}${isNullable(shape.items) ? '?' : ''}]`;
    case 'null':
      return 'Bool';
    case 'boolean':
    case 'choice':
    case 'object':
      return 'Bool';
  }
}

function escaped(name: string): string {
  return KEYWORDS.has(name) ? `\`${name}\`` : name;
}

function escape(hex: string): string {
  return `\\u{${hex}}`;
}
