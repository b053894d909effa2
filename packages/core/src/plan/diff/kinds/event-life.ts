/** Kinds B of whole events: added, gone, merged, split, put into production. */
import type { Change } from '../change.ts';
import { capacityChanges } from './capacity-growth.ts';
import type { DiffFacts } from '../facts.ts';
import { makeChange } from '../make-change.ts';
import type { Place } from '../make-change.ts';
import { isLive } from '../model.ts';
import type { EventModel } from '../model.ts';
import type { Scope } from '../scope.ts';
import { eventTiers } from './event-tiers.ts';
import { standsFor } from './field-set.ts';
import { identifierChanges } from './identifier.ts';
import { collectParts, isReuse } from './known-parts.ts';
import type { KnownParts } from './known-parts.ts';

/** Without traffic for so long, retiring an event hurts nobody. */
const QUIET_DAYS = 30;

/** Pairs of an event that left and one that came, up to which a split is looked for; beyond, they are told one by one. */
const SPLIT_PAIRS_MAX = 250_000;

/** Events that only one of the plans has. */
export function eventSetChanges(scope: Scope): Change[] {
  const { before, after } = scope.models;
  const come = [...after.events.values()].filter(({ written }) => !before.events.has(written.id));
  const gone = [...before.events.values()].filter(({ written }) => !after.events.has(written.id));
  const told = new Set<EventModel>();
  const isLeft = (event: EventModel): boolean => !told.has(event);
  const merged = mergers(scope.models, gone, told);
  const split = splits(gone.filter(isLeft), come.filter(isLeft), told);
  return [
    ...merged,
    ...split,
    ...gone.filter(isLeft).map((event) => ended(event, placeOf(event), scope.facts)),
    ...come.filter(isLeft).flatMap((event) => added(event, scope.liveParts(), scope)),
  ];
}

/** Adds to `told` what it tells. */
function mergers(
  { before, after }: Scope['models'],
  gone: readonly EventModel[],
  told: Set<EventModel>,
): Change[] {
  if (gone.length === 0) return [];
  const known = collectParts([...before.events.values()]);
  const byName = new Map(gone.flatMap((event) => claimsOf(event).map((claim) => [claim, event] as const)));
  return [...after.events.values()].flatMap((event): Change[] => {
    const taken = [...new Set(claimsOf(event).flatMap((claim) => byName.get(claim) ?? []))];
    // Two at least, its own earlier self included.
    if (taken.length + (before.events.has(event.written.id) ? 1 : 0) < 2 || taken.length === 0) return [];
    for (const each of taken) told.add(each);
    if (!before.events.has(event.written.id) && isReuse(event, known)) told.add(event);
    return [makeChange('B10', placeOf(event), `Takes in what was ${idsOf(taken)}.`)];
  });
}

/** Adds to `told` what it tells. */
function splits(gone: readonly EventModel[], come: readonly EventModel[], told: Set<EventModel>): Change[] {
  if (gone.length * come.length > SPLIT_PAIRS_MAX) return [];
  return gone.flatMap((event): Change[] => {
    const known = collectParts([event]);
    const parts = come.filter((each) => !told.has(each) && isReuse(each, known));
    if (parts.length < 2) return [];
    for (const each of [event, ...parts]) told.add(each);
    return [makeChange('B11', placeOf(event), `Split into ${idsOf(parts)}.`)];
  });
}

function idsOf(events: readonly EventModel[]): string {
  return events.map(({ written }) => written.id).join(', ');
}

/** Messages that it stands for, with their call. */
function claimsOf(event: EventModel): string[] {
  return namesOf(event).map((name) => `${event.written.wire.call} ${name}`);
}

function placeOf({ written }: EventModel): Place {
  return { event: written.id, pointer: '' };
}

/** Names of messages that it stands for. */
function namesOf({ written: { wire } }: EventModel): string[] {
  return wire.name === undefined ? [] : [wire.name, ...wire.aliases];
}

function added(event: EventModel, parts: KnownParts, scope: Scope): Change[] {
  const { before } = scope.models;
  const place = placeOf(event);
  const { ids = [], names = [] } = before.plan.tombstones ?? {};
  if (ids.includes(event.written.id) || namesOf(event).some((name) => names.includes(name))) {
    return [makeChange('B09', place, 'Its id or wire name was used up.')];
  }
  const around = [
    ...identifierChanges({ before: null, after: event }, place, { models: scope.models, renames: new Map() }),
    ...capacityChanges({ before: null, after: event }, place),
  ];
  if (around.length === 0 && isReuse(event, parts)) {
    return [makeChange('B02', place, 'Added; its fields, purposes and vendors are known.')];
  }
  return [makeChange('B01', place, 'Added.', { met: eventTiers(event) }), ...around];
}

/** An event that no longer runs: B03 where nobody will miss it, else B04. */
export function ended(event: EventModel, place: Place, { today, unseenDays }: DiffFacts): Change {
  const { id, expires } = event.written;
  const unseen = unseenDays?.[id];
  const isExpired = today !== undefined && expires !== 'never' && expires < today;
  const isQuiet = unseen === null || (unseen !== undefined && unseen >= QUIET_DAYS);
  return isExpired || isQuiet || !isLive(event)
    ? makeChange('B03', place, 'Retired; it is not received any more.')
    : makeChange('B04', place, 'Retired while it may still be received.');
}

/** A draft that goes to production is reviewed as if it were new there. */
export function promoted(event: EventModel, place: Place, scope: Scope): Change {
  return standsFor('B22', place, 'The draft goes to production.', added(event, scope.liveParts(), scope));
}
