/**
 * What flags and environment variables lay over the file. `HEADGATE_SERVER__PORT=8080` stands for `server.port`: the
 * words of the path are joined by two underscores. Variables without two underscores are not configuration, except
 * HEADGATE_DATA and HEADGATE_PLAN, because Kubernetes sets some of its own by the name of a service.
 */
import type { z } from 'zod';

export interface Overlay {
  readonly path: readonly string[];
  readonly value: unknown;
  /** What set it, for issues: `HEADGATE_SERVER__PORT` or `--port`. */
  readonly origin: string;
}

/** A flag of the command line that stands for a key, for example `{ flag: '--port', path: ['server', 'port'], value: 8080 }`. */
export interface ConfigFlag {
  readonly flag: string;
  readonly path: readonly string[];
  readonly value: unknown;
}

const PREFIX = 'HEADGATE_';
const SHORT_NAMES = ['HEADGATE_DATA', 'HEADGATE_PLAN'];

/** Overlays in the order in which they apply: variables by name, then flags, which win. */
export function overlaysOf(
  variables: Readonly<Record<string, string | undefined>>,
  flags: readonly ConfigFlag[],
  schema: z.ZodType,
): Overlay[] {
  const named = Object.entries(variables)
    .filter(([name]) => name.startsWith(PREFIX) && (name.includes('__') || SHORT_NAMES.includes(name)))
    .toSorted(([left], [right]) => (left < right ? -1 : 1));
  const fromVariables = named.map(([name, text = '']): Overlay => {
    const path = name.slice(PREFIX.length).toLowerCase().split('__');
    return { path, value: valueOf(text, leafType(schema, path)), origin: name };
  });
  const fromFlags = flags.map(({ flag, path, value }): Overlay => ({ path, value, origin: flag }));
  return [...fromVariables, ...fromFlags];
}

/** A copy of `base` with the overlays in place. What is no object on the way gives way. */
export function applyOverlays(base: unknown, overlays: readonly Overlay[]): unknown {
  return overlays.reduce((current, { path, value }) => place(current, path, value), base);
}

function place(current: unknown, path: readonly string[], value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const own = isObject(current) ? current : {};
  const below = Object.hasOwn(own, key) ? own[key] : undefined;
  // A computed key of a literal is an own property even when it is `__proto__`, so nothing is polluted.
  return { ...own, [key]: place(below, rest, value) };
}

/** The text as the schema's type at this place; as it is where that does not fit, so that the check names the place. */
function valueOf(text: string, type: string | null): unknown {
  if (type === 'number') return /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : text;
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  if (type === 'array') return text.split(',').map((item) => item.trim());
  return text;
}

/** The type that the schema has at a path: of its leaf, without defaults. Null where it has none. */
function leafType(schema: z.core.$ZodType, path: readonly string[]): string | null {
  const inner = unwrap(schema);
  const [key, ...rest] = path;
  if (key === undefined) return inner._zod.def.type;
  const below = childOf(inner, key);
  return below === null ? null : leafType(below, rest);
}

function childOf(schema: z.core.$ZodType, key: string): z.core.$ZodType | null {
  const { def } = schema._zod;
  if ('shape' in def && isObject(def.shape)) {
    const child = Object.hasOwn(def.shape, key) ? def.shape[key] : undefined;
    return isSchema(child) ? child : null;
  }
  return 'valueType' in def && isSchema(def.valueType) ? def.valueType : null;
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  const { def } = schema._zod;
  return 'innerType' in def && isSchema(def.innerType) ? unwrap(def.innerType) : schema;
}

function isSchema(value: unknown): value is z.core.$ZodType {
  return isObject(value) && '_zod' in value;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
