/** Kinds J, and client buffers (B21): how long, and whether a deletion request still finds it. */
import type { WrittenEvent } from '../../written.ts';
import type { Change } from '../change.ts';
import type { Handler, Pair } from '../diff-keys.ts';
import { daysBetween, daysOf } from '../durations.ts';
import { makeChange } from '../make-change.ts';
import type { Place } from '../make-change.ts';
import { without } from '../same.ts';
import type { EventScope, Scope } from '../scope.ts';
import { eventTiers } from './event-tiers.ts';

type On<K extends keyof WrittenEvent> = Handler<WrittenEvent[K], EventScope>;

/** Six months, whichever they are. */
const RENEWAL_DAYS_MAX = 184;
/** More renewals in one change are looked at by privacy. */
const RENEWALS_MAX = 25;
const LONG_RETENTION_DAYS = daysOf('P13M');

export const onExpires: On<'expires'> = ({ before, after }, at, scope) => {
  const { today } = scope.facts;
  if (after !== 'never' && (before === 'never' || after < before)) {
    return [makeChange('J04', at, `The event ends on ${after}; before, ${ending(before)}.`)];
  }
  if (today !== undefined && before < today) {
    const met = [...eventTiers(scope.events.after), 'event-or-tier-2' as const];
    return [makeChange('J05', at, `The event had ended on ${before}; now ${ending(after)}.`, { met })];
  }
  if (after === 'never') return [makeChange('J03', at, 'The event no longer ends. Name who watches it.')];
  const words = `The event ends on ${after}; it ended on ${before}.`;
  return [makeChange(isLightRenewal({ before, after }, scope) ? 'J01' : 'J02', at, words)];
};

/** The first renewal, shown to be needed, short, and one of few. */
function isLightRenewal({ before, after }: Pair<string>, scope: EventScope): boolean {
  const { id } = scope.events.after.written;
  const isFirst = scope.facts.renewals?.[id] === 0 && scope.facts.used?.includes(id) === true;
  return isFirst && daysBetween(before, after) <= RENEWAL_DAYS_MAX && scope.extended <= RENEWALS_MAX;
}

function ending(day: string): string {
  return day === 'never' ? 'it does not end' : `it ends on ${day}`;
}

/** Events whose last good day moves away. */
export function countExtended({ before, after }: Scope['models']): number {
  let extended = 0;
  for (const [id, { written }] of after.events) {
    const was = before.events.get(id)?.written.expires ?? 'never';
    if (was !== 'never' && (written.expires === 'never' || written.expires > was)) extended += 1;
  }
  return extended;
}

/** How long a vendor keeps what it gets; nothing written is without end. */
export const onRetention: Handler<string | undefined, Scope> = ({ before, after }, at) => {
  const [was, is] = [daysOf(before), daysOf(after)];
  if (was === is) return null;
  const words = `Kept for ${after ?? 'ever'}; before, for ${before ?? 'ever'}.`;
  if (is < was) return [makeChange('J07', at, words)];
  return [makeChange('J06', at, words, { met: is > LONG_RETENTION_DAYS ? ['beyond-13-months'] : [] })];
};

/** Nothing written is the client's own affair, which is no bound. */
export const onClientBuffer: On<'client_buffer'> = ({ before, after }, at) => {
  const [was, is] = [daysOf(before), daysOf(after)];
  if (was === is) return null;
  const words = `A client keeps it for ${after ?? 'as long as it likes'} at most.`;
  return [makeChange(is > was ? 'B21' : 'J07', at, words)];
};

export const onErasureKeys: On<'erasure_keys'> = (
  { before, after }: Pair<readonly string[] | undefined>,
  at,
) => {
  const found: Change[] = [];
  const add = (kind: 'J08' | 'J09', paths: readonly string[], words: string, place: Place): void => {
    if (paths.length > 0) found.push(makeChange(kind, place, `${words}: ${paths.join(', ')}.`));
  };
  add('J08', without(before, after), 'A deletion request no longer finds it by', at);
  add('J09', without(after, before), 'A deletion request finds it by', at);
  // The same keys in another order.
  return found.length === 0 ? null : found;
};
