/** Parts what PostHog's SDKs added from what the app said. */
import type { Json, JsonObject } from '../../event.ts';
import { contextPlaces } from '../context-builder.ts';
import type { ContextBuilder, ContextPlace } from '../context-builder.ts';
import { setOwn } from '../read-value.ts';
import { AUTOMATIC, AUTOMATIC_OF_PAGE, POSTHOG_CONTEXT, ridesAlong } from './automatic.ts';

/** Whose a `$` word is that no table lists. */
type Owner = 'sdk' | 'event' | 'person';

/** How to part the properties of one kind of event. */
export interface Parting {
  readonly places: ReadonlyMap<string, ContextPlace>;
  readonly unlisted: Owner;
  /** Names that go nowhere: their values are ids, time, key or operators of the event. */
  readonly taken: ReadonlySet<string>;
}

const EVENT_PLACES = contextPlaces(AUTOMATIC);
const TAKEN: readonly string[] = [
  'token',
  'distinct_id',
  '$anon_distinct_id',
  '$device_id',
  '$user_id',
  '$is_identified',
  // Both repeat what the message itself says: the SDK's second id of it, and its time.
  '$insert_id',
  '$time',
  '$ignore_sent_at',
  '$geoip_disable',
  '$groups',
  '$set',
  '$set_once',
  '$unset',
];

/** Events that the app names: every `$` word is the SDK's. */
const OF_APP: Parting = { places: EVENT_PLACES, unlisted: 'sdk', taken: new Set(TAKEN) };
/** Events that PostHog names: `$` words that do not ride on every event are what it is about. */
const OF_POSTHOG: Parting = { ...OF_APP, unlisted: 'event' };
const OF_PAGE: Parting = { ...OF_APP, places: contextPlaces({ ...AUTOMATIC, ...AUTOMATIC_OF_PAGE }) };
const OF_SCREEN: Parting = { ...OF_APP, taken: new Set([...TAKEN, '$screen_name']) };
const OF_ALIAS: Parting = { ...OF_APP, taken: new Set([...TAKEN, 'alias']) };
const OF_GROUP: Parting = {
  ...OF_APP,
  taken: new Set([...TAKEN, '$group_type', '$group_key', '$group_set']),
};
/** `$set` and `$set_once`: a `$` word that no SDK sets by itself is a property of the person. */
export const OF_PERSON: Parting = { places: EVENT_PLACES, unlisted: 'person', taken: new Set() };

const PARTINGS: ReadonlyMap<string, Parting> = new Map([
  ['$identify', OF_APP],
  ['$set', OF_APP],
  ['$pageview', OF_PAGE],
  ['$screen', OF_SCREEN],
  ['$create_alias', OF_ALIAS],
  ['$groupidentify', OF_GROUP],
]);

/** How the properties of events of this name are parted. */
export function partingOf(name: string): Parting {
  return PARTINGS.get(name) ?? (name.startsWith('$') ? OF_POSTHOG : OF_APP);
}

/**
 * Gives the app's own properties and sets the others in `context`. A word of the SDK's without a value is left out: posthog-js
 * writes null for each campaign parameter that the page's address lacks.
 */
export function splitProperties(given: JsonObject, parting: Parting, context: ContextBuilder): JsonObject {
  const properties: Record<string, Json> = {};
  for (const key of Object.keys(given)) {
    const value = given[key];
    if (value === undefined || parting.taken.has(key)) continue;
    const place = parting.places.get(key);
    if (place === undefined && isOwn(key, parting.unlisted)) setOwn(properties, key, value);
    else if (value !== null) {
      const { group, leaf } = place ?? { group: POSTHOG_CONTEXT, leaf: key };
      context.set(group, leaf, value);
    }
  }
  return properties;
}

function isOwn(key: string, owner: Owner): boolean {
  if (!key.startsWith('$')) return true;
  switch (owner) {
    case 'sdk':
      return false;
    case 'event':
      return !ridesAlong(key);
    case 'person':
      return !key.startsWith('$initial_');
  }
}
