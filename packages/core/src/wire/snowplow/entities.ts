/** Snowplow's entities → `context`: what others have a place for goes there, the rest stays in `context.snowplow.contexts`. */
import { isJsonArray, isJsonObject } from '../../event.ts';
import type { Json, JsonObject } from '../../event.ts';
import { contextPlace } from '../context-builder.ts';
import type { ContextBuilder } from '../context-builder.ts';
import { readId, setOwn } from '../read-value.ts';
import { bucketOf, readSelfDescribing, selfDescribing, SNOWPLOW_VENDOR } from './schema.ts';
import type { SelfDescribing } from './schema.ts';
import { CLIENT_SESSION, ENTITIES, SESSION_USER, SNOWPLOW_CONTEXT } from './words.ts';

/** Ids of the event that `client_session` may repeat, or be the only one to name. */
export interface SessionIds {
  readonly anonymousId: string | null;
  readonly sessionId: string | null;
}

/** What stands for nobody: trackers that track anonymously write it in the place of a user id. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** The entities of an event; null when one of them is not self-describing. */
export function readEntities(contexts: Json | undefined): readonly SelfDescribing[] | null {
  if (contexts === undefined || contexts === null) return [];
  if (!isJsonArray(contexts)) return null;
  const entities = contexts.map(readSelfDescribing).filter((entity) => entity !== null);
  return entities.length === contexts.length ? entities : null;
}

/** The ids of the payload, and where it has none, those of the session entity, which is what mobile trackers have. */
export function sessionIds(given: SessionIds, entities: readonly SelfDescribing[]): SessionIds {
  const session = entities.find(isSession)?.data;
  if (!isJsonObject(session)) return given;
  const userId = readId(session['userId']);
  const isDevice = userId !== null && userId !== NOBODY && SESSION_USER.test(userId);
  return {
    anonymousId: given.anonymousId ?? (isDevice ? userId : null),
    sessionId: given.sessionId ?? readId(session['sessionId']),
  };
}

/** Whether the entity names a session and the device that it runs on. */
export function isSession({ name }: SelfDescribing): boolean {
  return bucketOf(name) === CLIENT_SESSION;
}

/** Sets the entities in `context`. Of several of one kind only the first has its members moved. */
export function describeEntities(
  entities: readonly SelfDescribing[],
  ids: SessionIds,
  context: ContextBuilder,
): void {
  const buckets = new Map<string, Json[]>();
  for (const entity of entities) {
    const bucket = bucketOf(entity.name);
    const held = buckets.get(bucket) ?? [];
    const data = held.length === 0 ? moveMembers(bucket, entity.data, ids, context) : entity.data;
    held.push(selfDescribing(entity.schema, data));
    buckets.set(bucket, held);
  }
  const filled = [...buckets].filter(([bucket, held]) => !isMoved(bucket, held, entities));
  if (filled.length > 0) context.set(SNOWPLOW_CONTEXT, 'contexts', Object.fromEntries(filled));
}

/**
 * The categories that a consent event or entity allows (iglu-central, `consent_preferences` 1-0-0). A scope is allowed when the person
 * chose it: silence (`implicit_consent`, `pending`) is no consent (GDPR recital 32), and neither is what was denied, withdrawn
 * or has run out. Null when it is no such thing.
 */
export function consentOf({ name, data }: SelfDescribing): SnowplowConsent | null {
  if (name.vendor !== SNOWPLOW_VENDOR || name.name !== 'consent_preferences' || !isJsonObject(data))
    return null;
  const scopes = data['consentScopes'];
  const chosen = data['eventType'] === 'allow_all' || data['eventType'] === 'allow_selected';
  const preferences: Record<string, Json> = {};
  for (const scope of isJsonArray(scopes) ? scopes : []) {
    if (typeof scope === 'string') setOwn(preferences, scope, chosen);
  }
  const status = STATUSES.get(data['eventType'] ?? null) ?? null;
  return status === null
    ? { categoryPreferences: preferences }
    : { categoryPreferences: preferences, status };
}

/** What the kind of a statement says of the scopes that it does not name. */
const STATUSES: ReadonlyMap<Json, string> = new Map([
  ['deny_all', 'denied'],
  ['withdrawn', 'denied'],
  ['expired', 'expired'],
  ['allow_selected', 'selected'],
]);

export type SnowplowConsent = {
  readonly categoryPreferences: JsonObject;
  /** As `consent/categories.ts` reads it. */
  readonly status?: string;
};

/** The data without the members that have a place elsewhere in the event, which are set there. */
function moveMembers(bucket: string, data: Json, ids: SessionIds, context: ContextBuilder): Json {
  if (!isJsonObject(data)) return data;
  const words = ENTITIES.get(bucket)?.words ?? {};
  const rest: Record<string, Json> = {};
  for (const [member, value] of Object.entries(data)) {
    const path = Object.hasOwn(words, member) ? words[member] : undefined;
    if (path !== undefined && (typeof value === 'string' || typeof value === 'number')) {
      const { group, leaf } = contextPlace(path);
      context.set(group, leaf, value);
    } else if (bucket !== CLIENT_SESSION || !isIdOf(member, value, ids)) {
      setOwn(rest, member, value);
    }
  }
  return rest;
}

function isIdOf(member: string, value: Json, ids: SessionIds): boolean {
  if (member === 'userId') return value === ids.anonymousId && SESSION_USER.test(ids.anonymousId ?? '');
  return member === 'sessionId' && value !== null && value === ids.sessionId;
}

/** Whether all that the bucket holds is one entity whose every member has moved, so that it can be made again out of them. */
function isMoved(bucket: string, held: readonly Json[], entities: readonly SelfDescribing[]): boolean {
  const [only] = held;
  const known = ENTITIES.get(bucket);
  if (held.length !== 1 || known === undefined || !isJsonObject(only)) return false;
  const { schema, data } = only;
  if (schema !== known.schema || !isJsonObject(data) || Object.keys(data).length > 0) return false;
  const before = entities.find((entity) => bucketOf(entity.name) === bucket)?.data;
  return isJsonObject(before) && known.required.every((member) => Object.hasOwn(before, member));
}
