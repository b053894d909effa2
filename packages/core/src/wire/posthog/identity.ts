/**
 * Whom PostHog's one distinct id speaks of. posthog-js starts with a random id, which is also the device's, and says in
 * `$is_identified` whether `identify` replaced it (posthog-js 1.449.2, lib/src/posthog-core.js); posthog-node knows people only.
 */
import type { Json, JsonObject } from '../../event.ts';
import { readId } from '../read-value.ts';
import { COOKIELESS_ID } from './automatic.ts';

export interface Identity {
  readonly userId: string | null;
  readonly anonymousId: string | null;
  /** The device, where it is neither of the two. */
  readonly deviceId: string | null;
}

/**
 * A distinct id is a person's unless the event says otherwise: it equals `$device_id`, `$is_identified` is false, or no person
 * is to be made of it (`$process_person_profile` false). The sentinel of cookieless mode stands for nobody, and so does the
 * event's own uuid, which is what Headgate's vendor writes when there is no id.
 */
export function readIdentity(distinct: Json | undefined, given: JsonObject, uuid: string | null): Identity {
  const distinctId = readId(distinct);
  const deviceId = readId(given['$device_id']);
  if (distinctId === null || distinctId === COOKIELESS_ID || distinctId === uuid) {
    return { userId: null, anonymousId: null, deviceId };
  }
  if (isDevice(distinctId, deviceId, given)) {
    return { userId: null, anonymousId: distinctId, deviceId: otherThan(distinctId, deviceId) };
  }
  const anonymousId = readId(given['$anon_distinct_id']) ?? deviceId;
  return { userId: distinctId, anonymousId, deviceId: otherThan(anonymousId, deviceId) };
}

/** For `$identify`: the distinct id is the person, and the device is linked to it only where the event says so. */
export function readLink(distinct: Json | undefined, given: JsonObject): Identity {
  const anonymousId = readId(given['$anon_distinct_id']);
  return {
    userId: readId(distinct),
    anonymousId,
    deviceId: otherThan(anonymousId, readId(given['$device_id'])),
  };
}

/** For changes of a person: nothing is linked, so a known person's device stays a device. */
export function withoutLink({ userId, anonymousId, deviceId }: Identity): Identity {
  if (userId === null) return { userId, anonymousId, deviceId };
  return { userId, anonymousId: null, deviceId: deviceId ?? anonymousId };
}

function isDevice(distinctId: string, deviceId: string | null, given: JsonObject): boolean {
  const { $is_identified: identified, $process_person_profile: processed } = given;
  if (identified === true || readId(given['$user_id']) === distinctId) return false;
  return distinctId === deviceId || identified === false || processed === false;
}

function otherThan(id: string | null, deviceId: string | null): string | null {
  return deviceId === id ? null : deviceId;
}
