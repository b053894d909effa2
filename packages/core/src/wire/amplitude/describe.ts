/** What an Amplitude event says beside its properties: device, place, session, groups. */
import { isJsonObject } from '../../event.ts';
import type { JsonObject } from '../../event.ts';
import { ContextBuilder, contextPlaces } from '../context-builder.ts';
import { readId } from '../read-value.ts';
import {
  AMPLITUDE_CONTEXT,
  EVENT_WORDS,
  GROUPS_WORD,
  GROUP_TYPE_WORD,
  MONEY_WORDS,
  OPERATOR_WORD,
  REMOTE_ADDRESS,
} from './words.ts';

export interface Described {
  readonly groupId: string | null;
  /** A fresh builder with all of it, for each event that the message becomes. */
  readonly context: () => ContextBuilder;
  readonly markOperator: (context: ContextBuilder, operator: string) => void;
}

const PLACES = contextPlaces(EVENT_WORDS);

/** Keys that have a place of their own in every event. */
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
  'event_id',
  ...Object.keys(MONEY_WORDS),
]);

/** Null when `groups` is there and no object. */
export function describe(message: JsonObject): Described | null {
  const groups = message['groups'] ?? null;
  if (groups !== null && !isJsonObject(groups)) return null;
  const only = groups === null ? null : onlyGroup(groups);
  return {
    groupId: only?.id ?? null,
    context: () => {
      const context = new ContextBuilder();
      addWords(message, context);
      if (only !== null) context.set(AMPLITUDE_CONTEXT, GROUP_TYPE_WORD, only.type);
      else if (groups !== null) context.set(AMPLITUDE_CONTEXT, GROUPS_WORD, groups);
      return context;
    },
    markOperator: (context, operator) => context.set(AMPLITUDE_CONTEXT, OPERATOR_WORD, operator),
  };
}

function addWords(message: JsonObject, context: ContextBuilder): void {
  for (const key of Object.keys(message)) {
    const value = message[key];
    if (value === undefined || value === null || TAKEN.has(key)) continue;
    if (key === 'ip' && value === REMOTE_ADDRESS) continue;
    const place = PLACES.get(key);
    if (place === undefined) context.set(AMPLITUDE_CONTEXT, key, value);
    else context.set(place.group, place.leaf, value);
  }
}

/** One group of one type, which is what a message of the Segment spec can name. */
function onlyGroup(groups: JsonObject): { readonly type: string; readonly id: string } | null {
  const entries = Object.entries(groups);
  const [first] = entries;
  if (first === undefined || entries.length > 1) return null;
  const [type, named] = first;
  const id = typeof named === 'string' ? readId(named) : null;
  return id === null ? null : { type, id };
}
