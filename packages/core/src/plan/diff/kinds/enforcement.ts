/** Kinds A13–A15: what is done about violations. */
import type { WrittenEvent, WrittenPlan } from '../../written.ts';
import { MODES } from '../../written.ts';
import type { Change } from '../change.ts';
import { diffKeys } from '../diff-keys.ts';
import type { Handlers, Pair } from '../diff-keys.ts';
import { makeChange } from '../make-change.ts';
import type { Place } from '../make-change.ts';
import type { Model } from '../model.ts';

type Enforcement = WrittenPlan['enforcement'];
type Key = keyof Enforcement;

/** What holds where nothing is written. */
export interface Inherited {
  readonly before: Enforcement;
  readonly after: Enforcement;
}

/** Compares what holds, which may be inherited. */
export function enforcementChanges(
  pair: Pair<Enforcement>,
  inherited: Inherited,
  place: Place,
): Change[] | null {
  const on =
    (key: Key, looser: 'A13' | 'A15') =>
    (written: Pair<Enforcement[Key]>, at: Place): Change[] | null => {
      const before = written.before ?? inherited.before[key] ?? 'reject';
      const after = written.after ?? inherited.after[key] ?? 'reject';
      if (before === after) return null;
      const words = `${key} becomes ${after}; it was ${before}.`;
      const isLooser = MODES.indexOf(after) < MODES.indexOf(before);
      return [makeChange(isLooser ? looser : 'A14', at, words)];
    };
  const handlers: Handlers<Enforcement, null> = {
    unplanned_event: on('unplanned_event', 'A15'),
    unplanned_field: on('unplanned_field', 'A15'),
    invalid_field: on('invalid_field', 'A13'),
    expired: on('expired', 'A13'),
  };
  const found = diffKeys(pair, handlers, place, null);
  return found.length === 0 ? null : found;
}

/** What holds for one event in production, before its own words. */
export function productionEnforcement({ enforcement, environments }: WrittenPlan): Enforcement {
  return { ...enforcement, ...environments.production?.enforcement };
}

/** Whether the violation ends in the event being rejected, in production. */
export function isRejected(key: 'unplanned_field', event: string | null, { plan, events }: Model): boolean {
  const own: WrittenEvent['enforcement'] | undefined =
    event === null ? undefined : events.get(event)?.written.enforcement;
  return (own?.[key] ?? productionEnforcement(plan)[key] ?? 'reject') === 'reject';
}
