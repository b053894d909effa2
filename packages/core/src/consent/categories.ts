/**
 * Category preferences: `context.consent.categoryPreferences`, the words of consent managers that Segment made common, and
 * `context.consent.status`: `denied`, all were declined or withdrawn; `expired`, the choice has run out; `selected`, what is not named was
 * not chosen. Any other status says nothing.
 */
import { isJsonObject } from '../event.ts';
import type { Json, JsonObject } from '../event.ts';
import type { Reading } from './reading.ts';

/** What holds for every category, named or not: they are all denied, expired or unreadable, or else nothing is said. */
export function readStatus(consent: Json | undefined): Reading {
  if (consent === undefined || consent === null) return 'absent';
  if (!isJsonObject(consent)) return 'unreadable';
  const status = memberOf(consent, 'status');
  if (status === 'denied' || status === 'expired') return status;
  const preferences = memberOf(consent, 'categoryPreferences');
  return preferences === undefined || isJsonObject(preferences) ? 'absent' : 'unreadable';
}

/** What the preferences say of one category. Only `true` grants; anything but `true` and `false` cannot be read. */
export function readCategory(consent: Json | undefined, category: string): Reading {
  const ofAll = readStatus(consent);
  if (ofAll !== 'absent' || !isJsonObject(consent)) return ofAll;
  const preferences = memberOf(consent, 'categoryPreferences');
  const said = isJsonObject(preferences) ? memberOf(preferences, category) : undefined;
  if (said === undefined) return memberOf(consent, 'status') === 'selected' ? 'denied' : 'absent';
  return said === true ? 'granted' : said === false ? 'denied' : 'unreadable';
}

function memberOf(object: JsonObject, member: string): Json | undefined {
  return Object.hasOwn(object, member) ? object[member] : undefined;
}
