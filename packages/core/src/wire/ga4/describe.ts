/** What the Measurement Protocol says around an event: in its request, and in parameters that are not the app's own. */
import { isJsonArray, isJsonObject } from '../../event.ts';
import type { Json, JsonObject } from '../../event.ts';
import { ContextBuilder, contextPlaces } from '../context-builder.ts';
import { readId, setOwn } from '../read-value.ts';
import {
  CAMPAIGN_PARAMETERS,
  CONSENT_KINDS,
  CONSENT_VALUES,
  EVENT_NAMES,
  GA4_CONTEXT,
  ITEM_NAMES,
  OWN_PARAMETERS,
  PARAMETERS,
  PROPERTY_NAMES,
  REQUEST_GROUPS,
  REQUEST_WORDS,
} from './words.ts';

/** Members of a request that have a place of their own, or say how it is to be answered. */
const TAKEN: ReadonlySet<string> = new Set([
  'client_id',
  'user_id',
  'timestamp_micros',
  'user_properties',
  'events',
  'validation_behavior',
]);
const REQUEST_PLACES = contextPlaces(REQUEST_WORDS);
const PARAMETER_PLACES = contextPlaces(PARAMETERS);
const CAMPAIGN_PLACES = new Map([...PARAMETER_PLACES, ...contextPlaces(CAMPAIGN_PARAMETERS)]);
const PROPERTIES: ReadonlyMap<string, string> = new Map(Object.entries(PROPERTY_NAMES));
const ITEMS: ReadonlyMap<string, string> = new Map(Object.entries(ITEM_NAMES));

/** What the request says of the client. Groups are flattened, and what is left of them stays together in `context.ga4`. */
export function describeRequest(request: JsonObject): ContextBuilder {
  const described = new ContextBuilder();
  const hasClient = readId(request['client_id']) !== null;
  for (const [word, value] of Object.entries(request)) {
    if (TAKEN.has(word) || (word === 'app_instance_id' && !hasClient)) continue;
    if (REQUEST_GROUPS.has(word) && isJsonObject(value)) describeGroup(word, value, described);
    else put(word, value, described);
  }
  return described;
}

function describeGroup(group: string, members: JsonObject, described: ContextBuilder): void {
  const left: Record<string, Json> = {};
  const preferences: Record<string, Json> = {};
  for (const [member, value] of Object.entries(members)) {
    const place = REQUEST_PLACES.get(`${group}.${member}`);
    const granted = group === 'consent' ? consentOf(member, value) : undefined;
    if (granted !== undefined) preferences[member] = granted;
    else if (place !== undefined) described.set(place.group, place.leaf, value);
    else setOwn(left, member, value);
  }
  if (Object.keys(preferences).length > 0) described.set('consent', 'categoryPreferences', preferences);
  if (Object.keys(left).length > 0) described.set(GA4_CONTEXT, group, left);
}

/** The preference that a member of `consent` states, or undefined where it states none. */
function consentOf(kind: string, value: Json): boolean | undefined {
  if (!CONSENT_KINDS.some((each) => each === kind) || typeof value !== 'string') return undefined;
  return CONSENT_VALUES.get(value);
}

function put(word: string, value: Json, described: ContextBuilder): void {
  const place = REQUEST_PLACES.get(word);
  if (place === undefined) described.set(GA4_CONTEXT, word, value);
  else described.set(place.group, place.leaf, value);
}

/** The app's own parameters under Segment's names; the others go to `described`. */
export function splitParameters(name: string, given: JsonObject, described: ContextBuilder): JsonObject {
  const places = name === EVENT_NAMES.campaign ? CAMPAIGN_PLACES : PARAMETER_PLACES;
  const statesRevenue = isRevenue(given);
  const properties: Record<string, Json> = {};
  for (const [word, value] of Object.entries(given)) {
    const place = places.get(word);
    const session = word === 'session_id' ? readId(value) : null;
    if (session !== null) described.set(null, 'sessionId', session);
    else if (place !== undefined) described.set(place.group, place.leaf, value);
    else if (OWN_PARAMETERS.has(word)) described.set(GA4_CONTEXT, word, value);
    else if (word === 'value' && statesRevenue) properties['revenue'] = value;
    else setOwn(properties, renamed(word, given, PROPERTIES), word === 'items' ? products(value) : value);
  }
  return properties;
}

/** A `value` is money where it has a `currency` (events reference: "currency is required if you set value"). */
function isRevenue(given: JsonObject): boolean {
  return (
    typeof given['value'] === 'number' && given['currency'] !== undefined && !Object.hasOwn(given, 'revenue')
  );
}

/** The other name, unless something of that name is there already. */
function renamed(word: string, beside: JsonObject, names: ReadonlyMap<string, string>): string {
  const name = names.get(word);
  return name === undefined || Object.hasOwn(beside, name) ? word : name;
}

function products(items: Json): Json {
  if (!isJsonArray(items)) return items;
  return items.map((item) => {
    if (!isJsonObject(item)) return item;
    const product: Record<string, Json> = {};
    for (const [word, value] of Object.entries(item)) setOwn(product, renamed(word, item, ITEMS), value);
    return product;
  });
}
