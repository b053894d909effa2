/** Go structs and functions, one of each for each event, around an interface that the app implements. Formatted as by gofmt. */
import type { Language } from './language.ts';
import { createNames, nameTypes, splitWords, toPascal, valueWords } from './naming.ts';
import { escapeLong, GIVEN_UP, headerOf, quote, wrap } from './text.ts';
import { isFixed, isNullable, withoutFixed } from './walk-shape.ts';
import type { ChoiceShape, Member, ObjectShape, Shape, TypedCall, TypedEvent, TypedPlan } from './shape.ts';

const WIDTH = 100;
/** Words that Go writes in capitals (https://go.dev/wiki/CodeReviewComments#initialisms). */
const INITIALISMS = new Set('api http id ip json sql ttl ui uri url uuid'.split(' '));
const CALLS = {
  track: { fields: 'properties', isNamed: true, id: null },
  page: { fields: 'properties', isNamed: true, id: null },
  screen: { fields: 'properties', isNamed: true, id: null },
  identify: { fields: 'traits', isNamed: false, id: null },
  group: { fields: 'traits', isNamed: false, id: 'groupID' },
} as const satisfies Readonly<Record<TypedCall, { fields: string; isNamed: boolean; id: string | null }>>;

/** Written where the code above calls them. */
const HELPERS = [
  [
    'Some',
    `// Some gives a pointer to a value, for fields that may be left out.
func Some[T any](value T) *T {
	return &value
}`,
  ],
  [
    'fill',
    `// fill gives the fields of an event, or says which of the required ones are not set.
func fill(event interface {
	fields(at string, missing *[]string) map[string]any
}) (map[string]any, error) {
	var missing []string
	fields := event.fields("", &missing)
	if len(missing) > 0 {
		return nil, errors.New("required and not set: " + strings.Join(missing, ", "))
	}
	return fields, nil
}`,
  ],
  [
    'required',
    `func required(value any, path string, missing *[]string) any {
	if value == nil {
		*missing = append(*missing, path)
	}
	return value
}`,
  ],
  [
    'list',
    `func list[T any](items []T, encode func(T) any) []any {
	encoded := make([]any, 0, len(items))
	for _, item := range items {
		encoded = append(encoded, encode(item))
	}
	return encoded
}`,
  ],
] as const;

interface Names {
  readonly types: ReadonlyMap<Shape, string>;
  /** Types, functions and values share the names of the package. */
  readonly give: (wanted: string) => string;
}

export const GO: Language = {
  file: 'telemetry.go',
  sdks: ['plain'],
  packagePattern: /^[a-z][a-z0-9]*$/,
  write: (plan, { packageName }) => ({ text: writeFile(plan, packageName), leftOut: [] }),
};

function writeFile(plan: TypedPlan, packageName: string): string {
  const give = createNames(['Analytics', 'Who', 'Some', 'fill', 'required', 'list', 'errors', 'strings']);
  const names = { types: nameTypes(plan.events, give, needsName, toGoName), give };
  const body = plan.events.flatMap((event) => [
    ...withoutFixed(event.root).flatMap((shape) =>
      writeType(shape, names, shape === event.root ? event : null),
    ),
    writeFunction(event, names),
  ]);
  const code = body.join('\n\n');
  const hasOptional = /^\t\w+ +\*/m.test(code);
  const helpers = HELPERS.filter(([name]) => (name === 'Some' ? hasOptional : code.includes(`${name}(`)));
  const parts = [
    `// ${headerOf(plan.id)}`,
    `// Package ${packageName} has the events of the plan, and no others.\npackage ${packageName}`,
    ...(code.includes('fill(') ? ['import (\n\t"errors"\n\t"strings"\n)'] : []),
    interfaceFor(plan),
    ...body,
    ...helpers.map(([, text]) => text),
  ];
  return `${parts.join('\n\n')}\n`;
}

function toGoName(words: readonly string[]): string {
  return toPascal(words.map((word) => (INITIALISMS.has(word) ? word.toUpperCase() : word)));
}

