/** Kinds H: what it is for, on which legal basis, after whose consent. */
import type { WrittenPlan } from '../../written.ts';
import type { Change } from '../change.ts';
import { daysOf } from '../durations.ts';
import { diffKeys, namesOf, unrecognised } from '../diff-keys.ts';
import type { Handler, Handlers, Pair } from '../diff-keys.ts';
import { below, makeChange } from '../make-change.ts';
import type { Place } from '../make-change.ts';
import { isBelow, own, without } from '../same.ts';
import type { Scope } from '../scope.ts';

type Purposes = WrittenPlan['purposes'];
type Purpose = NonNullable<Purposes[keyof Purposes]>;
type On<K extends keyof Purpose> = Handler<Purpose[K], Scope>;

/** Uses of an event or of a vendor, as a list. */
export function useChanges({ before, after }: Pair<readonly string[]>, place: Place): Change[] | null {
  const gone = without(before, after);
  const come = without(after, before);
  const found: Change[] = [];
  const replaced = new Set<string>();
  for (const use of come) {
    const broader = gone.filter((each) => isBelow(use, [each]));
    for (const each of broader) replaced.add(each);
    if (broader.length > 0) found.push(makeChange('H02', place, `The purpose is more exact: ${use}.`));
    else if (gone.length > 0) {
      for (const each of gone) replaced.add(each);
      found.push(makeChange('H03', place, `The purpose ${use} stands where another stood.`));
    } else found.push(makeChange('H01', place, `The purpose ${use} is added.`));
  }
  const lost = gone.filter((each) => !replaced.has(each));
  if (lost.length > 0) found.push(makeChange('H02', place, `Purposes are gone: ${lost.join(', ')}.`));
  // The same purposes in another order.
  return found.length === 0 ? null : found;
}

/** The table of purposes of a plan. */
export const onPurposes: Handler<Purposes, Scope> = (pair, place, scope) => {
  const names = { before: Object.keys(pair.before), after: Object.keys(pair.after) };
  const found = useChanges(names, place) ?? [];
  for (const use of namesOf(pair)) {
    const [before, after] = [
      own<Purpose | undefined>(pair.before, use),
      own<Purpose | undefined>(pair.after, use),
    ];
    if (before === undefined || after === undefined) continue;
    const handlers = purposeHandlers(before.require === 'any' || after.require === 'any');
    found.push(...diffKeys({ before, after }, handlers, below(place, use), scope));
  }
  return found;
};

const onBasis: On<'basis'> = ({ before, after }, at) => {
  const words = `The legal basis becomes ${after}; it was ${before}.`;
  return [makeChange(after === 'Consent' ? 'H05' : 'H04', at, words)];
};

/**
 * What must be granted: what goes no longer has to be, what comes has to be as well. Where nothing was named the signal's own
 * table held, which what comes displaces; and each further section of GPP is one more that may grant.
 */
function onSignals<K extends 'tcf' | 'gpp' | 'gcm'>(isAnyEnough: boolean): On<K> {
  return ({ before, after }: Pair<readonly (string | number)[] | undefined>, at) => {
    const [gone, come] = [without(before, after), without(after, before)];
    if (come.length > 0 && (before === undefined || isAnyEnough || gone.length > 0))
      return [makeChange('H10', at, 'Other signals are asked for.')];
    if (gone.length > 0)
      return [makeChange('H06', at, `Signals are no longer asked for: ${gone.join(', ')}.`)];
    return come.length === 0
      ? null
      : [makeChange('H07', at, `More signals are asked for: ${come.join(', ')}.`)];
  };
}

/** Under `require: any`, what is added is one more signal that may grant. */
const purposeHandlers = (isAnyEnough: boolean): Handlers<Purpose, Scope> => ({
  basis: onBasis,
  category: ({ before, after }, at) => {
    if (after === undefined)
      return [makeChange('H06', at, `Consent category ${before ?? ''} is no longer asked for.`)];
    if (before === undefined)
      return [makeChange(isAnyEnough ? 'H10' : 'H07', at, `Consent category ${after} is asked for.`)];
    return [makeChange('H10', at, `Consent category ${after} stands where ${before} stood.`)];
  },
  require: ({ after }, at) => [
    after === 'any'
      ? makeChange('H06', at, 'Any of the signals is enough.')
      : makeChange('H07', at, 'All of the signals must hold.'),
  ],
  unasked: ({ after }, at) => [
    after === 'granted'
      ? makeChange('H06', at, 'Who was not asked counts as having agreed.')
      : makeChange('H07', at, 'Who was not asked counts as having declined.'),
  ],
  tcf: onSignals<'tcf'>(false),
  gpp: onSignals<'gpp'>(true),
  gcm: onSignals<'gcm'>(false),
});

export const onGpc: Handler<WrittenPlan['gpc'], Scope> = ({ before, after }, at) => {
  const gone = before.deny_uses.filter((use) => !isBelow(use, after.deny_uses));
  const come = after.deny_uses.filter((use) => !isBelow(use, before.deny_uses));
  const found: Change[] = [];
  if (gone.length > 0) found.push(makeChange('H08', at, `Sec-GPC no longer denies ${gone.join(', ')}.`));
  if (come.length > 0) found.push(makeChange('H09', at, `Sec-GPC also denies ${come.join(', ')}.`));
  return found.length === 0 ? null : found;
};

/** How long a choice holds before the person has to be asked again. */
export const onConsent: Handler<WrittenPlan['consent'], Scope> = ({ before, after }, place) => {
  const at = below(place, 'tcf_max_age');
  const [was, is] = [before.tcf_max_age, after.tcf_max_age];
  const words = `A TC string is good for ${is} after its last change; it was ${was}.`;
  return daysOf(is) === daysOf(was)
    ? [makeChange('E15', at, words)]
    : [makeChange(daysOf(is) > daysOf(was) ? 'H06' : 'H07', at, words)];
};

export const onRegions: Handler<readonly string[] | undefined, Scope> = ({ before, after }, at) => {
  const [gone, come] = [without(before, after), without(after, before)];
  const found: Change[] = [];
  if (gone.length > 0)
    found.push(makeChange('H11', at, `Consent no longer comes first in ${gone.join(', ')}.`));
  if (come.length > 0) found.push(makeChange('H12', at, `Consent comes first also in ${come.join(', ')}.`));
  return found.length === 0 ? null : found;
};

export const onNotices: Handler<WrittenPlan['notices'], Scope> = ({ before, after }, place) => {
  const found: Change[] = [];
  for (const key of ['privacy', 'opt_out'] as const) {
    const [was, is] = [before?.[key], after?.[key]];
    if (was === is) continue;
    const at = below(place, key);
    const isGone = is === undefined;
    found.push(
      isGone
        ? makeChange('H13', at, 'The notice or control is gone.')
        : makeChange('E15', at, 'The notice or control has another address.'),
    );
  }
  return found.length === 0 ? [unrecognised(place)] : found;
};
