/** Kotlin classes, one for each event, around an interface that the app implements. Needs nothing but the standard library. */
import type { Language } from './language.ts';
import { createNames, nameTypes, splitWords, toCamel, toUpper, valueWords } from './naming.ts';
import { GIVEN_UP, headerOf, quote, wrap } from './text.ts';
import { isFixed, isNullable, withoutFixed } from './walk-shape.ts';
import type { ChoiceShape, Member, ObjectShape, Shape, TypedCall, TypedEvent, TypedPlan } from './shape.ts';

const WIDTH = 100;
/** Hard keywords (https://kotlinlang.org/docs/keyword-reference.html); they are written between backticks. */
const KEYWORDS = new Set(
  (
    'as break class continue do else false for fun if in interface is null object package return super this throw true ' +
    'try typealias typeof val var when while'
  ).split(' '),
);
/** Properties by these names clash with what every class has; `class` would make a second `getClass`. */
const CLASHING = ['class', 'toMap', 'eventName', 'fields', 'it'];
const TYPES_USED = (
  'Analytics Telemetry Any Boolean Deprecated Double Enum Int List Long Map String Suppress Unit TrackEvent PageEvent ' +
  'ScreenEvent Traits GroupTraits'
).split(' ');

interface CallWords {
  /** Interface of all events of the call. */
  readonly type: string;
  readonly isNamed: boolean;
  /** Parameters between the name and the fields. */
  readonly ids: readonly string[];
}

const CALLS = {
  track: { type: 'TrackEvent', isNamed: true, ids: [] },
  page: { type: 'PageEvent', isNamed: true, ids: [] },
  screen: { type: 'ScreenEvent', isNamed: true, ids: [] },
  identify: { type: 'Traits', isNamed: false, ids: ['userId'] },
  group: { type: 'GroupTraits', isNamed: false, ids: ['groupId'] },
} as const satisfies Readonly<Record<TypedCall, CallWords>>;

type TypeNames = ReadonlyMap<Shape, string>;