function interfaceFor(plan: TypedPlan): string {
  const used = new Set(plan.events.map((event) => event.call));
  const all: readonly TypedCall[] = ['track', 'page', 'screen', 'identify', 'group'];
  const methods = all
    .filter((call) => used.has(call))
    .map((call) => {
      const { fields, isNamed, id } = CALLS[call];
      const middle = [...(isNamed ? ['name string'] : []), ...(id === null ? [] : [`${id} string`])];
      return `\t${toPascal([call])}(${['who Who', ...middle, `${fields} map[string]any`].join(', ')}) error`;
    });
  return [
    '// Analytics is where events go: implement it around the SDK in use. An empty name stands for none.',
    'type Analytics interface {',
    ...methods,
    '}',
    '',
    '// Who says whom a message is about. One of the two must be set.',
    'type Who struct {',
    '\tUserID      string',
    '\tAnonymousID string',
    '}',
  ].join('\n');
}

function needsName(shape: Shape): boolean {
  return shape.kind === 'object' || (shape.kind === 'choice' && isEnum(shape));
}

/** The two booleans are `bool`, unless null is a third. */
function isEnum({ of, values, isNullable: hasNull }: ChoiceShape): boolean {
  return hasNull || !(of === 'boolean' && values.length > 1);
}

function writeType(shape: Shape, names: Names, event: TypedEvent | null): string[] {
  const name = names.types.get(shape);
  if (name === undefined) return [];
  if (shape.kind === 'choice') return [writeEnum(name, shape, names)];
  return shape.kind === 'object' ? [writeStruct(name, shape, names, event)] : [];
}

/** A struct, because any text would do for a string type. */
function writeEnum(name: string, { of, values, isNullable: hasNull }: ChoiceShape, { give }: Names): string {
  const rows = values.map((value): [string, string] => [
    give(name + toGoName(valueWords(value))),
    `= ${name}{${typed(value, of)}}`,
  ]);
  const zero = hasNull ? ' The zero value is null.' : '';
  return [
    `// ${name} is one of the values below.${zero}`,
    `type ${name} struct{ value any }`,
    '',
    ...(rows.length === 1
      ? [`var ${rows.flat().join(' ')}`]
      : ['var (', ...align(rows).map((line) => `\t${line}`), ')']),
  ].join('\n');
}

function typed(value: string | number | boolean, of: ChoiceShape['of']): string {
  if (of === 'integer') return `int64(${String(value)})`;
  return of === 'number' ? `float64(${String(value)})` : literal(value);
}

function literal(value: string | number | boolean): string {
  if (typeof value !== 'string') return String(value);
  return quote(value, escapeLong);
}

function writeStruct(
  name: string,
  { members }: ObjectShape,
  { types }: Names,
  event: TypedEvent | null,
): string {
  const giveName = createNames(['fields']);
  const named = members.map((member) => ({ member, name: giveName(toGoName(splitWords(member.key))) }));
  const open = named.filter(({ member }) => !isFixed(member));
  const puts = named.flatMap((each) => put(each.member, each.name, types));
  const head =
    open.length === 0
      ? [`type ${name} struct{}`]
      : [`type ${name} struct {`, ...fieldLines(open, types), '}'];
  return [
    ...comment(`${name} has the fields of`, event, name),
    ...head,
    '',
    `func (event ${name}) fields(at string, missing *[]string) map[string]any {`,
    ...(puts.length === 0
      ? ['\treturn map[string]any{}']
      : [
          '\tfields := map[string]any{}',
          ...puts.map((line) => `\t${line.replaceAll('\n', '\n\t')}`),
          '\treturn fields',
        ]),
    '}',
  ].join('\n');
}

/** gofmt aligns the types of fields that stand together; a comment parts them. */
function fieldLines(open: readonly { member: Member; name: string }[], types: Names['types']): string[] {
  const lines: string[] = [];
  let rows: [string, string][] = [];
  const flush = (): void => {
    lines.push(...align(rows).map((line) => `\t${line}`));
    rows = [];
  };
  for (const { member, name } of open) {
    const deprecated = member.isDeprecated
      ? [...(member.notes.length > 0 ? [''] : []), `Deprecated: ${GIVEN_UP}`]
      : [];
    const notes = [...member.notes.flatMap((note) => wrapDoc(note, WIDTH - 8)), ...deprecated];
    if (notes.length > 0) flush();
    lines.push(...notes.map((note) => `\t// ${note}`.trimEnd()));
    rows.push([name, fieldType(member, types)]);
  }
  flush();
  return lines;
}

function align(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(0, ...rows.map(([name]) => name.length));
  return rows.map(([name, rest]) => `${name.padEnd(width)} ${rest}`);
}

