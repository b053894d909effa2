/** A payload's flat words → `context` and properties. Everything on the wire is text; what is plainly a number becomes one. */
import type { Json, JsonObject } from '../../event.ts';
import { contextPlaces } from '../context-builder.ts';
import type { ContextBuilder } from '../context-builder.ts';
import { setOwn } from '../read-value.ts';
import { AUTOMATIC, CHANNELS, NUMBERS, SIZES, SNOWPLOW_CONTEXT } from './words.ts';

const PLACES = contextPlaces(AUTOMATIC);
const SIZE_PLACES = new Map(
  Object.entries(SIZES).map(([word, [width, height]]) => [word, [width, height] as const]),
);
const CHANNEL_NAMES: ReadonlyMap<string, string> = new Map(Object.entries(CHANNELS));
const SIZE = /^(0|[1-9]\d{0,8})x(0|[1-9]\d{0,8})$/;
/** `js-4.10.1`, `node-4.8.0`: the name of the tracker and, from the first digit after a hyphen on, its version. */
const TRACKER = /^([^-]+(?:-[^-\d][^-]*)*)-(\d.*)$/s;
/** The longest text that a number may have: every double has one of at most 25 digits and signs. */
const NUMBER_LENGTH_MAX = 25;

/** Sets every word but those in `taken` and `own`. */
export function describeWords(
  words: JsonObject,
  taken: ReadonlySet<string>,
  own: ReadonlySet<string>,
  context: ContextBuilder,
): void {
  for (const word of Object.keys(words)) {
    const value = words[word];
    if (value === undefined || taken.has(word) || own.has(word)) continue;
    const place = PLACES.get(word);
    if (place !== undefined) context.set(place.group, place.leaf, readWord(word, value));
    else if (!describeSpecial(word, value, context))
      context.set(SNOWPLOW_CONTEXT, word, readWord(word, value));
  }
}

/** The words of the table as properties. */
export function takeWords(words: JsonObject, table: Readonly<Record<string, string>>): JsonObject {
  const properties: Record<string, Json> = {};
  for (const [word, property] of Object.entries(table)) {
    const value = Object.hasOwn(words, word) ? words[word] : undefined;
    if (value !== undefined) setOwn(properties, property, readWord(word, value));
  }
  return properties;
}

/** The number whose shortest text this is, so that writing it again gives the same text; anything else stays as it is. */
export function readNumber(value: Json | undefined): Json | undefined {
  if (typeof value !== 'string' || value.length > NUMBER_LENGTH_MAX) return value;
  const number = Number(value);
  return Number.isFinite(number) && String(number) === value ? number : value;
}

function readWord(word: string, value: Json): Json {
  return NUMBERS.has(word) ? (readNumber(value) ?? value) : value;
}

/** Words that are more or less than one field. False where it is none of them. */
function describeSpecial(word: string, value: Json, context: ContextBuilder): boolean {
  if (typeof value !== 'string') return false;
  if (word === 'p') {
    context.set(null, 'channel', CHANNEL_NAMES.get(value) ?? value);
    return true;
  }
  if (word === 'tv') return describeTracker(value, context);
  const paths = SIZE_PLACES.get(word);
  return paths !== undefined && describeSize(value, paths, context);
}

function describeTracker(value: string, context: ContextBuilder): boolean {
  const [, name = value, version] = TRACKER.exec(value) ?? [];
  context.set('library', 'name', name);
  if (version !== undefined) context.set('library', 'version', version);
  return true;
}

function describeSize(value: string, paths: readonly [string, string], context: ContextBuilder): boolean {
  const [, width, height] = SIZE.exec(value) ?? [];
  if (width === undefined || height === undefined) return false;
  [width, height].forEach((text, at) => {
    context.set('screen', (paths[at] ?? '').slice('screen.'.length), Number(text));
  });
  return true;
}