export const KOTLIN: Language = {
  file: 'Telemetry.kt',
  sdks: ['plain'],
  packagePattern: /^[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*$/,
  write: (plan, { packageName }) => ({ text: writeFile(plan, packageName), leftOut: [] }),
};

function writeFile(plan: TypedPlan, packageName: string): string {
  const types = nameTypes(plan.events, createNames(TYPES_USED), needsName);
  const calls = usedCalls(plan);
  const parts = [
    `// ${headerOf(plan.id)}\n@file:Suppress("DEPRECATION")\n\npackage ${packageName}`,
    ...entrance(calls),
    ...plan.events.flatMap((event) => [
      ...withoutFixed(event.root)
        .filter((shape) => shape !== event.root)
        .flatMap((shape) => writeType(shape, types)),
      writeEvent(event, types),
    ]),
  ];
  return `${parts.join('\n\n')}\n`;
}

function usedCalls(plan: TypedPlan): [keyof typeof CALLS, CallWords][] {
  const used = new Set(plan.events.map((event) => event.call));
  const all: readonly (keyof typeof CALLS)[] = ['track', 'page', 'screen', 'identify', 'group'];
  return all.filter((call) => used.has(call)).map((call) => [call, CALLS[call]]);
}

/** The interface to implement, and the class that takes typed events alone. */
function entrance(calls: readonly (readonly [string, CallWords])[]): string[] {
  const params = (call: string, { isNamed, ids }: CallWords): string[] => [
    ...ids.map((id) => `${id}: String`),
    ...(isNamed ? [`name: String${call === 'track' ? '' : '?'}`] : []),
    `${isNamed ? 'properties' : 'traits'}: Map<String, Any?>`,
  ];
  const methods = calls.map(([call, words]) => `    fun ${call}(${params(call, words).join(', ')})`);
  const typed = calls.map(([call, { type, isNamed, ids }]) => {
    const given = [
      ...ids,
      ...(isNamed ? ['event.eventName'] : []),
      `${isNamed ? 'event' : 'traits'}.toMap()`,
    ];
    const taken = [...ids.map((id) => `${id}: String`), `${isNamed ? 'event' : 'traits'}: ${type}`];
    return `    fun ${call}(${taken.join(', ')}) = to.${call}(${given.join(', ')})`;
  });
  const interfaces = calls.map(([call, { type, isNamed }]) =>
    [
      `sealed interface ${type} {`,
      ...(isNamed ? [`    val eventName: String${call === 'track' ? '' : '?'}`, ''] : []),
      '    fun toMap(): Map<String, Any?>',
      '}',
    ].join('\n'),
  );
  return [
    [
      '/** Where events go: implement it around the SDK in use. */',
      'interface Analytics {',
      ...methods,
      '}',
    ].join('\n'),
    [
      '/** Takes events of the plan, and no others. */',
      'class Telemetry(private val to: Analytics) {',
      ...typed,
      '}',
    ].join('\n'),
    ...interfaces,
  ];
}

function needsName(shape: Shape): boolean {
  return shape.kind === 'object' || (shape.kind === 'choice' && isEnum(shape));
}

/** The two booleans are `Boolean`, and the only value of a field that is required is written by itself. */
function isEnum({ of, values }: ChoiceShape): boolean {
  return !(of === 'boolean' && values.length > 1);
}

function writeType(shape: Shape, types: TypeNames): string[] {
  const name = types.get(shape);
  if (name === undefined) return [];
  if (shape.kind === 'choice') return [writeEnum(name, shape)];
  if (shape.kind !== 'object') return [];
  return [writeClass(shape, { name, types, implemented: null })];
}

function writeEnum(name: string, { of, values }: ChoiceShape): string {
  const giveName = createNames([]);
  const entries = values.map((value) => `    ${giveName(toUpper(valueWords(value)))}(${literal(value, of)})`);
  const type = { text: 'String', integer: 'Long', number: 'Double', boolean: 'Boolean' }[of];
  return `enum class ${name}(val value: ${type}) {\n${entries.join(',\n')},\n}`;
}

interface ClassScope {
  readonly name: string;
  readonly types: TypeNames;
  /** Interface of an event, and its name as code where it has one; null for what is inside of one. */
  readonly implemented: { readonly type: string; readonly eventName: string | null } | null;
}

function writeEvent(event: TypedEvent, types: TypeNames): string {
  const { type, isNamed } = CALLS[event.call];
  const eventName = event.name === null ? 'null' : literal(event.name, 'text');
  const lines = event.notes.flatMap((note) => wrap(note, WIDTH - 3));
  const deprecated = event.isDeprecated ? [`@Deprecated("${GIVEN_UP}")`] : [];
  const implemented = { type, eventName: isNamed ? eventName : null };
  const name = types.get(event.root) ?? '';
  const code = writeClass(event.root, { name, types, implemented });
  return [...comment(lines, ''), ...deprecated, code].join('\n');
}

function writeClass({ members }: ObjectShape, { name, types, implemented }: ClassScope): string {
  const giveName = createNames(CLASHING);
  const named = members.map((member) => ({ member, name: giveName(toCamel(splitWords(member.key))) }));
  const params = named.filter(({ member }) => !isFixed(member));
  const override = implemented === null ? '' : 'override ';
  const head = params.length === 0 ? `object ${name}` : `data class ${name}(`;
  const parent = implemented === null ? '' : ` : ${implemented.type}`;
  const eventName =
    implemented === null || implemented.eventName === null
      ? []
      : [`    override val eventName get() = ${implemented.eventName}`, ''];
  return [
    ...(params.length === 0
      ? [`${head}${parent} {`]
      : [head, ...params.flatMap((each) => parameter(each.member, each.name, types)), `)${parent} {`]),
    ...eventName,
    ...toMap(
      override,
      named.flatMap((each) => put(each.member, escaped(each.name))),
    ),
    '}',
  ].join('\n');
}

function parameter(member: Member, name: string, types: TypeNames): string[] {
  const type = typeOf(member.shape, types);
  const isOptional = !member.isRequired;
  const lines = member.notes.flatMap((note) => wrap(note, WIDTH - 7));
  return [
    ...comment(lines, '    '),
    ...(member.isDeprecated ? [`    @Deprecated("${GIVEN_UP}")`] : []),
    `    val ${escaped(name)}: ${type}${isOptional || isNullable(member.shape) ? '?' : ''}${isOptional ? ' = null' : ''},`,
  ];
}

/** Not `buildMap`: in its block `size` and `keys` would be those of the map. */
function toMap(override: string, puts: readonly string[]): string[] {
  if (puts.length === 0) return [`    ${override}fun toMap(): Map<String, Any?> = emptyMap()`];
  return [
    `    ${override}fun toMap(): Map<String, Any?> {`,
    '        val fields = LinkedHashMap<String, Any?>()',
    ...puts.map((line) => `        ${line}`),
    '        return fields',
    '    }',
  ];
}

function put(member: Member, name: string): string[] {
  const { key, shape, isRequired } = member;
  const code = literal(key, 'text');
  if (shape.kind === 'null') return isRequired ? [`fields[${code}] = null`] : [];
  if (shape.kind === 'choice' && isFixed(member)) {
    return [`fields[${code}] = ${literal(shape.values[0] ?? '', shape.of)}`];
  }
  if (!isRequired) return [`${name}?.let { fields[${code}] = ${encode(shape, 'it', false)} }`];
  return [`fields[${code}] = ${encode(shape, name, isNullable(shape))}`];
}

/** The value as the wire has it. */
function encode(shape: Shape, name: string, mayBeNull: boolean): string {
  if (shape.kind === 'choice') return isEnum(shape) ? `${name}${mayBeNull ? '?' : ''}.value` : name;
  if (shape.kind === 'object') return `${name}.toMap()`;
  if (shape.kind !== 'list') return name;
  const inner = encode(shape.items, 'it', isNullable(shape.items));
  return inner === 'it' ? name : `${name}.map { ${inner} }`;
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
      return 'Long';
    case 'list':
      return `List<${typeOf(shape.items, types)}${isNullable(shape.items) ? '?' : ''}>`;
    case 'null':
      return 'Nothing?';
    case 'boolean':
    case 'choice':
    case 'object':
      return 'Boolean';
  }
}

function escaped(name: string): string {
  return KEYWORDS.has(name) ? `\`${name}\`` : name;
}

function literal(value: string | number | boolean, of: ChoiceShape['of']): string {
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    return of === 'number' && /^-?\d+$/.test(String(value)) ? `${value}.0` : String(value);
  }
  return quote(value, utf16, /["\\$]/g);
}

/** Kotlin escapes UTF-16 units, so what lies beyond them takes two. */
function utf16(hex: string): string {
  const text = String.fromCodePoint(Number.parseInt(hex, 16));
  const units = Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}

function comment(lines: readonly string[], indent: string): string[] {
  const [only = ''] = lines;
  if (lines.length === 0) return [];
  if (lines.length === 1 && only.length + indent.length + 7 <= WIDTH) return [`${indent}/** ${only} */`];
  return [`${indent}/**`, ...lines.map((line) => `${indent} * ${line}`), `${indent} */`];
}
