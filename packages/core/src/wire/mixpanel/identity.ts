/** Who Mixpanel's three kinds of id speak of (https://docs.mixpanel.com/docs/tracking-methods/id-management). */
import type { Json } from '../../event.ts';
import { readId } from '../read-value.ts';
import { DEVICE_PREFIX } from './automatic.ts';

export interface Identity {
  readonly userId: string | null;
  readonly anonymousId: string | null;
}

/**
 * `$user_id` is the person and `$device_id` the device. A distinct id stands for the device when it has the device
 * prefix or equals `$device_id`, as in projects without the prefix; else for the person, unless `$user_id` names one.
 */
export function readIdentity(
  distinct: Json | undefined,
  user: Json | undefined,
  device: Json | undefined,
): Identity {
  const distinctId = readId(distinct);
  const userId = readId(user);
  const deviceId = readId(device);
  if (distinctId === null || distinctId === deviceId) return { userId, anonymousId: deviceId };
  if (distinctId.startsWith(DEVICE_PREFIX)) {
    return { userId, anonymousId: deviceId ?? readId(distinctId.slice(DEVICE_PREFIX.length)) };
  }
  return { userId: userId ?? distinctId, anonymousId: deviceId };
}

/** The id without the prefix that marks it as a device's, or null where there is none. */
export function bareId(value: Json | undefined): string | null {
  const id = readId(value);
  return id?.startsWith(DEVICE_PREFIX) === true ? readId(id.slice(DEVICE_PREFIX.length)) : id;
}
