/** Consent: which of an event's purposes are allowed. All signals are ANDed; an absent signal is a denial. */
import { isJsonObject } from './event.ts';
import type { JsonObject, ReceivedEvent } from './event.ts';
import type { Purpose } from './plan/plan.ts';
import type { Use } from './plan/taxonomy/uses.ts';

const NONE: readonly Use[] = Object.freeze([]);

/**
 * The uses that remain. A use based on consent needs its category to be exactly `true` in
 * `context.consent.categoryPreferences`; Global Privacy Control denies the uses that the plan lists for it.
 */
export function allowedUses(
  event: ReceivedEvent,
  purposes: readonly Purpose[],
  gpcDeniedUses: readonly Use[],
): readonly Use[] {
  const allowed = purposes.filter((purpose) => {
    if (event.signals.gpc && gpcDeniedUses.some((denied) => isWithin(purpose.use, denied))) return false;
    if (purpose.basis !== 'Consent') return true;
    return purpose.category !== null && preferences(event.context)[purpose.category] === true;
  });
  return allowed.length === 0 ? NONE : allowed.map((purpose) => purpose.use);
}

/** Whether a use is `parent` or one of the uses below it. */
export function isWithin(use: Use, parent: Use): boolean {
  return use === parent || use.startsWith(`${parent}.`);
}

const EMPTY: JsonObject = Object.freeze({});

function preferences(context: JsonObject): JsonObject {
  const consent = context['consent'];
  if (!isJsonObject(consent)) return EMPTY;
  const categories = Object.hasOwn(consent, 'categoryPreferences')
    ? consent['categoryPreferences']
    : undefined;
  return isJsonObject(categories) ? categories : EMPTY;
}
