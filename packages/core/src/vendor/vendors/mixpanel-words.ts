/** Puts `context` back into Mixpanel's words: the tables of the Mixpanel wire protocol, read backwards. */
import { isJsonObject } from '../../event.ts';
import type { JsonObject } from '../../event.ts';
import {
  AUTOMATIC,
  AUTOMATIC_OF_PAGE,
  MIXPANEL_CONTEXT,
  PROFILE_TRAITS,
} from '../../wire/mixpanel/automatic.ts';
import { backwards, translateContext } from '../translate-context.ts';
import type { Words } from '../translate-context.ts';

const EVENT_WORDS: Words = backwards(AUTOMATIC);
const PAGE_WORDS: Words = new Map([...EVENT_WORDS, ...backwards(AUTOMATIC_OF_PAGE)]);
const TRAIT_WORDS: Words = backwards(PROFILE_TRAITS);
/** What a page says of itself says nothing of the person who looks at it; what says how they came to the app does. */
const PROFILE_WORDS: Words = new Map(
  [...EVENT_WORDS].filter(
    ([path, word]) => word.startsWith('$') && (!path.startsWith('page.') || path.startsWith('page.initial_')),
  ),
);

/**
 * The context as event properties. What Mixpanel has no word for stays together under `context`, so that everything the
 * plan allows arrives.
 */
export function contextWords(context: JsonObject, isPage: boolean): JsonObject {
  const { words, rest } = translateContext(context, isPage ? PAGE_WORDS : EVENT_WORDS, MIXPANEL_CONTEXT);
  return Object.fromEntries(rest.length === 0 ? words : [...words, ['context', Object.fromEntries(rest)]]);
}

/** The part of the context that belongs on a person's profile: Mixpanel's own `$` words, and no others. */
export function profileWords(context: JsonObject): JsonObject {
  const { words } = translateContext(context, PROFILE_WORDS, MIXPANEL_CONTEXT);
  return Object.fromEntries(words.filter(([word]) => word.startsWith('$') && !isSaidBeside(word)));
}

/** Whether a profile has a word for the context at this path (`os.name`). */
export function isProfileWord(path: string): boolean {
  const isOwn = path.startsWith(`${MIXPANEL_CONTEXT}.$`);
  return path === 'ip' || isOwn || PROFILE_WORDS.has(path);
}

/**
 * What a profile update says beside its operator (https://docs.mixpanel.com/reference/profile-set). Without an address, `0` keeps
 * Mixpanel from locating ours.
 */
export function modifiers(context: JsonObject): JsonObject {
  const own = context[MIXPANEL_CONTEXT];
  const flags = isJsonObject(own) ? Object.entries(own).filter(([word]) => MODIFIERS.has(word)) : [];
  const { ip, location } = context;
  const place = isJsonObject(location)
    ? Object.entries(location).flatMap(([leaf, value]) => {
        const word = PLACE_WORDS.get(`location.${leaf}`);
        return word === undefined ? [] : [[word, value] as const];
      })
    : [];
  return {
    $ip: typeof ip === 'string' ? ip : '0',
    ...Object.fromEntries(place),
    ...Object.fromEntries(flags),
  };
}

/** Whether a profile update says the context at this path (`ip`) whatever its operator. */
export function isModifier(path: string): boolean {
  const own = `${MIXPANEL_CONTEXT}.`;
  const isFlag = path.startsWith(own) && MODIFIERS.has(path.slice(own.length));
  return path === 'ip' || PLACE_WORDS.has(path) || isFlag;
}

/** The key of a group, which only Mixpanel's own SDKs name. */
export function groupKeyOf(context: JsonObject): string | null {
  const own = context[MIXPANEL_CONTEXT];
  const key = isJsonObject(own) ? own[GROUP_KEY] : undefined;
  return typeof key === 'string' && key !== '' ? key : null;
}

/** Traits under the names that Mixpanel reserves for them. */
export function traitWords(traits: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(traits).map(([name, value]) => [traitWord(name), value]));
}

/** One trait's name as Mixpanel has it. */
export function traitWord(name: string): string {
  return TRAIT_WORDS.get(name) ?? name;
}

function isSaidBeside(word: string): boolean {
  return MODIFIERS.has(word) || word === '$latitude' || word === '$longitude';
}

const GROUP_KEY = 'group_key';
/** Where the plan would name it. */
export const GROUP_KEY_PATH = `context.${MIXPANEL_CONTEXT}.${GROUP_KEY}`;
/** Coordinates are a part of the update and no property of the profile. */
const PLACE_WORDS: Words = new Map([
  ['location.latitude', '$latitude'],
  ['location.longitude', '$longitude'],
]);
const MODIFIERS: ReadonlySet<string> = new Set([
  '$ignore_time',
  '$ignore_alias',
  '$had_persisted_distinct_id',
]);