/** A list that is nil and an enum without a value are left out; other fields need a pointer for that. */
function fieldType({ shape, isRequired }: Member, types: Names['types']): string {
  const type = typeOf(shape, types);
  const hasZero = shape.kind === 'list' || (shape.kind === 'choice' && isEnum(shape));
  return isRequired || hasZero ? type : `*${type}`;
}

function put(member: Member, name: string, types: Names['types']): string[] {
  const { key, shape, isRequired } = member;
  const target = `fields[${literal(key)}]`;
  if (shape.kind === 'null') return isRequired ? [`${target} = nil`] : [];
  if (shape.kind === 'choice' && isFixed(member)) return [`${target} = ${literal(shape.values[0] ?? '')}`];
  const field = `event.${name}`;
  if (isRequired) return [`${target} = ${encode(shape, field, { key, types })}`];
  if (shape.kind === 'list') return whenSet(field, `${target} = ${encode(shape, field, { key, types })}`);
  if (shape.kind === 'choice' && isEnum(shape))
    return whenSet(`${field}.value`, `${target} = ${field}.value`);
  const value = shape.kind === 'object' ? encode(shape, field, { key, types }) : `*${field}`;
  return whenSet(field, `${target} = ${value}`);
}

function whenSet(field: string, statement: string): string[] {
  return [`if ${field} != nil {`, `\t${statement.replaceAll('\n', '\n\t')}`, '}'];
}

interface EncodeScope {
  /** Path below the object, for the message about what is missing. */
  readonly key: string;
  readonly types: Names['types'];
}

/** The value as the wire has it. */
function encode(shape: Shape, name: string, { key, types }: EncodeScope): string {
  if (shape.kind === 'object') return `${name}.fields(at+${literal(`${key}.`)}, missing)`;
  if (shape.kind === 'choice' && isEnum(shape)) {
    return isNullable(shape) ? `${name}.value` : `required(${name}.value, at+${literal(key)}, missing)`;
  }
  if (shape.kind === 'null') return 'nil';
  if (shape.kind !== 'list') return name;
  const inner = encode(shape.items, 'item', { key: `${key}[]`, types });
  // gofmt breaks what is long by a measure of its own, so all of it is broken.
  const body = inner.replaceAll('\n', '\n\t');
  return `list(${name}, func(item ${typeOf(shape.items, types)}) any {\n\treturn ${body}\n})`;
}

function typeOf(shape: Shape, types: Names['types']): string {
  const named = types.get(shape);
  if (named !== undefined) return named;
  switch (shape.kind) {
    case 'text':
      return 'string';
    case 'number':
      return 'float64';
    case 'integer':
      return 'int64';
    case 'list':
      return `[]${typeOf(shape.items, types)}`;
    case 'null':
      return 'any';
    case 'boolean':
    case 'choice':
    case 'object':
      return 'bool';
  }
}

function writeFunction(event: TypedEvent, { types, give }: Names): string {
  const { fields, isNamed, id } = CALLS[event.call];
  const type = types.get(event.root) ?? '';
  const name = give(toGoName(['send', ...splitWords(event.id)]));
  const middle = [...(isNamed ? [literal(event.name ?? '')] : []), ...(id === null ? [] : [id])];
  const params = ['to Analytics', 'who Who', ...(id === null ? [] : [`${id} string`]), `event ${type}`];
  return [
    ...comment(`${name} sends`, event, name),
    `func ${name}(${params.join(', ')}) error {`,
    `\t${fields}, err := fill(event)`,
    '\tif err != nil {',
    '\t\treturn err',
    '\t}',
    `\treturn to.${toPascal([event.call])}(${['who', ...middle, fields].join(', ')})`,
    '}',
  ].join('\n');
}

/** gofmt takes two quotes for a typographic one (https://go.dev/doc/comment). */
function wrapDoc(note: string, width: number): string[] {
  return wrap(note.replaceAll(/''|``/g, '"'), width);
}

/** Doc comments begin with the name (https://go.dev/doc/comment). */
function comment(opening: string, event: TypedEvent | null, name: string): string[] {
  if (event === null) return [];
  const [note] = event.notes;
  const text = note === undefined ? `${opening} an event of the plan.` : `${name}: ${note}`;
  return [...wrapDoc(text, WIDTH - 3), ...(event.isDeprecated ? ['', `Deprecated: ${GIVEN_UP}`] : [])].map(
    (line) => `// ${line}`.trimEnd(),
  );
}
