/**
 * Names that a plan can write. Plans know no `.`, `[`, `]` and no control characters in a field's name; Sentry's senders use
 * them freely. Two ways there and back, both without loss: bags of attributes nest at their dots (`http.route` becomes
 * `http` → `route`), and in all else the characters are percent-encoded (`cart.total` becomes `cart%2Etotal`).
 */
import { isJsonArray, isJsonObject } from '../../event.ts';
import type { Json, JsonObject } from '../../event.ts';
import { setOwn } from '../read-value.ts';

/** The percent sign itself is among them, so that decoding is unambiguous. */
const UNPLANNABLE = /[%.[\]\p{Cc}]/u;
const UNPLANNABLE_ALL = new RegExp(UNPLANNABLE, 'gu');
/** What `escapeName` writes, and nothing else: names of other senders keep their percent signs. */
const ESCAPED_ALL = /%(?:25|2E|5B|5D|[01][0-9A-F]|7F|C2%[89][0-9A-F])/g;

/** A plan nests eight levels deep; what has more dots keeps the rest of its name in one piece. */
const STEPS_MAX = 8;

/** Every name in the value, at every depth, in its planned form. The value itself where none had to change. */
export function escapeNames(value: Json): Json {
  return renameAll(value, escapeName);
}

/** Undoes `escapeNames`. */
export function unescapeNames(value: Json): Json {
  return renameAll(value, unescapeName);
}

/**
 * Nests a bag at the dots of its names. A dot after which a shorter name would become both a value and an object is
 * escaped instead: with `segment.name` there too, `segment.name.source` becomes `segment` → `name%2Esource`.
 */
export function nestNames(flat: JsonObject): JsonObject {
  const root: Record<string, Json> = {};
  const branches = new Map<string, Record<string, Json>>();
  for (const [key, value] of Object.entries(flat)) {
    if (!key.includes('.')) {
      setOwn(root, escapeName(key), escapeNames(value));
      continue;
    }
    const steps = stepsOf(key, flat);
    let branch = root;
    steps.slice(0, -1).forEach((step, depth) => {
      branch = branchAt(branches, branch, steps.slice(0, depth + 1).join('.'), step);
    });
    setOwn(branch, steps.at(-1) ?? '', escapeNames(value));
  }
  return root;
}

/** Undoes `nestNames`. An object that stood as a value in the bag comes back joined: bags hold no objects by themselves. */
export function joinNames(nested: JsonObject): JsonObject {
  const flat: Record<string, Json> = {};
  gather(nested, null, flat);
  return flat;
}

/** One name in its planned form. */
export function escapeName(name: string): string {
  if (!UNPLANNABLE.test(name)) return name;
  return name.replaceAll(UNPLANNABLE_ALL, (each) => (each === '.' ? '%2E' : encodeURIComponent(each)));
}

function unescapeName(name: string): string {
  return name.includes('%') ? name.replaceAll(ESCAPED_ALL, (each) => decodeURIComponent(each)) : name;
}

function renameAll(value: Json, rename: (name: string) => string): Json {
  return keepsNames(value, rename) ? value : rewrite(value, rename);
}

/** Nearly all values keep theirs, and then nothing is copied. */
function keepsNames(value: Json | undefined, rename: (name: string) => string): boolean {
  if (isJsonArray(value)) return value.every((item) => keepsNames(item, rename));
  if (!isJsonObject(value)) return true;
  return Object.keys(value).every((key) => rename(key) === key && keepsNames(value[key], rename));
}

function rewrite(value: Json, rename: (name: string) => string): Json {
  if (isJsonArray(value)) return value.map((item) => rewrite(item, rename));
  if (!isJsonObject(value)) return value;
  const renamed: Record<string, Json> = {};
  for (const [key, child] of Object.entries(value)) setOwn(renamed, rename(key), rewrite(child, rename));
  return renamed;
}

function stepsOf(key: string, flat: JsonObject): readonly string[] {
  const steps: string[] = [];
  let from = 0;
  for (let dot = key.indexOf('.'); dot !== -1; dot = key.indexOf('.', dot + 1)) {
    if (steps.length === STEPS_MAX - 1) break;
    if (Object.hasOwn(flat, key.slice(0, dot))) continue;
    steps.push(escapeName(key.slice(from, dot)));
    from = dot + 1;
  }
  return [...steps, escapeName(key.slice(from))];
}

function branchAt(
  branches: Map<string, Record<string, Json>>,
  parent: Record<string, Json>,
  path: string,
  step: string,
): Record<string, Json> {
  const known = branches.get(path);
  if (known !== undefined) return known;
  const branch: Record<string, Json> = {};
  branches.set(path, branch);
  setOwn(parent, step, branch);
  return branch;
}

function gather(node: JsonObject, prefix: string | null, flat: Record<string, Json>): void {
  for (const [key, value] of Object.entries(node)) {
    const name = prefix === null ? unescapeName(key) : `${prefix}.${unescapeName(key)}`;
    if (isJsonObject(value) && Object.keys(value).length > 0) gather(value, name, flat);
    else setOwn(flat, name, unescapeNames(value));
  }
}
