/** Parts what Amplitude's SDKs put among an event's properties from what the app said, and brings money to Segment's words. */
import type { Json, JsonObject } from '../../event.ts';
import { contextPlaces } from '../context-builder.ts';
import type { ContextBuilder } from '../context-builder.ts';
import { setOwn } from '../read-value.ts';
import {
  AMPLITUDE_CONTEXT,
  MONEY_WORDS,
  OWN_PREFIX,
  PROPERTY_WORDS,
  REVENUE,
  REVENUE_WORDS,
} from './words.ts';

const PLACES = contextPlaces(PROPERTY_WORDS);
const REVENUE_PLACES: ReadonlyMap<string, string> = new Map(Object.entries(REVENUE_WORDS));
const MONEY_PLACES = Object.entries(MONEY_WORDS);

/** The app's own properties; what the SDK added goes to `context`. */
export function readProperties(
  type: string,
  given: JsonObject,
  message: JsonObject,
  context: ContextBuilder,
): JsonObject {
  const properties: Record<string, Json> = {};
  for (const key of Object.keys(given)) {
    const value = given[key];
    if (value === undefined) continue;
    const place = PLACES.get(key);
    if (place !== undefined) context.set(place.group, place.leaf, value);
    else if (key.startsWith(OWN_PREFIX)) context.set(AMPLITUDE_CONTEXT, key.slice(OWN_PREFIX.length), value);
    else setOwn(properties, (type === REVENUE ? REVENUE_PLACES.get(key) : undefined) ?? key, value);
  }
  addMoney(message, properties, context);
  return properties;
}

/** A property of the app's own that has the name already keeps it; the event's word then stays Amplitude's. */
function addMoney(message: JsonObject, properties: Record<string, Json>, context: ContextBuilder): void {
  for (const [word, name] of MONEY_PLACES) {
    const value = message[word];
    if (value === undefined || value === null) continue;
    if (Object.hasOwn(properties, name)) context.set(AMPLITUDE_CONTEXT, word, value);
    else properties[name] = value;
  }
}
