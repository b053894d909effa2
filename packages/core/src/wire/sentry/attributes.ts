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

const TAKEN: ReadonlySet<string> = new Set([USER_ATTRIBUTE, ID_ATTRIBUTE]);

export interface Known {
  readonly userId: string | null;
  /** The id under which another gateway sent the message. */
  readonly id: string | null;
}

/** Sets what has a place of its own, and the rest as the properties `attributes` and `units`. */
export function readAttributes(
  builder: MeaningBuilder,
  attributes: JsonObject,
  places: ReadonlyMap<string, ContextPlace>,
): Known {
  const values: Record<string, Json> = {};
  const units: Record<string, Json> = {};
  let consent: Record<string, Json> | null = null;
  for (const name of Object.keys(attributes)) {
    const typed = attributes[name];
    const value = valueOf(typed);
    if (name.startsWith(CONSENT_PREFIX)) {
      consent ??= {};
      setOwn(consent, name.slice(CONSENT_PREFIX.length), value);
      continue;
    }
    if (TAKEN.has(name) || hasPlace(builder, name, value, places)) continue;
    setOwn(values, name, value);
    if (isJsonObject(typed) && typed['unit'] !== undefined) setOwn(units, name, typed['unit']);
  }
  if (Object.keys(values).length > 0) builder.say('attributes', nestNames(values));
  if (Object.keys(units).length > 0) builder.say('units', nestNames(units));
  if (consent !== null) builder.add('consent', 'categoryPreferences', consent);
  return {
    userId: readId(valueOf(attributes[USER_ATTRIBUTE])),
    id: readId(valueOf(attributes[ID_ATTRIBUTE])),
  };
}

/** Whether the attribute has a place of its own, where it then stands. */
function hasPlace(
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

function valueOf(typed: Json | undefined): Json {
  const value = isJsonObject(typed) ? typed['value'] : typed;
  return value ?? null;
}
