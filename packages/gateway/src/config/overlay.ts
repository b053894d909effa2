/**
 * What flags and environment variables lay over the file. `HEADGATE_SERVER__PORT=8080` stands for `server.port`: the
 * words of the path are joined by two underscores. Variables without two underscores are not configuration, except
 * HEADGATE_DATA and HEADGATE_PLAN, because Kubernetes sets some of its own by the name of a service.
 */
import { z } from 'zod';

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

type LeafType = 'number' | 'boolean' | 'array';

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
function valueOf(text: string, type: LeafType | null): unknown {
  if (type === 'number') return /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : text;
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  if (type === 'array') return text.split(',').map((item) => item.trim());
  return text;
}

/** The type that the schema has at a path, as far as a text must be turned into it. Null where it stays a text. */
function leafType(schema: unknown, path: readonly string[]): LeafType | null {
  if (isWrapper(schema)) return leafType(schema.unwrap(), path);
  const [key, ...rest] = path;
  if (key === undefined) {
    if (schema instanceof z.ZodNumber) return 'number';
    if (schema instanceof z.ZodBoolean) return 'boolean';
    return schema instanceof z.ZodArray ? 'array' : null;
  }
  if (schema instanceof z.ZodRecord) return leafType(schema.valueType, rest);
  if (!(schema instanceof z.ZodObject) || !Object.hasOwn(schema.shape, key)) return null;
  return leafType(schema.shape[key], rest);
}

function isWrapper(schema: unknown): schema is z.ZodDefault | z.ZodPrefault | z.ZodOptional {
  return schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
