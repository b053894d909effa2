/**
 * Semantic conventions of OpenTelemetry in YAML, both forms of the registry: `groups` and `definition/2`
 * (https://github.com/open-telemetry/weaver/blob/main/schemas/semconv-syntax.v2.md). Events become events, their attributes
 * fields; each dot of an attribute's key becomes a level, as the decoder of OTLP has it.
 */
import type { Json, JsonObject } from '../../event.ts';
import { isJsonObject } from '../../event.ts';
import { convertSchema } from './convert-schema.ts';
import type { DraftEvent, ImportFile, Imported, Importer, ReviewNote, UnreadFile } from './imported.ts';
import { makeDraft } from './make-draft.ts';
import { objectsOf, readData, textOf } from './read-data.ts';

interface Registry {
  readonly attributes: Map<string, JsonObject>;
  readonly groups: Map<string, JsonObject>;
  readonly events: JsonObject[];
}

/** Groups that extend or name groups. */
const DEPTH_MAX = 10;

export const otel: Importer = {
  reads: 'a registry of OpenTelemetry semantic conventions in YAML: a directory, or one file',
  wants: (path) => /\.ya?ml$/u.test(path) && !/manifest\.ya?ml$/u.test(path),
  read: (files) => readAll(files),
};

function readAll(files: readonly ImportFile[]): Imported {
  const unread: UnreadFile[] = [];
  const registry: Registry = { attributes: new Map(), groups: new Map(), events: [] };
  for (const file of files) {
    const data = readData(file);
    if (data === null || !isJsonObject(data) || !note(data, registry)) {
      unread.push({ file: file.path, reason: 'holds no semantic conventions' });
    }
  }
  return { events: registry.events.flatMap((event) => toDraft(event, registry) ?? []), unread };
}

/** Takes up what a file defines; false where it is no file of a registry. */
function note(data: JsonObject, registry: Registry): boolean {
  const groups = [...objectsOf(data['groups']), ...objectsOf(data['attribute_groups'])];
  for (const group of groups) {
    registry.groups.set(textOf(group, 'id') ?? '', group);
    noteAttributes(group['attributes'], registry);
    if (group['type'] === 'event') registry.events.push(group);
  }
  noteAttributes(data['attributes'], registry);
  registry.events.push(...objectsOf(data['events']));
  return [
    'groups',
    'attribute_groups',
    'attributes',
    'events',
    'metrics',
    'spans',
    'entities',
    'imports',
  ].some((key) => data[key] !== undefined);
}

function noteAttributes(listed: Json | undefined, registry: Registry): void {
  for (const attribute of objectsOf(listed)) {
    const key = textOf(attribute, 'key') ?? textOf(attribute, 'id');
    if (key !== null && attribute['type'] !== undefined) registry.attributes.set(key, attribute);
  }
}

function toDraft(event: JsonObject, registry: Registry): DraftEvent | null {
  const name = textOf(event, 'name') ?? textOf(event, 'id')?.replace(/^event\./u, '') ?? null;
  if (name === null) return null;
  const notes: ReviewNote[] = [];
  const lost = (detail: string, rule: ReviewNote['rule']): void =>
    void notes.push({ rule, pointer: '/schema', detail });
  const root: Level = { members: new Map(), required: new Set() };
  for (const [key, attribute, isRequired] of attributesOf(event, registry, lost)) {
    if (!place(root, key.split('.'), attributeSchema(attribute), isRequired)) lost(key, 'field-name');
  }
  if (event['body'] !== undefined) lost('body', 'collection');
  const { schema, notes: converted } = convertSchema(levelSchema(root));
  return makeDraft({
    key: name,
    description: textOf(event, 'brief') ?? '',
    deprecated: event['deprecated'] !== undefined,
    schema,
    notes: [...notes, ...converted],
  });
}

type Attribute = readonly [key: string, definition: JsonObject, isRequired: boolean];

function attributesOf(
  group: JsonObject,
  registry: Registry,
  lost: (detail: string, rule: ReviewNote['rule']) => void,
  depth = 0,
): readonly Attribute[] {
  const parent = registry.groups.get(textOf(group, 'extends') ?? '');
  const inherited =
    parent === undefined || depth > DEPTH_MAX ? [] : attributesOf(parent, registry, lost, depth + 1);
  const own = objectsOf(group['attributes']).flatMap((use): readonly Attribute[] => {
    const shared = textOf(use, 'ref_group');
    if (shared !== null) {
      const other = registry.groups.get(shared);
      if (other !== undefined && depth <= DEPTH_MAX) return attributesOf(other, registry, lost, depth + 1);
      lost(shared, 'unknown-reference');
      return [];
    }
    const key = textOf(use, 'ref') ?? textOf(use, 'key') ?? textOf(use, 'id') ?? '';
    const definition = registry.attributes.get(key);
    if (definition === undefined) {
      lost(key, 'unknown-reference');
      return [];
    }
    return [
      [
        key,
        { ...definition, ...use, type: definition['type'] ?? null },
        use['requirement_level'] === 'required',
      ],
    ];
  });
  return [...new Map([...inherited, ...own].map((each) => [each[0], each])).values()];
}

const TYPES: Readonly<Record<string, JsonObject>> = {
  string: { type: 'string' },
  int: { type: 'integer' },
  double: { type: 'number' },
  boolean: { type: 'boolean' },
};

function attributeSchema(attribute: JsonObject): JsonObject {
  const { type: written, brief, deprecated } = attribute;
  const described = {
    ...(typeof brief === 'string' ? { description: brief } : {}),
    ...(deprecated === undefined ? {} : { deprecated: true }),
  };
  if (isJsonObject(written)) return { ...enumSchema(written), ...described };
  const type = typeof written === 'string' ? written : '';
  const template = /^template\[(.+)\]$/u.exec(type)?.[1];
  if (template !== undefined) return { type: 'object', ...described };
  const item = /^(\w+)\[\]$/u.exec(type)?.[1];
  if (item !== undefined) return { type: 'array', items: TYPES[item] ?? {}, ...described };
  return { ...TYPES[type], ...described };
}

/** Enums of semantic conventions are open: members are the known ones, and other values may come. */
function enumSchema(type: JsonObject): JsonObject {
  const values = objectsOf(type['members']).flatMap(({ value }) => (value === undefined ? [] : [value]));
  const isText = values.every((value) => typeof value === 'string');
  return values.length === 0 ? {} : { type: isText ? 'string' : 'integer', enum: values };
}

interface Level {
  readonly members: Map<string, Level | JsonObject>;
  readonly required: Set<string>;
}

/** False where a shorter or longer key already has the place. */
function place(level: Level, names: readonly string[], schema: JsonObject, isRequired: boolean): boolean {
  const [name = '', ...rest] = names;
  const known = level.members.get(name);
  if (rest.length === 0) {
    if (known !== undefined) return false;
    level.members.set(name, schema);
  } else {
    const below = known ?? { members: new Map(), required: new Set<string>() };
    if (!isLevel(below)) return false;
    level.members.set(name, below);
    if (!place(below, rest, schema, isRequired)) return false;
  }
  if (isRequired) level.required.add(name);
  return true;
}

function isLevel(member: Level | JsonObject): member is Level {
  return member['members'] instanceof Map;
}

function levelSchema(level: Level): JsonObject {
  const properties = [...level.members].map(([name, member]): [string, Json] => [
    name,
    isLevel(member) ? levelSchema(member) : member,
  ]);
  return {
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(properties),
    ...(level.required.size > 0 ? { required: [...level.required] } : {}),
  };
}
