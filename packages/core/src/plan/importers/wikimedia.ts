/**
 * Schemas as Wikimedia keeps them with jsonschema-tools: JSON Schema in YAML, one immutable file for each SemVer version,
 * `name/1.2.0.yaml` (https://wikitech.wikimedia.org/wiki/Event_Platform/Schemas).
 */
import type { Json, JsonObject } from '../../event.ts';
import { isJsonObject } from '../../event.ts';
import { convertSchema } from './convert-schema.ts';
import type { DraftEvent, ImportFile, Imported, Importer, UnreadFile } from './imported.ts';
import { makeDraft } from './make-draft.ts';
import { readData, textOf } from './read-data.ts';

const PATH =
  /^(?:.*?\/)?jsonschema\/(.+)\/(\d{1,9}\.\d{1,9}\.\d{1,9})(?:\.ya?ml|\.json)?$|^(.+)\/(\d{1,9}\.\d{1,9}\.\d{1,9})(?:\.ya?ml|\.json)?$/;
const ID = /^\/(.+)\/(\d{1,9}\.\d{1,9}\.\d{1,9})#?$/;

interface VersionedSchema {
  readonly name: string;
  readonly version: string;
  readonly schema: JsonObject;
}

export const wikimedia: Importer = {
  reads:
    'a directory of JSON Schemas in YAML by version (name/1.2.0.yaml), as jsonschema-tools writes them; the newest of each',
  wants: (path) => PATH.test(path),
  read: (files) => {
    const { schemas, unread } = readSchemas(files);
    const newest = new Map<string, VersionedSchema>();
    for (const each of schemas) newest.set(each.name, each);
    const resolve = resolverOf(schemas);
    const events = [...newest.values()].filter(isEvent).map((each) => toDraft(each, resolve));
    return { events, unread };
  },
};

/** Every version of every schema, fragments included, oldest first. */
export function readWikimediaHistories(files: readonly ImportFile[]): ReadonlyMap<string, Imported> {
  const { schemas } = readSchemas(files);
  const resolve = resolverOf(schemas);
  const histories = new Map<string, DraftEvent[]>();
  for (const each of schemas) {
    histories.set(each.name, [...(histories.get(each.name) ?? []), toDraft(each, resolve)]);
  }
  return new Map([...histories].map(([key, events]) => [key, { events, unread: [] }]));
}

/** Fragments are parts of events and no events. */
function isEvent({ name }: VersionedSchema): boolean {
  return !name.startsWith('fragment/');
}

/** References are absolute paths, `/fragment/common/1.0.0`, at times with an empty fragment behind. */
function resolverOf(schemas: readonly VersionedSchema[]): (reference: string) => Json | undefined {
  const byId = new Map(schemas.map(({ name, version, schema }) => [`/${name}/${version}`, schema]));
  return (reference) => byId.get(reference.replace(/#.*$/u, ''));
}

function readSchemas(files: readonly ImportFile[]): {
  readonly schemas: readonly VersionedSchema[];
  readonly unread: readonly UnreadFile[];
} {
  const unread: UnreadFile[] = [];
  const schemas: VersionedSchema[] = [];
  for (const file of files) {
    const data = readData(file);
    const named = isJsonObject(data ?? undefined) ? nameOf(data, file.path) : null;
    if (named !== null && data !== null && isJsonObject(data)) schemas.push({ ...named, schema: data });
    else unread.push({ file: file.path, reason: 'is no JSON Schema in YAML named by its version' });
  }
  return { schemas: schemas.toSorted(byNameAndVersion), unread };
}

/** What a schema says of itself counts; where it says nothing, its path does. */
function nameOf(data: Json | null, path: string): Omit<VersionedSchema, 'schema'> | null {
  const said = data !== null && isJsonObject(data) ? ID.exec(textOf(data, '$id') ?? '') : null;
  const [, below, since, name = below, version = since] = said ?? PATH.exec(path) ?? [];
  return name === undefined || version === undefined ? null : { name, version };
}

function byNameAndVersion(left: VersionedSchema, right: VersionedSchema): number {
  if (left.name !== right.name) return left.name < right.name ? -1 : 1;
  return compareVersions(left.version, right.version);
}

/** Order of two versions of SemVer without labels: below 0 where the first is older. */
function compareVersions(left: string, right: string): number {
  const others = right.split('.').map(Number);
  for (const [at, number] of left.split('.').map(Number).entries()) {
    const order = number - (others[at] ?? 0);
    if (order !== 0) return order;
  }
  return 0;
}

function toDraft(
  { name, version, schema }: VersionedSchema,
  resolve: (reference: string) => Json | undefined,
): DraftEvent {
  const { schema: converted, notes } = convertSchema(schema, { resolve });
  const { description, title: _, ...rest } = converted;
  return makeDraft({
    key: name,
    version,
    description: typeof description === 'string' ? description : (textOf(schema, 'title') ?? ''),
    deprecated: schema['deprecated'] === true,
    schema: rest,
    notes,
  });
}
