/** Kinds A08–A10, A17 and A18: who may review, from `reviewers.yaml`. */
import { ROLES } from '../change.ts';
import type { Change } from '../change.ts';
import { FORGES } from '../../lock/reviewers.ts';
import type { Reviewers } from '../../lock/reviewers.ts';
import { unrecognised } from '../diff-keys.ts';
import type { Pair } from '../diff-keys.ts';
import { below, makeChange } from '../make-change.ts';
import type { Place } from '../make-change.ts';
import { isSame, without } from '../same.ts';

type Reviewer = Reviewers['reviewers'][number];

/** Pointers are into that file. */
const FILE: Place = { event: null, pointer: '' };

export function reviewerChanges(pair: Pair<Reviewers> | undefined): Change[] {
  if (pair === undefined || isSame(pair.before, pair.after)) return [];
  const [before, after] = [byName(pair.before), byName(pair.after)];
  const at = below(FILE, 'reviewers');
  // Which of two entries of one name counts is not for the comparison to guess.
  if (before.size < pair.before.reviewers.length || after.size < pair.after.reviewers.length) {
    return [unrecognised(at)];
  }
  const found = [...minimumChanges(pair), ...forgeChanges(pair), ...ownerChanges(pair), ...teamChanges(pair)];
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    const [was, is] = [before.get(name), after.get(name)];
    if (was === undefined) found.push(makeChange('A17', at, `${name} may sign. Two of security agree.`));
    else if (is === undefined) found.push(makeChange('A18', at, `${name} may no longer sign.`));
    else found.push(...personChanges(name, { before: was, after: is }, at));
  }
  return found.length > 0 ? found : [unrecognised(FILE)];
}

/** An approval of a forge is worth less than a signature. */
function forgeChanges({ before, after }: Pair<Reviewers>): Change[] {
  const [was, is] = [before.forge_approvals === true, after.forge_approvals === true];
  if (was === is) return [];
  const words = is ? 'Approvals of a forge count.' : 'Approvals of a forge count no more.';
  return [makeChange(is ? 'A09' : 'A10', below(FILE, 'forge_approvals'), words)];
}

function ownerChanges({ before, after }: Pair<Reviewers>): Change[] {
  const [was, is] = [before.owner_approvals === true, after.owner_approvals === true];
  if (was === is) return [];
  const words = is ? 'Owners of events sign.' : 'Owners of events no longer sign.';
  return [makeChange(is ? 'A10' : 'A09', below(FILE, 'owner_approvals'), words)];
}

function minimumChanges({ before, after }: Pair<Reviewers>): Change[] {
  return ROLES.flatMap((role): Change[] => {
    const [was, is] = [before.min[role] ?? 1, after.min[role] ?? 1];
    if (was === is) return [];
    return [
      makeChange(
        is < was ? 'A09' : 'A10',
        below(FILE, 'min', role),
        `${is} of ${role} must sign; before, ${was}.`,
      ),
    ];
  });
}

/** Who is asked in a forge is who the teams are there. */
function teamChanges({ before, after }: Pair<Reviewers>): Change[] {
  const found: Change[] = [];
  for (const key of ['teams', 'owners'] as const) {
    if (isSame(before[key], after[key])) continue;
    found.push(makeChange('A08', below(FILE, key), 'Other teams are asked in the forge.'));
  }
  return found;
}

function personChanges(name: string, { before, after }: Pair<Reviewer>, at: Place): Change[] {
  const found: Change[] = [];
  if (!isSameSet(before.roles, after.roles)) {
    found.push(makeChange('A08', at, `${name} now signs for ${after.roles.join(', ')}.`));
  }
  if (without(after.keys, before.keys).length > 0) {
    found.push(makeChange('A17', at, `${name} may sign with another key. Two of security agree.`));
  }
  if (without(before.keys, after.keys).length > 0) {
    found.push(makeChange('A18', at, `A key of ${name} is revoked.`));
  }
  found.push(...accountChanges(name, { before, after }, at));
  return found;
}

/** An account of a forge is as good as a key to whoever counts what it approves. */
function accountChanges(name: string, { before, after }: Pair<Reviewer>, at: Place): Change[] {
  return FORGES.flatMap((forge): Change[] => {
    const [was, is] = [before.forge?.[forge], after.forge?.[forge]];
    if (was === is) return [];
    if (is === undefined) return [makeChange('A18', at, `${name} has no account at ${forge} any more.`)];
    return [makeChange('A17', at, `${name} may approve with an account at ${forge}. Two of security agree.`)];
  });
}

function isSameSet(left: readonly string[], right: readonly string[]): boolean {
  return without(left, right).length === 0 && without(right, left).length === 0;
}

function byName({ reviewers }: Reviewers): Map<string, Reviewer> {
  return new Map(reviewers.map((each) => [each.by, each]));
}
