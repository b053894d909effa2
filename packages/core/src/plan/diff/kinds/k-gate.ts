/** Kinds F14 and F15 of a vendor's k-gate: whether smaller groups may be told apart than before. */
import type { WrittenPlan } from '../../written.ts';
import { windowDaysOf } from '../../written-k-gate.ts';
import type { WrittenKGate } from '../../written-k-gate.ts';
import type { Change } from '../change.ts';
import { diffKeys } from '../diff-keys.ts';
import type { Handler, Handlers } from '../diff-keys.ts';
import { makeChange } from '../make-change.ts';
import type { Place } from '../make-change.ts';
import { without } from '../same.ts';
import type { Scope } from '../scope.ts';

type Gate = WrittenPlan['vendors'][string]['k_gate'];

/** What is in force without a number depends on the fields: between these. */
const K_DEFAULTS = { least: 20, most: 50 };

export const onKGate: Handler<Gate, Scope> = ({ before, after }, at, scope) => {
  if (after === undefined) return [weaker(at, 'Tuples of quasi-identifiers pass whoever had them.')];
  if (before === undefined)
    return [stronger(at, 'Tuples of quasi-identifiers pass only when enough had them.')];
  return diffKeys({ before, after }, HANDLERS, at, scope);
};

const HANDLERS: Handlers<WrittenKGate, Scope> = {
  k: ({ before, after }, at) => {
    const isLess = (after ?? K_DEFAULTS.least) < (before ?? K_DEFAULTS.most);
    const words = `A tuple passes when ${after ?? 'the default number of'} subjects had it.`;
    return [isLess ? weaker(at, words) : stronger(at, words)];
  },
  window: ({ before, after }, at) => {
    const [was, is] = [windowDaysOf(before), windowDaysOf(after)];
    if (was === is) return null;
    const words = `A subject counts for ${is} days; before, for ${was}.`;
    return [is > was ? weaker(at, words) : stronger(at, words)];
  },
  // The default tuple follows the plan, so what it was or will be is not known here.
  quasi_identifiers: ({ before, after }, at) => {
    if (before === undefined || after === undefined) return [weaker(at, 'The gate looks at other fields.')];
    const [gone, come] = [without(before, after), without(after, before)];
    if (gone.length > 0) return [weaker(at, `The gate no longer looks at ${gone.join(', ')}.`)];
    if (come.length > 0) return [stronger(at, `The gate also looks at ${come.join(', ')}.`)];
    return [weaker(at, 'Other fields of the gate become broader first.')];
  },
  ladders: (_, at) => [weaker(at, 'Values become broader by other steps.')],
  sensitive: ({ before, after }, at) => {
    if (after === undefined) return [weaker(at, 'No field must differ among those who share a tuple.')];
    const words = `${after} must differ among those who share a tuple.`;
    return [before === undefined ? stronger(at, words) : weaker(at, words)];
  },
  l: ({ before, after }, at) => {
    const words = `A tuple passes with ${after} different sensitive values; before, with ${before}.`;
    return [after < before ? weaker(at, words) : stronger(at, words)];
  },
};

function weaker(at: Place, words: string): Change {
  return makeChange('F14', at, words);
}

function stronger(at: Place, words: string): Change {
  return makeChange('F15', at, words);
}
