/** Places on earth as two numbers: latitude and longitude side by side, or both in a list as GeoJSON has them (RFC 7946 §3.1.1). */
import type { Json, JsonObject } from '../event.ts';
import { isJsonObject } from '../event.ts';
import { labelOf } from './labels.ts';

/** Digits behind the point from which two degrees are a place of about 100 m; with fewer they are a town. */
const DECIMALS_MIN = 3;
const LATITUDE_MAX = 90;
const LONGITUDE_MAX = 180;
/** Longitude, latitude and height. */
const LIST_LENGTH_MAX = 3;
/** What stands in the place of degrees, in an event that is written over while it is read. */
const REPLACED = '[coordinates]';
/** Positions are also those of cameras, bodies and elements, in units of their own. */
const POSITION = /position$/iu;
/** What the name of one half ends with, and what that of the other. */
const OTHERS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    latitude: ['longitude'],
    longitude: ['latitude'],
    latitud: ['longitud'],
    longitud: ['latitud'],
    lat: ['lng', 'lon', 'long'],
    lng: ['lat'],
    lon: ['lat'],
    long: ['lat'],
  }),
);
const HALF = new RegExp(`(?:${[...OTHERS.keys()].join('|')})$`, 'iu');

/** The names under which the other half of a place stands beside the half of this name; none where it names no half. */
export function otherHalvesOf(name: string): readonly string[] {
  const [half = ''] = HALF.exec(name) ?? [];
  const others = OTHERS.get(half.toLowerCase()) ?? [];
  return others.map((other) => name.slice(0, name.length - half.length) + inCaseOf(half, other));
}

function inCaseOf(half: string, other: string): string {
  if (half === half.toUpperCase()) return other.toUpperCase();
  const first = half.charAt(0);
  return first === first.toUpperCase() ? other.charAt(0).toUpperCase() + other.slice(1) : other;
}

/** Whether the number and one that stands under such a name are the degrees of a place. */
export function isBesideOtherHalf(value: Json, members: JsonObject, others: readonly string[]): boolean {
  // To ask how exact a number is costs more than to look for another.
  return others.some((each) => {
    const other = bare(members[each]);
    return other !== undefined && (other === REPLACED || isDegrees(other)) && isDegrees(bare(value));
  });
}

/** Whether a list under such a name is a place and nothing else: its degrees, and a height as may be. Shares of a whole are below one. */
export function isPlaceList(name: string, items: readonly Json[]): boolean {
  if (POSITION.test(name)) return false;
  const [first, second] = items;
  if (
    items.length < 2 ||
    items.length > LIST_LENGTH_MAX ||
    !isDegrees(bare(first)) ||
    !isDegrees(bare(second))
  )
    return false;
  const [one, other] = [Math.abs(Number(bare(first))), Math.abs(Number(bare(second)))];
  return Math.min(one, other) <= LATITUDE_MAX && Math.max(one, other) >= 1;
}

/** Whether a value is a number of degrees so exact that it tells where somebody is. */
function isDegrees(value: Json | undefined): boolean {
  if (typeof value !== 'number' || !(Math.abs(value) <= LONGITUDE_MAX)) return false;
  const written = String(value);
  const point = written.indexOf('.');
  return point > 0 && written.length - point > DECIMALS_MIN && !written.includes('e');
}

/** Attributes of one list that are looked at; senders choose how many there are. */
const LISTED_MAX = 256;

/**
 * Of a list of attributes (`{"key": "geo.location.lat", "value": {"doubleValue": 52.52}}`), the positions of those that are half
 * of a place whose other half is in the list too.
 */
export function listedHalves(items: readonly Json[]): ReadonlySet<number> {
  const degrees = new Map<string, number>();
  for (const [at, item] of items.slice(0, LISTED_MAX).entries()) {
    const label = isJsonObject(item) && isDegrees(bare(item['value'])) ? labelOf(item) : null;
    if (label !== null) degrees.set(label, at);
  }
  const halves = [...degrees].filter(([label]) => otherHalvesOf(label).some((other) => degrees.has(other)));
  return new Set(halves.map(([, at]) => at));
}

/** What takes the place of degrees, in their wrapper if they have one; null for anything else. */
export function replacementOf(value: Json | undefined): Json | null {
  if (!isDegrees(bare(value))) return null;
  const wrapper = wrapperOf(value);
  return wrapper === undefined || !isJsonObject(value) ? REPLACED : { ...value, [wrapper]: REPLACED };
}

/** A number, in a wrapper or without. */
function bare(value: Json | undefined): Json | undefined {
  const wrapper = wrapperOf(value);
  return wrapper !== undefined && isJsonObject(value) ? value[wrapper] : value;
}

/** OTLP's, BigQuery's exports of Firebase, and the Measurement Protocol of GA4. */
const WRAPPERS = ['doubleValue', 'double_value', 'value'] as const;

function wrapperOf(value: Json | undefined): (typeof WRAPPERS)[number] | undefined {
  return isJsonObject(value) ? WRAPPERS.find((each) => value[each] !== undefined) : undefined;
}
