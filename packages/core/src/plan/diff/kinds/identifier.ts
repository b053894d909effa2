/** Kinds G: what stands for a person or a device, how far it leads, and what it can be joined with. */
import type { WrittenPlan } from '../../written.ts';
import { IDENTITY_SCOPES } from '../../governance.ts';
import type { Change } from '../change.ts';
import type { Pair } from '../diff-keys.ts';
import { daysOf } from '../durations.ts';
import { below, makeChange } from '../make-change.ts';
import type { Place } from '../make-change.ts';
import type { EventModel, Model } from '../model.ts';
import { without } from '../same.ts';
import type { CarrierScope } from '../scope.ts';
import { renamedPath } from './field-set.ts';

type Identity = WrittenPlan['identity'];

/** Identifiers that came to an event, or to one that is new. */
export function identifierChanges(
  pair: Pair<EventModel | null>,
  place: Place,
  { models, renames }: Pick<CarrierScope, 'models' | 'renames'>,
): Change[] {
  const before =
    pair.before === null ? [] : pair.before.identifiers().map((each) => renamedPath(each, renames));
  const after = pair.after === null ? [] : pair.after.identifiers();
  const come = without(after, before);
  const found: Change[] = [];
  const gone = without(before, after);
  if (gone.length > 0 && pair.after !== null) {
    found.push(makeChange('G06', place, `Identifiers are gone: ${gone.join(', ')}.`));
  }
  if (come.length === 0) return found;
  const fresh = come.filter((each) => !isKnown([each], models.before));
  if (fresh.length > 0) {
    found.push(makeChange('G01', place, `Identifiers that the plan had nowhere: ${fresh.join(', ')}.`));
  }
  const known = come.filter((each) => !fresh.includes(each));
  if (known.length === 0) return found;
  if (before.length === 0 && pair.before !== null) {
    found.push(makeChange('G05', place, `The event told nobody apart; now it has ${known.join(', ')}.`));
  }
  const joins = known.flatMap((each) =>
    after
      .filter((other) => other !== each && isKnown([other], models.before))
      .filter((other) => !isKnown([each, other], models.before))
      .map((other) => `${each} with ${other}`),
  );
  const [first] = joins;
  if (first !== undefined) found.push(makeChange('G04', place, `Together for the first time: ${first}.`));
  return found;
}

/** Whether one event of the plan had all of them. */
function isKnown(identifiers: readonly string[], model: Model): boolean {
  const [first, ...more] = identifiers.map((each) => model.identified().get(each));
  if (first === undefined) return false;
  return [...first].some((event) => more.every((events) => events?.has(event) === true));
}

/** How far identities lead and how long they live. */
export function identityChanges({ before, after }: Pair<Identity>, place: Place): Change[] {
  return [
    ...scopeChanges({ before, after }, below(place, 'scope')),
    ...lifeChanges({ before, after }, place),
  ];
}

function scopeChanges({ before, after }: Pair<Identity>, at: Place): Change[] {
  const [was, is] = [reachOf(before), reachOf(after)];
  if (was === is) return [];
  const words = `Identities lead as far as ${after.scope ?? 'anywhere'}.`;
  if (is < was) return [makeChange('G06', at, words)];
  const met = is >= IDENTITY_SCOPES.indexOf('account') ? (['account-scope'] as const) : [];
  return [makeChange('G02', at, words, { met })];
}

/** Nothing written is the widest. */
function reachOf({ scope }: Identity): number {
  return scope === undefined ? IDENTITY_SCOPES.length : IDENTITY_SCOPES.indexOf(scope);
}

function lifeChanges({ before, after }: Pair<Identity>, place: Place): Change[] {
  const [lived, lives] = [daysOf(before.rotation), daysOf(after.rotation)];
  if (lived === lives) return [];
  const words = `Identities live for ${after.rotation ?? 'ever'}.`;
  return [makeChange(lives > lived ? 'G03' : 'G06', below(place, 'rotation'), words)];
}
