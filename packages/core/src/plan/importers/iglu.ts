/**
 * Iglu, Snowplow's registry: self-describing JSON Schemas under `vendor/name/jsonschema/MODEL-REVISION-ADDITION`
 * (https://docs.snowplow.io/docs/fundamentals/schemas/). A registry does not say which schemas are events and which describe
 * entities beside events, so every schema becomes an event.
 */
import type { Json, JsonObject } from '../../event.ts';
import { isJsonObject } from '../../event.ts';
import { convertSchema } from './convert-schema.ts';
import type { DraftEvent, ImportFile, Imported, Importer, UnreadFile } from './imported.ts';
import { makeDraft } from './make-draft.ts';
import { readData, textOf } from './read-data.ts';

const PATH = /([\w.-]+)\/([\w.-]+)\/jsonschema\/(\d{1,9})-(\d{1,9})-(\d{1,9})(?:\.json)?$/;
const VERSION = /^(\d{1,9})-(\d{1,9})-(\d{1,9})$/;

/** One version of one schema. */
interface IgluSchema {
  readonly vendor: string;
  readonly name: string;
  readonly version: readonly number[];
  readonly schema: JsonObject;
}

export const iglu: Importer = {
  reads:
    'a directory of Iglu schemas (vendor/name/jsonschema/1-0-0), or one of them; the newest version of each',
  wants: (path) => PATH.test(path),
  read: (files) => {
    const { schemas, unread } = readSchemas(files);
    const newest = new Map<string, IgluSchema>();
    for (const each of schemas) newest.set(keyOf(each), each);
    return { events: [...newest.values()].map(toDraft), unread };
  },
};

/** Every version of every schema, oldest first, so that consecutive ones can be compared. */
export function readIgluHistories(files: readonly ImportFile[]): ReadonlyMap<string, Imported> {
  const histories = new Map<string, DraftEvent[]>();
  for (const each of readSchemas(files).schemas) {
    const key = keyOf(each);
    histories.set(key, [...(histories.get(key) ?? []), toDraft(each)]);
  }
  return new Map([...histories].map(([key, events]) => [key, { events, unread: [] }]));
}

function keyOf({ vendor, name }: IgluSchema): string {
  return `${vendor}/${name}`;
}

/** By key and then by version. */
function readSchemas(files: readonly ImportFile[]): {
  readonly schemas: readonly IgluSchema[];
  readonly unread: readonly UnreadFile[];
} {
  const unread: UnreadFile[] = [];
  const schemas: IgluSchema[] = [];
  for (const file of files) {
    const data = readData(file);
    const schema = isJsonObject(data ?? undefined) ? readSchema(file.path, data ?? null) : null;
    if (schema === null) unread.push({ file: file.path, reason: 'is no self-describing JSON Schema' });
    else schemas.push(schema);
  }
  return { schemas: schemas.toSorted(byKeyAndVersion), unread };
}

function readSchema(path: string, data: Json): IgluSchema | null {
  if (!isJsonObject(data)) return null;
  const [, ...named] = PATH.exec(path) ?? [];
  const said = isJsonObject(data['self']) ? selfOf(data['self']) : [];
  // What a schema says of itself counts; where it says nothing, its path does.
  const [vendor, name, ...version] = said.length > 0 ? said : named;
  if (vendor === undefined || name === undefined || version.length < 3) return null;
  return { vendor, name, version: version.map(Number), schema: data };
}

/** Vendor, name and the three numbers of the version; empty where any is missing. */
function selfOf(self: JsonObject): readonly string[] {
  const vendor = textOf(self, 'vendor');
  const name = textOf(self, 'name');
  const [, ...version] = VERSION.exec(textOf(self, 'version') ?? '') ?? [];
  const isSchema = (textOf(self, 'format') ?? 'jsonschema') === 'jsonschema';
  return vendor === null || name === null || version.length < 3 || !isSchema
    ? []
    : [vendor, name, ...version];
}

function byKeyAndVersion(left: IgluSchema, right: IgluSchema): number {
  const keys = [keyOf(left), keyOf(right)] as const;
  if (keys[0] !== keys[1]) return keys[0] < keys[1] ? -1 : 1;
  for (const [at, number] of left.version.entries()) {
    const order = number - (right.version[at] ?? 0);
    if (order !== 0) return order;
  }
  return 0;
}

/** MODEL-REVISION-ADDITION keeps its order as a version of SemVer. Events come by the name of the schema alone. */
function toDraft({ vendor, name, version, schema }: IgluSchema): DraftEvent {
  const { schema: converted, notes } = convertSchema(schema);
  const { description, ...rest } = converted;
  return makeDraft({
    key: `${vendor}/${name}`,
    name,
    version: version.join('.'),
    description: typeof description === 'string' ? description : '',
    deprecated: schema['$supersededBy'] !== undefined,
    schema: rest,
    notes,
  });
}
