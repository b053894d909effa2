/** Kinds B of whole events: added, gone, merged, split, put into production. */
import type { Change } from '../change.ts';
import { capacityChanges } from './capacity-growth.ts';
import type { DiffFacts } from '../facts.ts';
import { makeChange } from '../make-change.ts';
import type { Place } from '../make-change.ts';
import { leavesOf } from '../model.ts';
import type { EventModel, Model } from '../model.ts';
import { isSame } from '../same.ts';
import type { Scope } from '../scope.ts';
import { eventTiers } from './event-tiers.ts';
import { standsFor } from './field-set.ts';
import { identifierChanges } from './identifier.ts';

/** Without traffic for so long, retiring an event hurts nobody. */
const QUIET_DAYS = 30;

/** Events that only one of the plans has. */
export function eventSetChanges(scope: Scope): Change[] {
  const { before, after } = scope.models;
  const come = [...after.events.values()].filter(({ written }) => !before.events.has(written.id));
  const gone = [...before.events.values()].filter(({ written }) => !after.events.has(written.id));
  const found: Change[] = [];
  const told = new Set<EventModel>();
  for (const event of gone.length === 0 ? [] : after.events.values()) {
    const merged = mergedInto(event, gone, before);
    if (merged.length === 0) continue;
    for (const each of merged) told.add(each);
    const ids = merged.map(({ written }) => written.id).join(', ');
    found.push(makeChange('B10', placeOf(event), `Takes in what was ${ids}.`));
    if (come.includes(event) && isReuse(event, [...before.events.values()])) told.add(event);
  }
  for (const event of gone.filter((each) => !told.has(each))) {
    const parts = come.filter((each) => !told.has(each) && isReuse(each, [event]));
    if (parts.length < 2) {
      found.push(retired(event, scope.facts));
      continue;
    }
    for (const each of parts) told.add(each);
    const ids = parts.map(({ written }) => written.id).join(', ');
    found.push(makeChange('B11', placeOf(event), `Split into ${ids}.`));
  }
  for (const event of come) if (!told.has(event)) found.push(...added(event, scope));
  return found;
}

function placeOf({ written }: EventModel): Place {
  return { event: written.id, pointer: '' };
}

/** Events whose messages another one now takes: two at least, its own earlier self included. */
function mergedInto(event: EventModel, gone: readonly EventModel[], before: Model): EventModel[] {
  const names = new Set(namesOf(event));
  const taken = gone.filter(
    (each) =>
      each.written.wire.call === event.written.wire.call && namesOf(each).some((name) => names.has(name)),
  );
  const sources = taken.length + (before.events.has(event.written.id) ? 1 : 0);
  return sources >= 2 ? taken : [];
}

/** Names of messages that it stands for. */
export function namesOf({ written: { wire } }: EventModel): string[] {
  return wire.name === undefined ? [] : [wire.name, ...wire.aliases];
}

function added(event: EventModel, scope: Scope): Change[] {
  const { before } = scope.models;
  const place = placeOf(event);
  const { ids = [], names = [] } = before.plan.tombstones ?? {};
  if (ids.includes(event.written.id) || namesOf(event).some((name) => names.includes(name))) {
    return [makeChange('B09', place, 'Its id or wire name was used up.')];
  }
  const known = [...before.events.values()].filter(isLive);
  const around = [
    ...identifierChanges({ before: null, after: event }, place, { models: scope.models, renames: new Map() }),
    ...capacityChanges({ before: null, after: event }, place),
  ];
  if (around.length === 0 && isReuse(event, known)) {
    return [makeChange('B02', place, 'Added; its fields, purposes and vendors are known.')];
  }
  return [makeChange('B01', place, 'Added.', { met: eventTiers(event) }), ...around];
}

function isLive({ written }: EventModel): boolean {
  return written.status === 'active' || written.status === 'deprecated';
}

/** Whether everything of an event is already in these: fields as they are, what reaches whom, and for what. */
function isReuse(event: EventModel, known: readonly EventModel[]): boolean {
  const { written } = event;
  const covers = (pick: (each: EventModel['written']) => readonly string[]): boolean => {
    const all = new Set(known.flatMap((each) => pick(each.written)));
    return pick(written).every((each) => all.has(each));
  };
  if (!covers((each) => each.purposes) || !covers((each) => each.subjects)) return false;
  if (!covers((each) => each.sources)) return false;
  const identifiers = event.identifiers();
  const isJoinKnown = known.some((each) => {
    const theirs = each.identifiers();
    return identifiers.every((one) => theirs.includes(one));
  });
  return isJoinKnown && leavesOf(event.fields()).every((leaf) => isLeafKnown(leaf.path, event, known));
}

function isLeafKnown(path: string, event: EventModel, known: readonly EventModel[]): boolean {
  const leaf = event.fields().get(path);
  const twins = known.filter((each) => {
    const other = each.fields().get(path);
    return isSame(other?.node, leaf?.node) && isSame(other?.annotation, leaf?.annotation);
  });
  const vendors = [...event.reach()].filter(([, paths]) => paths.has(path)).map(([vendor]) => vendor);
  if (twins.length === 0) return false;
  return vendors.every((vendor) => twins.some((each) => each.reach().get(vendor)?.has(path) === true));
}

function retired(event: EventModel, facts: DiffFacts): Change {
  return ended(event, placeOf(event), facts);
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
  const { before } = scope.models;
  const events = new Map([...before.events].filter(([id]) => id !== event.written.id));
  const models = { ...scope.models, before: { ...before, events } };
  return standsFor('B22', place, 'The draft goes to production.', added(event, { ...scope, models }));
}
