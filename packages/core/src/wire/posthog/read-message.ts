/** One PostHog message with its parts where they can be read: what `decode` and the per-event answers both rest on. */
import { isJsonArray, isJsonObject } from '../../event.ts';
import type { Json, JsonObject } from '../../event.ts';
import { EMPTY_OBJECT, readEpoch, readId, readObject, readTime } from '../read-value.ts';

export interface Message {
  readonly name: string;
  readonly uuid: string | null;
  readonly distinct: Json | undefined;
  readonly given: JsonObject;
  readonly set: JsonObject;
  readonly setOnce: JsonObject;
  readonly unset: readonly string[];
}

/**
 * Null when it is malformed: no object, without a name, or with properties or operators of another shape. The operators
 * stand beside the properties (posthog-js) or among them (posthog-node); PostHog joins the two, and so does this.
 */
export function readMessage(message: Json): Message | null {
  if (!isJsonObject(message)) return null;
  const name = message['event'];
  const given = readObject(message['properties']);
  if (typeof name !== 'string' || name === '' || given === null) return null;
  const set = joined(given['$set'], message['$set']);
  const setOnce = joined(given['$set_once'], message['$set_once']);
  const unset = readNames(given['$unset'] ?? message['$unset']);
  if (set === null || setOnce === null || unset === null) return null;
  const uuid = readId(message['uuid']) ?? readId(given['$insert_id']);
  return { name, uuid, distinct: message['distinct_id'] ?? given['distinct_id'], given, set, setOnce, unset };
}

/**
 * When it happened by the gateway's clock: `receivedAt - (sent_at - timestamp)`, as PostHog corrects a wrong device clock
 * unless told not to (`$ignore_sent_at`; https://posthog.com/docs/data/timestamps). Old posthog-js says instead how many
 * milliseconds before the sending it was (`offset`).
 */
export function timeOf(message: Json, receivedAt: number): number {
  if (!isJsonObject(message)) return receivedAt;
  const { timestamp, offset, sent_at: sent, properties } = message;
  const original = readTime(timestamp);
  if (original === null) {
    const ago = typeof offset === 'number' && offset >= 0 ? offset : 0;
    return readEpoch(receivedAt - ago) ?? receivedAt;
  }
  const ignores = isJsonObject(properties) && properties['$ignore_sent_at'] === true;
  const sentAt = ignores ? null : readTime(sent);
  if (sentAt === null || sentAt < original) return original;
  return Math.max(0, receivedAt - (sentAt - original));
}

function joined(inner: Json | undefined, outer: Json | undefined): JsonObject | null {
  const within = readObject(inner);
  const beside = readObject(outer);
  if (within === null || beside === null) return null;
  if (within === EMPTY_OBJECT) return beside;
  return beside === EMPTY_OBJECT ? within : { ...within, ...beside };
}

function readNames(value: Json | undefined): readonly string[] | null {
  if (value === undefined || value === null) return [];
  const names = isJsonArray(value) ? value : [value];
  return names.every((name) => typeof name === 'string') ? names : null;
}
