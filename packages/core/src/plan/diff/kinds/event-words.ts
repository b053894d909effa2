/** Kinds B, D23, E11–E14 and F12–F15 of an event that both plans have: who sends it, when, about whom. */
import { TRIGGERS } from '../../governance.ts';
import type { WrittenEvent } from '../../written.ts';
import type { Change } from '../change.ts';
import { diffKeys } from '../diff-keys.ts';
import type { Handler, Handlers } from '../diff-keys.ts';
import { below, makeChange } from '../make-change.ts';
import type { Place } from '../make-change.ts';
import { without } from '../same.ts';
import type { EventScope } from '../scope.ts';
import { ended, promoted } from './event-life.ts';
import { eventTiers } from './event-tiers.ts';

type On<K extends keyof WrittenEvent> = Handler<WrittenEvent[K], EventScope>;
type Wire = WrittenEvent['wire'];
type Population = NonNullable<WrittenEvent['population']>;
type Aggregation = NonNullable<WrittenEvent['aggregation']>;

/** Data subjects whose law is their own (fideslang knows no child; age groups do). */
const PROTECTED_SUBJECTS: ReadonlySet<string> = new Set(['patient', 'employee', 'job_applicant']);

export const onStatus: On<'status'> = ({ before, after }, at, scope) => {
  const { events, facts } = scope;
  const met = eventTiers(events.after);
  if (after === 'retired' || after === 'draft') return [ended(events.before, at, facts)];
  if (before === 'draft') return [promoted(events.after, at, scope)];
  if (after === 'deprecated' && before === 'active')
    return [makeChange('B05', at, 'Deprecated, still accepted.')];
  return [makeChange('B06', at, `It was ${before}; now it is ${after}.`, { met })];
};

export const onWire: On<'wire'> = (pair, place, scope) => {
  const found = diffKeys(pair, WIRE_HANDLERS, place, scope);
  return found.length === 0 ? null : found;
};

const WIRE_HANDLERS: Handlers<Wire, EventScope> = {
  // Another call is another message altogether.
  call: () => [],
  name: ({ before, after }, at, { events, models }) => {
    if (after === undefined) return [makeChange('B15', at, 'Stands for every message of its call.')];
    if (models.before.plan.tombstones?.names?.includes(after) === true) {
      return [makeChange('B09', at, `${after} is a name that was used up.`)];
    }
    if (before === undefined) return [makeChange('B16', at, `Stands for messages named ${after} alone.`)];
    if (events.after.written.wire.aliases.includes(before)) {
      return [makeChange('B07', at, `Named ${after}; ${before} is kept as an alias.`)];
    }
    return [makeChange('B08', at, `Named ${after}; ${before} is not kept.`)];
  },
  aliases: ({ before, after }, at, scope) => {
    const { wire } = scope.events.before.written;
    const merged = mergedNames(scope);
    const come = without(after, before).filter((name) => name !== wire.name && !merged.has(name));
    const gone = without(before, after).filter((name) => name !== scope.events.after.written.wire.name);
    const found: Change[] = [];
    const used = scope.models.before.plan.tombstones?.names ?? [];
    const dead = come.filter((name) => used.includes(name));
    if (dead.length > 0) found.push(makeChange('B09', at, `Names that were used up: ${dead.join(', ')}.`));
    else if (come.length > 0) found.push(makeChange('B15', at, `Also stands for ${come.join(', ')}.`));
    if (gone.length > 0) found.push(makeChange('B08', at, `No longer stands for ${gone.join(', ')}.`));
    return found.length === 0 ? null : found;
  },
  operations: ({ before, after }, at) => {
    const [come, gone] = [without(after, before), without(before, after)];
    const found: Change[] = [];
    if (come.length > 0) found.push(makeChange('B15', at, `Also takes ${come.join(', ')}.`));
    if (gone.length > 0) found.push(makeChange('B16', at, `No longer takes ${gone.join(', ')}.`));
    return found.length === 0 ? null : found;
  },
};

/** Names of events that left the plan in the same change; taking them in is B10. */
function mergedNames({ models, events }: EventScope): ReadonlySet<string> {
  const { call } = events.after.written.wire;
  const gone = [...models.before.events.values()].filter(
    ({ written }) => !models.after.events.has(written.id) && written.wire.call === call,
  );
  return new Set(gone.flatMap(({ written: { wire } }) => [wire.name ?? '', ...wire.aliases]));
}

/** Whether an event took in names of events that left. */
export function isMerger(scope: EventScope): boolean {
  const merged = mergedNames(scope);
  const { before, after } = scope.events;
  return without(after.written.wire.aliases, before.written.wire.aliases).some((name) => merged.has(name));
}

export const onSources: On<'sources'> = ({ before, after }, at) => {
  const [come, gone] = [without(after, before), without(before, after)];
  const found: Change[] = [];
  if (come.length > 0) found.push(makeChange('B12', at, `Also sent by ${come.join(', ')}.`));
  if (gone.length > 0) found.push(makeChange('B13', at, `No longer sent by ${gone.join(', ')}.`));
  return found.length === 0 ? null : found;
};

