/** Kinds A: the rules of the plan, who reviews, and what a candidate must show. */
import type { WrittenPlan } from '../../written.ts';
import type { Change } from '../change.ts';
import { diffKeys, namesOf } from '../diff-keys.ts';
import type { Handler, Handlers } from '../diff-keys.ts';
import { daysOf } from '../durations.ts';
import { below, makeChange } from '../make-change.ts';
import { own, without } from '../same.ts';
import type { Scope } from '../scope.ts';
import { tierOfField } from '../../taxonomy/tier.ts';
import { enforcementChanges } from './enforcement.ts';

type Taxonomy = WrittenPlan['taxonomy'];
type Environment = NonNullable<WrittenPlan['environments']['production']>;
type Promotion = NonNullable<Environment['promotion']>;

export const onTaxonomy: Handler<Taxonomy, Scope> = (pair, place, scope) => {
  const found = diffKeys(pair, TAXONOMY_HANDLERS, place, scope);
  return found.length === 0 ? null : found;
};

const TAXONOMY_HANDLERS: Handlers<Taxonomy, Scope> = {
  base: () => [],
  extend: ({ before, after }, at) => {
    const [gone, come] = [without(before, after), without(after, before)];
    const found: Change[] = [];
    const moved = come.filter((key) => gone.some((old) => lastWord(old) === lastWord(key)));
    const fresh = without(come, moved);
    const lost = gone.filter((key) => !moved.some((now) => lastWord(now) === lastWord(key)));
    if (moved.length > 0)
      found.push(makeChange('A05', at, `Custom keys have another parent: ${moved.join(', ')}.`));
    if (fresh.length > 0) found.push(makeChange('A04', at, `Custom keys are added: ${fresh.join(', ')}.`));
    if (lost.length > 0) found.push(makeChange('A04', at, `Custom keys are gone: ${lost.join(', ')}.`));
    return found.length === 0 ? null : found;
  },
  tiers: (pair, at, { models }) => {
    const found = namesOf(pair).flatMap((key): Change[] => {
      // An entry can only raise, so without one the tier is what is derived.
      const floor = tierOfField([key], false, undefined);
      const was = Math.max(floor, own(pair.before, key) ?? 1);
      const is = Math.max(floor, own(pair.after, key) ?? 1);
      if (was === is) return [];
      const words = `The tier of ${key} becomes ${is}; it was ${was}.`;
      const isCustom = models.after.plan.taxonomy.extend.includes(key);
      return [makeChange(is > was ? 'A07' : isCustom ? 'A05' : 'A06', below(at, key), words)];
    });
    return found.length === 0 ? null : found;
  },
};

function lastWord(key: string): string {
  return key.slice(key.lastIndexOf('.') + 1);
}

export const onEnvironments: Handler<WrittenPlan['environments'], Scope> = (pair, place, { models }) => {
  const plans = { before: models.before.plan.enforcement, after: models.after.plan.enforcement };
  const found = (['development', 'staging', 'production'] as const).flatMap((name): Change[] => {
    const at = below(place, name);
    const environments = { before: pair.before[name] ?? {}, after: pair.after[name] ?? {} };
    const handlers: Handlers<Environment, null> = {
      enforcement: ({ before = {}, after = {} }, where) =>
        enforcementChanges({ before, after }, plans, where),
      promotion: ({ before = {}, after = {} }, where) => {
        const changes = diffKeys({ before, after }, PROMOTION_HANDLERS, where, null);
        return changes.length === 0 ? null : changes;
      },
    };
    return diffKeys(environments, handlers, at, null);
  });
  return found.length === 0 ? null : found;
};

/** A gate is loosened by less of what it asks for; nothing asked is the loosest. */
function onGate<K extends keyof Promotion>(
  demand: (value: Promotion[K]) => number,
): Handler<Promotion[K], null> {
  return ({ before, after }, at) => {
    const [was, is] = [demand(before), demand(after)];
    if (was === is) return null;
    return [
      is < was
        ? makeChange('A16', at, 'A candidate has to show less.')
        : makeChange('A10', at, 'A candidate has to show more.'),
    ];
  };
}

const PROMOTION_HANDLERS: Handlers<Promotion, null> = {
  soak: onGate<'soak'>((soak) => (soak === undefined ? 0 : daysOf(soak))),
  min_events: onGate<'min_events'>((events) => events ?? 0),
  soak_each: onGate<'soak_each'>((soak) => (soak === undefined ? 0 : daysOf(soak))),
  min_events_each: onGate<'min_events_each'>((events) => events ?? 0),
  max_violation_rate: onGate<'max_violation_rate'>((rate) => -(rate ?? 1)),
  canary: onGate<'canary'>((canary) => -(canary ?? 1)),
};

/** Without the word nothing is kept, so nobody reads it. */
export const onQuarantine: Handler<WrittenPlan['quarantine'], Scope> = (pair, at) => {
  const nothing = { to: undefined, retention: 'P0D', readers: [] };
  const { before = nothing, after = nothing } = pair;
  const isOthers = before.to !== after.to && after.to !== undefined;
  const [kept, keeps] = [daysOf(before.retention), daysOf(after.retention)];
  const found: Change[] = [];
  if (keeps > kept || without(after.readers, before.readers).length > 0 || isOthers) {
    found.push(makeChange('A19', at, 'What is quarantined is kept longer, or more or others may read it.'));
  }
  if (keeps < kept || without(before.readers, after.readers).length > 0) {
    found.push(makeChange('A20', at, 'What is quarantined is kept shorter, or fewer may read it.'));
  }
  if (found.length === 0 && before.to !== after.to) {
    found.push(makeChange('A20', at, 'Nobody can open what would be quarantined.'));
  }
  return found.length === 0 ? null : found;
};

export const onTombstones: Handler<WrittenPlan['tombstones'], Scope> = (pair, place) => {
  const lost = (['ids', 'names'] as const).flatMap((key) => without(pair.before?.[key], pair.after?.[key]));
  // More tombstones only keep names from being used again.
  if (lost.length === 0) return [makeChange('E15', place, 'Names are marked as used up.')];
  return [makeChange('B09', place, `Names that were used up are free again: ${lost.join(', ')}.`)];
};
