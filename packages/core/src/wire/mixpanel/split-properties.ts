/** Parts what Mixpanel's SDKs added from what the app said. */
import type { Json, JsonObject } from '../../event.ts';
import { contextPlace } from '../context-builder.ts';
import type { ContextBuilder, ContextPlace } from '../context-builder.ts';
import { setOwn } from '../read-value.ts';
import { AUTOMATIC, AUTOMATIC_OF_PAGE, MIXPANEL_CONTEXT, PROFILE_TRAITS } from './automatic.ts';

/** Where one property goes: into `context`, at most two steps deep, or into `properties` under another name. */
type Place =
  ({ readonly kind: 'context' } & ContextPlace) | { readonly kind: 'trait'; readonly name: string };
export type Places = ReadonlyMap<string, Place>;

/** For every event but page views. */
export const EVENT_PLACES: Places = places([AUTOMATIC], []);
/** For `$mp_web_page_view`. */
export const PAGE_PLACES: Places = places([AUTOMATIC, AUTOMATIC_OF_PAGE], []);
/** For the properties of a profile. A profile has a life of its own, so only `$`-names are automatic there. */
export const PROFILE_PLACES: Places = places([dollarOnly(AUTOMATIC)], [PROFILE_TRAITS]);

/**
 * Gives the app's own properties and sets the others in `context`. Names in `taken` go nowhere: their values are already
 * ids, time or key of the event. Unlisted names that start with `$` or `mp_` go to `context.mixpanel`.
 */
export function splitProperties(
  given: JsonObject,
  table: Places,
  taken: ReadonlySet<string>,
  context: ContextBuilder,
): JsonObject {
  const properties: Record<string, Json> = {};
  for (const key of Object.keys(given)) {
    const value = given[key];
    if (value === undefined || taken.has(key)) continue;
    const place = table.get(key);
    if (place?.kind === 'context') context.set(place.group, place.leaf, value);
    else if (place?.kind === 'trait') setOwn(properties, place.name, value);
    else if (isReserved(key)) context.set(MIXPANEL_CONTEXT, key, value);
    else setOwn(properties, key, value);
  }
  return properties;
}

/** The trait's name for a profile property, for operators whose every key is the profile's own. */
export function traitName(name: string): string {
  const place = PROFILE_PLACES.get(name);
  return place?.kind === 'trait' ? place.name : name;
}

function isReserved(key: string): boolean {
  return key.startsWith('$') || key.startsWith('mp_');
}

function dollarOnly(table: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(table).filter(([name]) => name.startsWith('$')));
}

function places(
  contexts: readonly Readonly<Record<string, string>>[],
  traits: readonly Readonly<Record<string, string>>[],
): Places {
  const toContext = contexts
    .flatMap((table) => Object.entries(table))
    .map(([name, path]): [string, Place] => [name, { kind: 'context', ...contextPlace(path) }]);
  const toTraits = traits
    .flatMap((table) => Object.entries(table))
    .map(([name, trait]): [string, Place] => [name, { kind: 'trait', name: trait }]);
  return new Map([...toContext, ...toTraits]);
}
