/** Parts what Amplitude's SDKs say around an event from what the app says in it. */
import { isJsonArray, isJsonObject } from '../../event.ts';
import type { Json, JsonObject } from '../../event.ts';
import { ContextBuilder, contextPlaces } from '../context-builder.ts';
import { readId, setOwn } from '../read-value.ts';
import {
  AMPLITUDE_CONTEXT,
  AUTO,
  AUTO_PREFIX,
  CLICK_IDS,
  EVENT_FIELDS,
  EVENT_PROPERTIES,
  EVENT_TYPES,
  GROUP_TYPE,
  GROUPS,
  REMOTE_IP,
  REVENUE_FIELDS,
  REVENUE_PROPERTIES,
} from './words.ts';

/** Fields that have a place of their own in every event. */
const TAKEN: ReadonlySet<string> = new Set([
  'event_type',
  'user_id',
  'device_id',
  'time',
  'insert_id',
  'event_properties',
  'user_properties',
  'group_properties',
  'groups',
  ...Object.keys(REVENUE_FIELDS),
]);
const FIELD_PLACES = contextPlaces(EVENT_FIELDS);
const PROPERTY_PLACES = contextPlaces(EVENT_PROPERTIES);
const REVENUE_NAMES: ReadonlyMap<string, string> = new Map(Object.entries(REVENUE_PROPERTIES));

/** "You can only track up to 5 unique group types and 10 total groups" (HTTP V2 API, `groups`). */
const GROUPS_MAX = 10;

/** A group as an event names it. */
export interface Group {
  readonly type: string;
  readonly name: string;
}

/** What stands around the event, ids and time apart. `groups` is the event's own, see `splitGroups`. */
export function describe(message: JsonObject, groups: SplitGroups): ContextBuilder {
  const described = new ContextBuilder();
  for (const [field, value] of Object.entries(message)) {
    if (!TAKEN.has(field)) describeField(field, value, described);
  }
  const { group_properties: ofGroups } = message;
  if (ofGroups !== undefined && groupsToChange(message).length === 0) {
    described.set(AMPLITUDE_CONTEXT, 'group_properties', ofGroups);
  }
  if (groups.first !== null) described.set(AMPLITUDE_CONTEXT, GROUP_TYPE, groups.first.type);
  if (groups.others !== null) described.set(AMPLITUDE_CONTEXT, GROUPS, groups.others);
  return described;
}

export interface SplitGroups {
  /** The first group that is one name: the group of the event. */
  readonly first: Group | null;
  /** The rest, as they stood; null when there is none. */
  readonly others: Json | null;
}

/** Segment's events belong to one group, Amplitude's to several of different types: the first goes ahead, the others stay together. */
export function splitGroups(groups: Json | undefined): SplitGroups {
  if (groups === undefined || groups === null) return { first: null, others: null };
  if (!isJsonObject(groups)) return { first: null, others: groups };
  let first: Group | null = null;
  const others: Record<string, Json> = {};
  for (const [type, name] of Object.entries(groups)) {
    if (first === null && typeof name === 'string' && name !== '') first = { type, name };
    else setOwn(others, type, name);
  }
  return { first, others: Object.keys(others).length === 0 ? null : others };
}

/**
 * The groups whose properties a message changes, one for each name; none where it names more than Amplitude keeps, so that
 * one message cannot be blown up into thousands of events.
 */
export function groupsToChange({ groups }: JsonObject): readonly Group[] {
  if (!isJsonObject(groups)) return [];
  const named = Object.entries(groups).flatMap(([type, names]) =>
    (isJsonArray(names) ? names : [names]).flatMap((each) => {
      const name = readId(each);
      return name === null ? [] : [{ type, name }];
    }),
  );
  return named.length > GROUPS_MAX ? [] : named;
}

/** The app's own properties of an event; what plugins of the SDK added goes to `described`. */
export function splitProperties(
  message: JsonObject,
  given: JsonObject,
  described: ContextBuilder,
): JsonObject {
  const isRevenue = message['event_type'] === EVENT_TYPES.revenue;
  const properties: Record<string, Json> = {};
  const auto: Record<string, Json> = {};
  for (const [name, value] of Object.entries(given)) {
    const place = PROPERTY_PLACES.get(name);
    if (place !== undefined) described.set(place.group, place.leaf, value);
    else if (CLICK_IDS.has(name)) setOwn(auto, name, value);
    else if (name.startsWith(AUTO_PREFIX)) setOwn(auto, name.slice(AUTO_PREFIX.length), value);
    else setOwn(properties, (isRevenue ? REVENUE_NAMES.get(name) : undefined) ?? name, value);
  }
  if (Object.keys(auto).length > 0) described.set(AMPLITUDE_CONTEXT, AUTO, auto);
  addRevenue(message, properties, described);
  return properties;
}

function describeField(field: string, value: Json, described: ContextBuilder): void {
  const place = FIELD_PLACES.get(field);
  if (field === 'library' && typeof value === 'string') describeLibrary(value, described);
  else if (field === 'session_id') describeSession(value, described);
  else if (place === undefined) described.set(AMPLITUDE_CONTEXT, field, value);
  // It asks the receiver for the address of the connection, and is none.
  else if (field !== 'ip' || value !== REMOTE_IP) described.set(place.group, place.leaf, value);
}

/** `amplitude-ts/2.48.1`. */
function describeLibrary(library: string, described: ContextBuilder): void {
  const slash = library.lastIndexOf('/');
  described.set('library', 'name', slash === -1 ? library : library.slice(0, slash));
  if (slash !== -1) described.set('library', 'version', library.slice(slash + 1));
}

/** The start of the session in milliseconds; -1 means that there is none (HTTP V2 API, `session_id`). */
function describeSession(value: Json, described: ContextBuilder): void {
  const session = readId(value);
  if (session !== null && session !== '-1') described.set(null, 'sessionId', session);
}

/**
 * Puts the revenue of an event among its properties. Where only a price is told, the revenue is price × quantity, as
 * Amplitude counts it. A field whose property the app has taken for something else stays under its own name.
 */
function addRevenue(message: JsonObject, properties: Record<string, Json>, described: ContextBuilder): void {
  for (const [field, name] of Object.entries(REVENUE_FIELDS)) {
    const value = message[field];
    if (value === undefined) continue;
    if (!Object.hasOwn(properties, name)) properties[name] = value;
    else if (properties[name] !== value) described.set(AMPLITUDE_CONTEXT, field, value);
  }
  const { price, quantity } = properties;
  const states = message['event_type'] === EVENT_TYPES.revenue || message['price'] !== undefined;
  if (!states || typeof price !== 'number' || Object.hasOwn(properties, 'revenue')) return;
  properties['revenue'] = price * (typeof quantity === 'number' ? quantity : 1);
}
