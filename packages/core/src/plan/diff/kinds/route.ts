/** Kinds I02–I04 and D24's fellow question: which vendors get an event, and which of its fields. */
import type { Change } from '../change.ts';
import { namesOf } from '../diff-keys.ts';
import { below, makeChange, tiersMet } from '../make-change.ts';
import type { Place } from '../make-change.ts';
import type { Carrier } from '../model.ts';
import { isSame, own, without } from '../same.ts';
import type { CarrierScope } from '../scope.ts';
import type { Tier } from '../../taxonomy/tier.ts';
import { eventTiers } from './event-tiers.ts';
import { renamedPath } from './field-set.ts';

/** Compares `vendors` of an event or of the context. */
export function routeChanges(place: Place, scope: CarrierScope): Change[] {
  const { before, after } = scope.carriers;
  return namesOf({ before: before.routes, after: after.routes }).flatMap((vendor) => {
    const at = below(place, vendor);
    const [was, is] = [own(before.routes, vendor), own(after.routes, vendor)];
    if (is === undefined) return [makeChange('I04', at, `${vendor} no longer gets the event.`)];
    if (was === undefined) {
      return [makeChange('I02', at, `${vendor} gets the event as well.`, { met: eventTiers(after) })];
    }
    return listChanges(vendor, at, scope);
  });
}

function listChanges(vendor: string, at: Place, scope: CarrierScope): Change[] {
  const { before, after } = scope.carriers;
  const { renames } = scope;
  const oldPaths = [...(before.reach().get(vendor) ?? [])].map((path) => renamedPath(path, renames));
  const newPaths = [...(after.reach().get(vendor) ?? [])];
  const isListChanged = !isSame(listOf(before, vendor, renames), listOf(after, vendor, new Map()));
  const come = without(newPaths, oldPaths).filter((path) => isListChanged || isHeld(path, vendor, scope));
  const gone = without(oldPaths, newPaths).filter((path) => after.fields().has(path));
  const found: Change[] = [];
  const isOpened = after.routes[vendor] === '*' && before.routes[vendor] !== '*';
  if (come.length > 0 || isOpened) {
    const tier = come.reduce<Tier>((highest, path) => higher(highest, tierOf(after, path)), 1);
    const words = isOpened ? 'every field under its ceiling' : come.join(', ');
    found.push(makeChange('I03', at, `${vendor} also gets ${words}.`, { met: tiersMet(tier) }));
  }
  if (gone.length > 0 && isListChanged) {
    found.push(makeChange('I04', at, `${vendor} no longer gets ${gone.join(', ')}.`));
  } else if (found.length === 0 && isListChanged && !isExplainedByFields(vendor, scope)) {
    found.push(makeChange('I04', at, `What ${vendor} gets is written in another way; it gets no more.`));
  }
  return found;
}

/**
 * Whether a field that both plans have comes to a vendor although neither its list nor its ceiling nor the tier changed: a
 * transform now lets it pass, or it is declared at last.
 */
function isHeld(path: string, vendor: string, { carriers, models }: CarrierScope): boolean {
  const { before, after } = carriers;
  const [was, is] = [before.fields().get(path), after.fields().get(path)];
  if (was === undefined || is === undefined) return false;
  if (was.annotation === undefined) return true;
  if (is.tier < was.tier) return false;
  const [floor, ceiling] = [own(models.before.plan.vendors, vendor), own(models.after.plan.vendors, vendor)];
  return floor?.max_tier === ceiling?.max_tier;
}

/** A list that lost only what is no field any more needs no word of its own. */
function isExplainedByFields(vendor: string, { carriers, renames }: CarrierScope): boolean {
  const { before, after } = carriers;
  const [was, is] = [listOf(before, vendor, renames), listOf(after, vendor, new Map())];
  if (was === '*' || is === '*') return false;
  const gone = without(was, is);
  return without(is, was).length === 0 && gone.every((path) => !after.fields().has(path));
}

function listOf(
  { routes }: Carrier,
  vendor: string,
  renames: ReadonlyMap<string, string>,
): '*' | readonly string[] {
  const listed = own(routes, vendor) ?? [];
  return listed === '*' ? listed : listed.map((path) => renamedPath(path, renames)).toSorted();
}

function tierOf(carrier: Carrier, path: string): Tier {
  return carrier.fields().get(path)?.tier ?? 4;
}

function higher(left: Tier, right: Tier): Tier {
  return left > right ? left : right;
}
