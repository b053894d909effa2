/** Kinds that the plans cannot show: A02, A03, A21, F09 and I15. */
import type { Change } from '../change.ts';
import { makeChange } from '../make-change.ts';
import type { Place } from '../make-change.ts';
import { leavesOf } from '../model.ts';
import type { Model } from '../model.ts';
import type { Scope } from '../scope.ts';

const PLAN: Place = { event: null, pointer: '' };

export function factChanges({ facts, models }: Scope): Change[] {
  const { brokenGlass = [], replayedTo = [], taxonomyMoved, stepsReordered } = facts;
  const found: Change[] = [];
  if (taxonomyMoved !== undefined) {
    const at = { event: null, pointer: '/taxonomy/base' };
    const used = usedKeys(models.after);
    const touched = taxonomyMoved.changedKeys.filter((key) => used.has(key));
    found.push(
      touched.length === 0
        ? makeChange('A02', at, 'The taxonomy moved; no key in use is another.')
        : makeChange('A03', at, `The taxonomy moved; keys in use are others: ${touched.join(', ')}.`),
    );
  }
  for (const where of brokenGlass) found.push(makeChange('A21', PLAN, `The gate was passed by: ${where}.`));
  if (stepsReordered === true) found.push(makeChange('F09', PLAN, 'The gateway works in another order.'));
  for (const vendor of replayedTo) {
    const at = { event: null, pointer: `/vendors/${vendor}` };
    found.push(makeChange('I15', at, `Stored events went to ${vendor} again.`));
  }
  return found;
}

/** Categories, uses and subjects that the plan names, with everything above them. */
function usedKeys({ plan, events, context }: Model): ReadonlySet<string> {
  const named = new Set<string>(Object.keys(plan.purposes));
  for (const carrier of [context, ...events.values()]) {
    for (const leaf of leavesOf(carrier.fields())) {
      for (const category of leaf.annotation?.categories ?? []) named.add(category);
    }
  }
  for (const { written } of events.values()) for (const each of written.subjects) named.add(each);
  return new Set([...named].flatMap(lineOf));
}

/** A key and everything above it. */
function lineOf(key: string): string[] {
  const words = key.split('.');
  return words.map((_, at) => words.slice(0, at + 1).join('.'));
}
