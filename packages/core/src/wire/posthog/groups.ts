/** PostHog's groups: a type and an id each; an event may belong to one of every type. */
import { isJsonObject } from '../../event.ts';
import type { Json, JsonObject } from '../../event.ts';
import type { ContextBuilder } from '../context-builder.ts';
import { readId, readObject, setOwn } from '../read-value.ts';
import { GROUPS, GROUP_TYPE, POSTHOG_CONTEXT } from './automatic.ts';

export interface Group {
  readonly type: string;
  readonly id: string;
}

/** The group that `$groupidentify` describes, or null where it names none or describes it in another shape. */
export function readGroup(given: JsonObject): Group | null {
  const type = readId(given['$group_type']);
  const id = readId(given['$group_key']);
  return type === null || id === null || readObject(given['$group_set']) === null ? null : { type, id };
}

/**
 * The id of the event's group, with its type set in `context.posthog.$group_type`. Of several groups none is the event's:
 * they stay together in `context.posthog.$groups`, where a plan names each type. In `$groupidentify` the group described
 * is the event's, and the others stay.
 */
export function readMembership(given: JsonObject, context: ContextBuilder): string | null {
  const groups = given[GROUPS];
  const described = readGroup(given);
  const one = described ?? onlyGroup(groups);
  if (one !== null) context.set(POSTHOG_CONTEXT, GROUP_TYPE, one.type);
  const rest = one === null ? groups : without(groups, one);
  if (rest !== undefined && rest !== null) context.set(POSTHOG_CONTEXT, GROUPS, rest);
  return one?.id ?? null;
}

function onlyGroup(groups: Json | undefined): Group | null {
  if (!isJsonObject(groups)) return null;
  const [type, ...others] = Object.keys(groups);
  if (type === undefined || type === '' || others.length > 0) return null;
  const id = readId(groups[type]);
  return id === null ? null : { type, id };
}

/** The other groups, or null where there are none. */
function without(groups: Json | undefined, one: Group): Json | null {
  if (!isJsonObject(groups)) return groups ?? null;
  const rest: Record<string, Json> = {};
  for (const [type, id] of Object.entries(groups)) {
    if (type !== one.type || readId(id) !== one.id) setOwn(rest, type, id);
  }
  return Object.keys(rest).length === 0 ? null : rest;
}
