/** JSON and YAML of other tools, as plain data. */
import { parse } from 'yaml';
import type { Json, JsonObject } from '../../event.ts';
import { isJsonObject } from '../../event.ts';
import type { ImportFile } from './imported.ts';

/** Characters of one file. */
const TEXT_MAX = 16_000_000;
const ALIASES_MAX = 100;
/** Levels of a file: what reads it goes down level by level. */
const DEPTH_MAX = 100;

/** The data of a file, by what its text begins with. Null where it is neither JSON nor YAML, too long or too deep. */
export function readData(file: ImportFile): Json | null {
  if (file.text.length > TEXT_MAX) return null;
  try {
    const isJson = /^\uFEFF?\s*[[{]/u.test(file.text) && !/\.ya?ml$/u.test(file.path);
    const data = isJson ? fromJson(file.text) : fromYaml(file.text);
    return isWithin(data, DEPTH_MAX) ? data : null;
  } catch {
    // What is wrong may quote the file; that it is not read is told without it.
    return null;
  }
}

function isWithin(data: Json, levels: number): boolean {
  if (typeof data !== 'object' || data === null) return true;
  return levels > 0 && Object.values(data).every((each: Json) => isWithin(each, levels - 1));
}

function fromJson(text: string): Json {
  // JSON.parse gives JSON.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return JSON.parse(text.replace(/^\uFEFF/u, '')) as Json;
}

function fromYaml(text: string): Json {
  // Warnings would be printed, and quote the file. The core schema of YAML has no other values than JSON has.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return parse(text, { maxAliasCount: ALIASES_MAX, schema: 'core', logLevel: 'error' }) as Json;
}

/** A text member; null where it is not there, not a text, or blank. */
export function textOf(data: JsonObject, key: string): string | null {
  const value = data[key];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

/** The objects of a list; none where it is not one. */
export function objectsOf(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter((each: Json) => isJsonObject(each)) : [];
}

/** The members of a map that are objects. */
export function membersOf(value: Json | undefined): readonly (readonly [string, JsonObject])[] {
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, each]) => (isJsonObject(each) ? [[key, each] as const] : []));
}
