/** Kinds E of a field, and F10/F11: what it is said to be, and how findings in it are treated. */
import { readFreeText } from '../../free-text.ts';
import type { FreeText } from '../../plan.ts';
import { FINDING_ACTIONS } from '../../written.ts';
import type { WrittenAnnotation } from '../../written.ts';
import type { Change } from '../change.ts';
import { diffKeys } from '../diff-keys.ts';
import type { Handler, Handlers, Pair } from '../diff-keys.ts';
import type { FieldNode } from '../model.ts';
import { below, makeChange, tiersMet } from '../make-change.ts';
import type { Place } from '../make-change.ts';
import { isBelow, isSame, without } from '../same.ts';
import type { FieldScope } from '../scope.ts';
import { transformChanges } from './transform.ts';

type On<K extends keyof WrittenAnnotation> = Handler<WrittenAnnotation[K], FieldScope>;
type Action = NonNullable<WrittenAnnotation['on_finding']>;

/** Mild to strict. */
export const ACTIONS: readonly Action[] = FINDING_ACTIONS;

/** The annotation that holds for the field, whether its own or one above it. */
export function annotationChanges(place: Place, scope: FieldScope): Change[] {
  const { before, after } = scope.nodes;
  const at = below(place, 'x-headgate');
  if (before.annotation === undefined && after.annotation === undefined) return [];
  if (before.annotation === undefined) {
    return [makeChange('E06', at, 'The field is classified.', { met: tiersMet(after.tier) })];
  }
  if (after.annotation === undefined) {
    return [makeChange('E05', at, 'The field is no longer classified, so it cannot leave production.')];
  }
  const pair = { before: before.annotation, after: after.annotation };
  return [...tierChanges(at, scope), ...diffKeys(pair, HANDLERS, at, scope)];
}

function tierChanges(at: Place, { nodes: { before, after } }: FieldScope): Change[] {
  if (before.tier === after.tier) return [];
  const words = `The tier becomes ${after.tier}; it was ${before.tier}.`;
  return [makeChange(after.tier < before.tier ? 'E04' : 'E05', at, words)];
}

const onCategories: On<'categories'> = ({ before, after }, at) => {
  const gone = without(before, after);
  const come = without(after, before);
  // The same categories in another order.
  if (gone.length === 0 && come.length === 0) return null;
  const isSpecialised = gone.length > 0 && come.length > 0 && come.every((each) => isBelow(each, gone));
  if (isSpecialised && gone.every((each) => come.some((one) => isBelow(one, [each])))) {
    return [makeChange('E03', at, `The category is more exact: ${come.join(', ')}.`)];
  }
  const isGeneral = gone.length > 0 && come.length > 0 && gone.every((each) => isBelow(each, come));
  if (isGeneral) return [makeChange('E02', at, `The category is broader: ${come.join(', ')}.`)];
  return [makeChange('E01', at, `The categories become ${after?.join(', ') ?? 'none'}.`)];
};

/** A mark that must not silently go; each way has its kind. */
function onMark(
  set: readonly ['E08' | 'E15', string],
  removed: readonly ['E07' | 'E16', string],
): Handler<boolean | undefined, FieldScope> {
  return ({ before = false, after = false }, at) => {
    if (before === after) return null;
    const [kind, words] = after ? set : removed;
    return [makeChange(kind, at, words)];
  };
}

/** What becomes of what people type, whether written or read off the name of the field. */
const onFreeText: On<'free_text'> = (_, at, { nodes: { before, after } }) => {
  const was = typedIn(before);
  const is = typedIn(after);
  if (isSame(was, is)) return null;
  if (is?.kind === 'drop') return [makeChange('F11', at, 'What people type here is left out.')];
  if (was === null) return [makeChange('E09', at, 'People may type here.')];
  if (is === null) {
    return was.kind === 'drop'
      ? [makeChange('F10', at, 'What was left out as typed text goes on.')]
      : [makeChange('E10', at, 'People no longer type here.')];
  }
  const isShorter = was.kind === 'truncate' && is.kind === 'truncate' && is.length < was.length;
  return was.kind === 'keep' || isShorter
    ? [makeChange('F11', at, 'Less of what people type goes on.')]
    : [makeChange('F10', at, 'More of what people type may go on.')];
};

function typedIn({ node, type, path, annotation }: FieldNode): FreeText | null {
  return readFreeText(node, type, path, annotation).policy;
}

const onFinding: On<'on_finding'> = ({ before, after }, at, { models }) => {
  const was = actionsOf(before, models.before.plan.detection);
  const is = actionsOf(after, models.after.plan.detection);
  if (isSame(was, is)) return null;
  const isLooser = is.some((each, index) => ACTIONS.indexOf(each) < ACTIONS.indexOf(was[index] ?? 'redact'));
  return [
    isLooser
      ? makeChange('F10', at, 'Findings in this field are treated more mildly.')
      : makeChange('F11', at, 'Findings in this field are treated more strictly.'),
  ];
};

/** What is done about each class of finding: the field's own word, else the plan's. */
function actionsOf(
  own: Action | undefined,
  { personal, secret, long_text }: Readonly<Record<'personal' | 'secret' | 'long_text', Action>>,
): Action[] {
  return [personal, secret, long_text].map((each) => own ?? each);
}

/** An alias that names a field of before is a renaming, which the comparison of the fields tells. */
const onAliases: On<'aliases'> = ({ before, after }, at, { renames }) => {
  const gone = without(before, after);
  const isRenaming = gone.length === 0 && without(after, before).every((alias) => endsIn(renames, alias));
  if (isRenaming) return null;
  if (gone.length === 0) return [makeChange('E15', at, 'An earlier name is noted.')];
  return [makeChange('C09', at, 'An earlier name is no longer taken.', { semver: 'major' })];
};

function endsIn(renames: ReadonlyMap<string, string>, alias: string): boolean {
  return [...renames.keys()].some((path) => path === alias || path.endsWith(`.${alias}`));
}

const HANDLERS: Handlers<WrittenAnnotation, FieldScope> = {
  categories: onCategories,
  // Told by the tier that follows from everything.
  tier: () => null,
  free_text: onFreeText,
  on_finding: onFinding,
  transform: (pair: Pair<WrittenAnnotation['transform']>, at, scope) => transformChanges(pair, at, scope),
  special_category: onMark(
    ['E08', 'The field is marked as a special category.'],
    ['E07', 'The mark of a special category is gone.'],
  ),
  sensitive_name: onMark(
    ['E15', 'The name of the field is marked as sensitive.'],
    ['E16', 'The mark of a sensitive name is gone.'],
  ),
  unit: (_, at) => [makeChange('C25', at, 'The unit is another, under the same name.')],
  aliases: onAliases,
};
