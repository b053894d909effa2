/** Puts `context` back into PostHog's words: the tables of the PostHog wire protocol, read backwards. */
import { isJsonObject } from '../../event.ts';
import type { CleanEvent, Json, JsonObject } from '../../event.ts';
import {
  AUTOMATIC,
  AUTOMATIC_OF_PAGE,
  GROUPS,
  GROUP_TYPE,
  POSTHOG_CONTEXT,
} from '../../wire/posthog/automatic.ts';
import { backwards, translateContext } from '../translate-context.ts';
import type { Words } from '../translate-context.ts';

const EVENT_WORDS: Words = new Map([...backwards(AUTOMATIC), ['device.id', '$device_id']]);
const PAGE_WORDS: Words = new Map([...EVENT_WORDS, ...backwards(AUTOMATIC_OF_PAGE)]);

/**
 * In cookieless mode PostHog makes a person of the sender's address and browser, which would be the gateway's. The word is
 * never sent, and such events stand for nobody.
 */
const COOKIELESS = '$cookieless_mode';
export const COOKIELESS_PATH = `context.${POSTHOG_CONTEXT}.${COOKIELESS}`;

export interface ContextWords {
  /** Of the event. What PostHog has no word for is together under `context`, so that everything the plan allows arrives. */
  readonly ofEvent: JsonObject;
  /** `$initial_…`: what the person came with, which PostHog keeps in the profile. */
  readonly ofPerson: JsonObject;
}

/** The context in PostHog's words. `$group_type` and `$groups` are left to `groupWords` where the event has a group. */
export function contextWords(event: CleanEvent): ContextWords {
  const table = event.call === 'page' ? PAGE_WORDS : EVENT_WORDS;
  const { words, rest } = translateContext(event.context, table, POSTHOG_CONTEXT);
  const isGrouped = event.groupId !== null;
  const sent = words.filter(
    ([word]) => word !== COOKIELESS && !(isGrouped && (word === GROUP_TYPE || word === GROUPS)),
  );
  const others = sent.filter((entry) => !isOfPerson(entry));
  return {
    ofEvent: Object.fromEntries(
      rest.length === 0 ? others : [...others, ['context', Object.fromEntries(rest)]],
    ),
    ofPerson: Object.fromEntries(sent.filter(isOfPerson)),
  };
}

function isOfPerson([word]: readonly [string, Json]): boolean {
  return word.startsWith('$initial_');
}

/** The event's group under its type, beside those that it names itself. */
export function groupWords(event: CleanEvent, fallback: string): JsonObject {
  const { groupId } = event;
  if (groupId === null) return {};
  const own = ownWords(event);
  const others = own[GROUPS];
  const type = groupTypeOf(event, fallback);
  return { [GROUPS]: { ...(isJsonObject(others) ? others : {}), [type]: groupId } };
}

/** The type of the event's group, which only PostHog's own SDKs name. */
export function groupTypeOf(event: CleanEvent, fallback: string): string {
  const type = ownWords(event)[GROUP_TYPE];
  return typeof type === 'string' && type !== '' ? type : fallback;
}

function ownWords(event: CleanEvent): JsonObject {
  const own = event.context[POSTHOG_CONTEXT];
  return isJsonObject(own) ? own : {};
}
