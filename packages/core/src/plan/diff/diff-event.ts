/** Everything that differs in an event that both plans have. */
import type { WrittenEvent } from '../written.ts';
import type { Change } from './change.ts';
import { diffKeys } from './diff-keys.ts';
import type { Handler, Handlers, Pair } from './diff-keys.ts';
import { capacityChanges } from './kinds/capacity-growth.ts';
import { enforcementChanges, productionEnforcement } from './kinds/enforcement.ts';
import {
  isMerger,
  onAggregation,
  onBytes,
  onCollection,
  onFieldTombstones,
  onOwners,
  onPopulation,
  onSample,
  onSources,
  onStatus,
  onSubjects,
  onTrigger,
  onWire,
} from './kinds/event-words.ts';
import { fieldChanges, findRenames } from './kinds/field-set.ts';
import { identifierChanges, identityChanges } from './kinds/identifier.ts';
import { useChanges } from './kinds/purpose.ts';
import { onClientBuffer, onErasureKeys, onExpires } from './kinds/retention.ts';
import { routeChanges } from './kinds/route.ts';
import { onSuppressions } from './kinds/suppression.ts';
import { below, makeChange } from './make-change.ts';
import type { EventModel } from './model.ts';
import { isSame } from './same.ts';
import type { EventScope, Scope } from './scope.ts';

export function diffEvent(events: Pair<EventModel>, scope: Scope): Change[] {
  const { before, after } = events;
  const place = { event: after.written.id, pointer: '' };
  const isUntouched = isSame(before.written, after.written);
  // What the plan says for every event may still change what this one carries, and to whom.
  if (isUntouched && !inheritsChange(scope)) return [];
  const renames = findRenames(events);
  const eventScope: EventScope = { ...scope, events, carriers: events, renames };
  const found = [
    ...diffKeys({ before: before.written, after: after.written }, HANDLERS, place, eventScope),
    ...fieldChanges(eventScope),
    ...routeChanges(below(place, 'vendors'), eventScope),
    ...identifierChanges(events, below(place, 'identity'), eventScope),
    ...capacityChanges(events, place),
  ];
  if (found.length > 0 || isUntouched || isToldElsewhere(eventScope)) return found;
  return [makeChange('E15', place, 'Written in another way, or another version; it means the same.')];
}

/** The context tells what moved there or came from there; the set of events, what was merged. */
function isToldElsewhere(scope: EventScope): boolean {
  const { before, after } = scope.carriers;
  const moved = [...scope.movedToContext, ...scope.movedFromContext];
  const isMoved = moved.some((path) => before.fields().has(path) !== after.fields().has(path));
  return isMoved || isMerger(scope);
}

function inheritsChange({ models: { before, after } }: Scope): boolean {
  return (
    !isSame(before.plan.identity, after.plan.identity) ||
    !isSame(before.plan.taxonomy.tiers, after.plan.taxonomy.tiers)
  );
}

const onWords: Handler<unknown, EventScope> = (_, at) => [
  makeChange('E15', at, 'Only what is said about the event changed.'),
];
/** Told by the comparison of fields, routes or identifiers, or by the version alone. */
const elsewhere: Handler<unknown, EventScope> = () => null;

const HANDLERS: Handlers<WrittenEvent, EventScope> = {
  // One version and one kind of file exist, so a difference is one that nobody knows.
  apiVersion: () => [],
  kind: () => [],
  id: elsewhere,
  version: elsewhere,
  wire: onWire,
  description: onWords,
  questions: onWords,
  owners: onOwners,
  status: onStatus,
  expires: onExpires,
  sources: onSources,
  subjects: onSubjects,
  purposes: useChanges,
  identity: ({ before, after }, at, { models }) => {
    const pair = {
      before: before ?? models.before.plan.identity,
      after: after ?? models.after.plan.identity,
    };
    const found = identityChanges(pair, at);
    return found.length === 0 ? null : found;
  },
  vendors: elsewhere,
  enforcement: (pair, at, { models: { before, after } }) => {
    const inherited = {
      before: productionEnforcement(before.plan),
      after: productionEnforcement(after.plan),
    };
    return enforcementChanges(pair, inherited, at);
  },
  sample: onSample,
  schema: elsewhere,
  examples: (_, at) => [makeChange('K04', at, 'Examples are others.')],
  population: onPopulation,
  trigger: onTrigger,
  collection: onCollection,
  client_buffer: onClientBuffer,
  tombstones: onFieldTombstones,
  erasure_keys: onErasureKeys,
  aggregation: onAggregation,
  max_bytes: onBytes,
  suppressions: onSuppressions,
};
