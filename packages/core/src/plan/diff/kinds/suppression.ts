/** Kinds K01–K03, A11 and A12: which rules are held, and where one is excused. */
import type { WrittenEvent, WrittenPlan } from '../../written.ts';
import { LINT_LEVELS } from '../../governance.ts';
import type { Change, Role } from '../change.ts';
import type { Handler } from '../diff-keys.ts';
import { namesOf } from '../diff-keys.ts';
import { below, makeChange } from '../make-change.ts';
import { isSame, own } from '../same.ts';
import type { Scope } from '../scope.ts';

/** Rules of style: nothing more flows when they are not held. Whatever is not listed belongs to privacy and security. */
export const STYLE_RULES: ReadonlySet<string> = new Set([
  'field-casing',
  'id-casing',
  'similar-fields',
  'similar-events',
  'missing-owner',
  'missing-question',
  'bad-field-example',
  'redundant-tier',
  'repeated-entry',
]);

function ownersOf(rule: string): readonly Role[] {
  return STYLE_RULES.has(rule) ? ['analytics'] : ['privacy', 'security'];
}

export const onLint: Handler<WrittenPlan['lint'], Scope> = (pair, place) => {
  const found = namesOf(pair).flatMap((rule): Change[] => {
    // Rules are errors where nothing is written.
    const [was, is] = [own(pair.before, rule) ?? 'error', own(pair.after, rule) ?? 'error'];
    if (was === is) return [];
    const words = `Rule ${rule} becomes ${is}; it was ${was}.`;
    const isMilder = LINT_LEVELS.indexOf(is) < LINT_LEVELS.indexOf(was);
    const more = { met: ['rule-owner' as const], roles: ownersOf(rule) };
    return [makeChange(isMilder ? 'A11' : 'A12', below(place, rule), words, isMilder ? more : {})];
  });
  return found.length === 0 ? null : found;
};

export const onSuppressions: Handler<WrittenEvent['suppressions'], Scope> = (pair, place) => {
  const before = pair.before ?? [];
  const after = pair.after ?? [];
  const come = after.filter((each) => !before.some((one) => isSame(one, each)));
  const gone = before.filter((each) => !after.some((one) => isSame(one, each)));
  const found = come.map(({ rule, expires }): Change => {
    const isStyle = STYLE_RULES.has(rule);
    const roles = isStyle ? [] : ownersOf(rule);
    return makeChange(isStyle ? 'K02' : 'K01', place, `Rule ${rule} is excused until ${expires}.`, { roles });
  });
  if (gone.length > 0) {
    const rules = [...new Set(gone.map(({ rule }) => rule))];
    found.push(makeChange('K03', place, `Rules are no longer excused: ${rules.join(', ')}.`));
  }
  return found.length === 0 ? null : found;
};
