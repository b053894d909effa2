/** Kinds F05–F08, F10 and F11 of the plan: its pseudonym keys and its detection. */
import type { FindingAction } from '../../plan.ts';
import type { WrittenDetector, WrittenPlan } from '../../written.ts';
import { KEY_SCOPES } from '../../governance.ts';
import type { Change } from '../change.ts';
import { diffKeys } from '../diff-keys.ts';
import type { Handler, Handlers } from '../diff-keys.ts';
import { daysOf } from '../durations.ts';
import { below, makeChange } from '../make-change.ts';
import { isSame, without } from '../same.ts';
import type { Scope } from '../scope.ts';
import { ACTIONS } from './classification.ts';

type Keys = NonNullable<WrittenPlan['keys']>;
type Detection = WrittenPlan['detection'];

export const onKeys: Handler<WrittenPlan['keys'], Scope> = ({ before = {}, after = {} }, place, scope) => {
  const found = diffKeys({ before, after }, KEY_HANDLERS, place, scope);
  return found.length === 0 ? null : found;
};

const KEY_HANDLERS: Handlers<Keys, Scope> = {
  // The gateway gives each vendor pseudonyms of its own where nothing is written.
  scope: ({ before = 'vendor', after = 'vendor' }, at) => {
    if (before === after) return null;
    const words = `A pseudonym is the same within one ${after}.`;
    const isWider = KEY_SCOPES.indexOf(after) > KEY_SCOPES.indexOf(before);
    return [makeChange(isWider ? 'F05' : 'F03', at, words)];
  },
  rotation: ({ before, after }, at) => {
    const [was, is] = [daysOf(before), daysOf(after)];
    if (was === is) return null;
    const direction = is > was ? 'widening' : 'narrowing';
    return [makeChange('F06', at, `Keys change every ${after ?? 'never'}.`, { direction })];
  },
  revealed_to: ({ before, after }, at) => {
    const [gone, come] = [without(before, after), without(after, before)];
    const found: Change[] = [];
    if (come.length > 0) found.push(makeChange('F07', at, `May lead pseudonyms back: ${come.join(', ')}.`));
    if (gone.length > 0) found.push(makeChange('F08', at, `May no longer do so: ${gone.join(', ')}.`));
    return found.length === 0 ? null : found;
  },
};

const onClass: Handler<FindingAction, Scope> = ({ before, after }, at) => {
  const isMilder = ACTIONS.indexOf(after) < ACTIONS.indexOf(before);
  return [makeChange(isMilder ? 'F10' : 'F11', at, `Findings: ${after}; before, ${before}.`)];
};

const DETECTION_HANDLERS: Handlers<Detection, Scope> = {
  personal: onClass,
  secret: onClass,
  long_text: onClass,
  detectors_length_max: ({ before, after }, at) => [
    makeChange(after < before ? 'F10' : 'F11', at, `The plan's detectors read ${after} characters.`),
  ],
};

export const onDetection: Handler<Detection, Scope> = (pair, place, scope) =>
  diffKeys(pair, DETECTION_HANDLERS, place, scope);

export const onDetectors: Handler<readonly WrittenDetector[], Scope> = (pair, place) => {
  const [before, after] = [byId(pair.before), byId(pair.after)];
  const found = [...new Set([...before.keys(), ...after.keys()])].flatMap((id): Change[] => {
    const [was, is] = [before.get(id), after.get(id)];
    const at = below(place, id);
    if (is === undefined) return [makeChange('F10', at, `Detector ${id} is gone.`)];
    if (was === undefined) return [makeChange('F11', at, `Detector ${id} is added.`)];
    if (isSame(was, is)) return [];
    const isWordsOnly = isSame({ ...was, examples: null }, { ...is, examples: null });
    if (isWordsOnly) return [makeChange('K04', at, `Examples of detector ${id} are others.`)];
    return [makeChange('F10', at, `Detector ${id} looks for something else, which may be less.`)];
  });
  // The same detectors in another order.
  return found.length === 0 ? null : found;
};

function byId(detectors: readonly WrittenDetector[]): Map<string, WrittenDetector> {
  return new Map(detectors.map((each) => [each.id, each]));
}
