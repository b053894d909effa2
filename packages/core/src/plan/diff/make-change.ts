/** A `Change` from a row of the table of kinds: who must agree follows from the row and from the conditions that are met. */
import { ROLES, SEMVER_EFFECTS } from './change.ts';
import type { Change, PrivacyDirection, Role, SemverEffect } from './change.ts';
import type { Condition } from './kind-row.ts';
import { KINDS } from './kinds.ts';
import type { KindId } from './kinds.ts';
import type { Tier } from '../taxonomy/tier.ts';

/** Where something changed: `event` is null for the plan, `pointer` a JSON Pointer (RFC 6901). */
export interface Place {
  readonly event: string | null;
  readonly pointer: string;
}

export interface Particulars {
  readonly met?: readonly Condition[];
  /** Besides those of the row, for example the owners of a lint rule. */
  readonly roles?: readonly Role[];
  readonly semver?: SemverEffect;
  readonly direction?: PrivacyDirection;
}

export function makeChange(kind: KindId, place: Place, message: string, more: Particulars = {}): Change {
  const row = KINDS[kind];
  const also = (row.also ?? []).filter(({ when }) => more.met?.includes(when) === true);
  const roles = [...row.roles, ...also.flatMap((each) => each.roles), ...(more.roles ?? [])];
  const direction = more.direction ?? (row.direction === 'derived' ? 'neutral' : row.direction);
  return {
    kind,
    event: place.event,
    pointer: place.pointer,
    message,
    semver: more.semver ?? row.semver,
    direction,
    roles: orderRoles(roles),
  };
}

/** The one that breaks most; `none` where there is none. */
export function gravestEffect(effects: readonly SemverEffect[]): SemverEffect {
  return SEMVER_EFFECTS.findLast((each) => effects.includes(each)) ?? 'none';
}

/** Each once, in the order of `ROLES`. */
export function orderRoles(roles: readonly Role[]): Role[] {
  return ROLES.filter((role) => roles.includes(role));
}

/** The conditions on tiers that a tier meets; a special category counts as the highest. */
export function tiersMet(tier: Tier, isSpecial = false): Condition[] {
  const reached = isSpecial ? 4 : tier;
  const conditions: readonly (readonly [number, Condition])[] = [
    [2, 'tier-2'],
    [3, 'tier-3'],
    [4, 'tier-4'],
  ];
  return conditions.filter(([from]) => reached >= from).map(([, condition]) => condition);
}

/** A place further down. */
export function below(place: Place, ...keys: readonly (string | number)[]): Place {
  const escaped = keys.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`);
  return { ...place, pointer: place.pointer + escaped.join('') };
}
