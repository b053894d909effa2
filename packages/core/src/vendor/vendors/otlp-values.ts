/** Objects → OpenTelemetry's values and flat attributes: what the OTLP wire protocol reads, written backwards. */
import { isJsonArray, isJsonObject } from '../../event.ts';
import type { Json, JsonObject } from '../../event.ts';
import { OWN_VALUE } from '../../wire/otlp/words.ts';

/** `KeyValue` in OTLP/JSON. */
export type Attribute = { readonly key: string; readonly value: JsonObject };

/** `AnyValue` in OTLP/JSON: 64-bit integers are text, and so are the numbers that JSON does not have. */
export function anyValue(value: Json): JsonObject {
  if (value === null) return {};
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number') return numberValue(value);
  if (isJsonArray(value)) return { arrayValue: { values: value.map(anyValue) } };
  return { kvlistValue: { values: Object.entries(value).map(([key, member]) => attribute(key, member)) } };
}

export function attribute(key: string, value: Json): Attribute {
  return { key, value: anyValue(value) };
}

/**
 * The members of an object as attributes, with the names on the way joined by dots. A member that would come to a key
 * which has another meaning, one that `isTaken`, is written as one list instead: `user: { id }` is not the id of the user.
 */
export function flatten(nested: JsonObject, isTaken: (key: string) => boolean): readonly Attribute[] {
  return Object.entries(nested).flatMap(([name, value]) => flattenMember(name, value, isTaken));
}

/** The same for one member, under a key of its own. */
export function flattenMember(
  key: string,
  value: Json,
  isTaken: (key: string) => boolean,
): readonly Attribute[] {
  const leaves = leavesOf(key, value);
  if (leaves.some(([leaf]) => isTaken(leaf))) return [attribute(key, value)];
  return leaves.map(([leaf, each]) => attribute(leaf, each));
}

/** Nothing has another meaning. */
export const NONE_TAKEN = (): boolean => false;

function numberValue(value: number): JsonObject {
  if (Number.isSafeInteger(value)) return { intValue: String(value) };
  return { doubleValue: Number.isFinite(value) ? value : String(value) };
}

function leavesOf(key: string, value: Json): readonly (readonly [string, Json])[] {
  if (!isJsonObject(value)) return [[key, value]];
  const members = Object.entries(value);
  if (members.length === 0) return [[key, value]];
  return members.flatMap(([name, member]) =>
    // The value of a key that is a namespace as well has no name of its own there.
    name === OWN_VALUE && members.length > 1 && !isJsonObject(member)
      ? [[key, member] as const]
      : leavesOf(`${key}.${name}`, member),
  );
}