export const onSubjects: On<'subjects'> = ({ before, after }, at) => {
  const [come, gone] = [without(after, before), without(before, after)];
  const found: Change[] = [];
  if (come.length > 0) {
    const met = come.some((each) => PROTECTED_SUBJECTS.has(each)) ? (['protected-subject'] as const) : [];
    found.push(makeChange('E11', at, `Also about ${come.join(', ')}.`, { met }));
  }
  if (gone.length > 0) found.push(makeChange('E12', at, `No longer about ${gone.join(', ')}.`));
  return found.length === 0 ? null : found;
};

export const onPopulation: On<'population'> = ({ before = {}, after = {} }, place, scope) => {
  const found = diffKeys({ before, after }, POPULATION_HANDLERS, place, scope);
  return found.length === 0 ? null : found;
};

/** Nothing written is everyone. */
function onPart(
  needsLegal: (come: readonly string[] | null) => boolean,
): Handler<readonly string[] | undefined, unknown> {
  return ({ before, after }, at) => {
    const come = after === undefined ? null : without(after, before);
    const isWider = before !== undefined && (come === null || come.length > 0);
    const isNarrower = after !== undefined && (before === undefined || without(before, after).length > 0);
    const found: Change[] = [];
    if (isWider) {
      const met = needsLegal(come) ? (['jurisdiction-or-minors'] as const) : [];
      found.push(makeChange('B14', at, `More people: ${come?.join(', ') ?? 'everyone'}.`, { met }));
    }
    if (isNarrower) found.push(makeChange('B16', at, 'Fewer people.'));
    return found.length === 0 ? null : found;
  };
}

const POPULATION_HANDLERS: Handlers<Population, unknown> = {
  countries: onPart(() => true),
  locales: onPart(() => false),
  channels: onPart(() => false),
  age_groups: onPart((come) => come === null || come.some((each) => each !== 'adult')),
  logged_out: ({ before = true, after = true }, at) =>
    before === after
      ? null
      : [
          after
            ? makeChange('B14', at, 'Also who is not logged in.')
            : makeChange('B16', at, 'Only who is logged in.'),
        ],
};

export const onTrigger: On<'trigger'> = ({ before, after }, at) => {
  const rank = (trigger: typeof before): number =>
    trigger === undefined ? TRIGGERS.length : TRIGGERS.indexOf(trigger);
  const isWider = rank(after) > rank(before);
  return [
    makeChange(
      isWider ? 'B15' : 'B16',
      at,
      `Sent on ${after ?? 'anything'}; before, on ${before ?? 'anything'}.`,
    ),
  ];
};

export const onCollection: On<'collection'> = ({ before = 'default-on', after = 'default-on' }, at) => {
  if (before === after) return null;
  return [
    after === 'opt-in'
      ? makeChange('B18', at, 'Collected only where somebody opted in.')
      : makeChange('B17', at, 'Collected unless somebody opts out.'),
  ];
};

export const onSample: On<'sample'> = ({ before, after }, at, { events }) => {
  const words = `A share of ${after} is kept; before, ${before}.`;
  return [
    after > before
      ? makeChange('B19', at, words, { met: eventTiers(events.after) })
      : makeChange('B20', at, words),
  ];
};

/** No cap of its own is the widest. */
export const onBytes: On<'max_bytes'> = ({ before = Infinity, after = Infinity }, at) => {
  const words = `At most ${after} bytes; before, ${before}.`;
  return [makeChange(after > before ? 'D23' : 'D22', at, words)];
};

export const onOwners: On<'owners'> = ({ before, after }, at) => {
  if (after === undefined) return [makeChange('E14', at, 'Nobody owns the event.')];
  if (before?.team === after.team) return [makeChange('E15', at, 'Others are told of changes.')];
  const words = `${after.team} owns it; before, ${before?.team ?? 'nobody'}. Both teams agree.`;
  return [makeChange('E13', below(at, 'team'), words)];
};

export const onAggregation: On<'aggregation'> = ({ before, after }, at) => {
  if (after === undefined) return [makeChange('F12', at, 'Single events leave, not aggregates alone.')];
  if (before === undefined) return [makeChange('F13', at, 'Only aggregates leave.')];
  const found = diffKeys({ before, after }, AGGREGATION_HANDLERS, at, null);
  return found.length === 0 ? null : found;
};

const AGGREGATION_HANDLERS: Handlers<Aggregation, null> = {
  epsilon: ({ before = Infinity, after = Infinity }, at) => [noise(after > before, at)],
  cohort_min: ({ before = 1, after = 1 }, at) => (before === after ? null : [noise(after < before, at)]),
};

function noise(isLess: boolean, at: Place): Change {
  return isLess
    ? makeChange('F14', at, 'Aggregates say more of each person.')
    : makeChange('F15', at, 'Aggregates say less of each person.');
}

/** Only more names are used up; what left in the same change tells itself. */
export const onFieldTombstones: On<'tombstones'> = ({ before, after }, at, { carriers }) => {
  const lost = without(before, after);
  if (lost.length > 0)
    return [makeChange('C10', at, `Names that were used up are free again: ${lost.join(', ')}.`)];
  const fields = carriers.before.fields();
  const isTold = without(after, before).every((path) => fields.has(path));
  return isTold ? null : [makeChange('E15', at, 'Names of fields are marked as used up.')];
};
