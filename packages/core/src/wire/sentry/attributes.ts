/**
 * Bags of typed attributes, as Sentry's logs, metrics and spans carry them: name → `{ value, type, unit? }`
 * (@sentry/core 11.12.0, attributes.js). The type follows from the value and is left out; a unit is kept.
 */
import { isJsonObject } from '../../event.ts';
import type { Json, JsonObject } from '../../event.ts';
import type { ContextPlace } from '../context-builder.ts';
import { readId, setOwn } from '../read-value.ts';
import { nestNames } from './names.ts';
import type { MeaningBuilder } from './received.ts';
import { ATTRIBUTE_PROPERTIES, AUTO_ADDRESS, CONSENT_PREFIX, ID_ATTRIBUTE, USER_ATTRIBUTE } from './words.ts';

const PROPERTY_NAMES: ReadonlyMap<string, string> = new Map(Object.entries(ATTRIBUTE_PROPERTIES));

export interface Known {
  readonly userId: string | null;
  /** The id under which another gateway sent the message. */
  readonly id: string | null;
}

/** Sets what has a place of its own, and the rest as the properties `attributes` and `units`. */
export function readAttributes(
  builder: MeaningBuilder,
  attributes: Json | undefined,
  places: ReadonlyMap<string, ContextPlace>,
): Known {
  const rest: Record<string, Json> = {};
  const units: Record<string, Json> = {};
  const ids = new Map<string, string | null>();
  const consent: Record<string, Json> = {};
  for (const [name, typed] of Object.entries(isJsonObject(attributes) ? attributes : {})) {
    const value = valueOf(typed);
    if (name === USER_ATTRIBUTE || name === ID_ATTRIBUTE) ids.set(name, readId(value));
    else if (name.startsWith(CONSENT_PREFIX)) setOwn(consent, name.slice(CONSENT_PREFIX.length), value);
    else if (!place(builder, name, value, places)) {
      setOwn(rest, name, value);
      if (isJsonObject(typed) && typed['unit'] !== undefined) setOwn(units, name, typed['unit']);
    }
  }
  if (Object.keys(rest).length > 0) builder.say('attributes', nestNames(rest));
  if (Object.keys(units).length > 0) builder.say('units', nestNames(units));
  if (Object.keys(consent).length > 0) builder.add('consent', 'categoryPreferences', consent);
  return { userId: ids.get(USER_ATTRIBUTE) ?? null, id: ids.get(ID_ATTRIBUTE) ?? null };
}

/** Whether the attribute has a place of its own, where it then stands. */
function place(
  builder: MeaningBuilder,
  name: string,
  value: Json,
  places: ReadonlyMap<string, ContextPlace>,
): boolean {
  const property = PROPERTY_NAMES.get(name);
  const found = places.get(name);
  if (property !== undefined) builder.say(property, value);
  else if (found === undefined) return false;
  else if (value !== AUTO_ADDRESS) builder.add(found.group, found.leaf, value);
  return true;
}

function valueOf(typed: Json): Json {
  const value = isJsonObject(typed) ? typed['value'] : typed;
  return value ?? null;
}

/** The attribute of a value. What is neither text, number, truth nor a list of them is written as JSON. */
export function typedAttribute(value: Json): JsonObject {
  switch (typeof value) {
    case 'string':
      return { value, type: 'string' };
    case 'boolean':
      return { value, type: 'boolean' };
    case 'number':
      return { value, type: Number.isInteger(value) ? 'integer' : 'double' };
    case 'object':
      return isListOfScalars(value)
        ? { value, type: 'array' }
        : { value: JSON.stringify(value), type: 'string' };
  }
}

function isListOfScalars(value: Json): boolean {
  return Array.isArray(value) && value.every((item) => typeof item !== 'object');
}
