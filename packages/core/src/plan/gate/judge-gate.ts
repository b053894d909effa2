/** Whether a plan may go on from one environment to the next: every condition with its answer, and who can change it. */
import { SEMVER_EFFECTS } from '../diff/change.ts';
import type { SemverEffect } from '../diff/change.ts';
import { count, failed, passed } from './gate.ts';
import type { GateCheck, GateFacts } from './gate.ts';
import { checkCanaryShare, judgeCanary } from './judge-canary.ts';
import { checkRenewals } from './judge-renewals.ts';
import { checkSoak } from './judge-soak.ts';

/** A field that nobody classified must not leave. */
const UNDECLARED = 'undeclared-field';

/** All conditions in their order; the gate is open when every one passed. */
export function judgeGate(facts: GateFacts): readonly GateCheck[] {
  return [
    checkLint(facts),
    checkDeclared(facts),
    checkLock(facts),
    checkVersions(facts),
    checkReviews(facts),
    ...checkSoak(facts),
    ...checkRenewals(facts),
    ...checkCanaryShare(facts),
    ...judgeCanary(facts),
  ];
}

function checkLint({ findings }: GateFacts): GateCheck {
  const errors = findings.filter(({ level }) => level === 'violation');
  return errors.length === 0
    ? passed(
        'lint',
        'The plan has no violations, its examples satisfy its schemas, and no vendor is above its ceiling.',
      )
    : failed('lint', `The plan has ${count(errors.length, 'violation')}.`, 'See them: headgate plan lint.');
}

function checkDeclared({ findings }: GateFacts): GateCheck {
  const open = findings.filter(({ ruleId }) => ruleId === UNDECLARED);
  return open.length === 0
    ? passed('declared', 'Every field says what it holds.')
    : failed(
        'declared',
        `${count(open.length, 'field')} without categories would be left out in production.`,
        'Classify them under x-headgate.categories, or remove them.',
      );
}

function checkLock({ judgement }: GateFacts): GateCheck {
  return judgement === null
    ? failed(
        'lock',
        'The lock is not that of this plan and this base.',
        'Write it: headgate plan lock --base.',
      )
    : passed('lock', 'The lock is that of this plan and this base.');
}

/** The version of every changed event rises as far as the change asks. */
function checkVersions({ before, after, changes }: GateFacts): GateCheck {
  const was = new Map(before?.document.events.map(({ id, version }) => [id, version]));
  const short = after.document.events.flatMap(({ id, version }) => {
    const old = was.get(id);
    const wanted = gravest(changes.filter(({ event }) => event === id).map(({ semver }) => semver));
    return old === undefined || wanted === 'none' || rises(old, version, wanted) ? [] : [`${id} (${wanted})`];
  });
  return short.length === 0
    ? passed('version', 'The versions rise as far as the changes ask.')
    : failed(
        'version',
        `Versions that rise too little: ${short.join(', ')}.`,
        'Raise version in these events.',
      );
}

function gravest(effects: readonly SemverEffect[]): SemverEffect {
  return SEMVER_EFFECTS.findLast((effect) => effects.includes(effect)) ?? 'none';
}

function rises(before: string, after: string, effect: SemverEffect): boolean {
  const [oldMajor = 0, oldMinor = 0, oldPatch = 0] = before.split('.').map(Number);
  const [major = 0, minor = 0, patch = 0] = after.split('.').map(Number);
  if (major !== oldMajor) return major > oldMajor;
  if (effect === 'major' || effect === 'refused') return false;
  if (minor !== oldMinor) return minor > oldMinor;
  return effect === 'patch' && patch > oldPatch;
}

function checkReviews({ judgement }: GateFacts): GateCheck {
  if (judgement === null) return failed('reviews', 'Nobody can have signed for it.', 'Lock the plan first.');
  const { isApproved, approvals, missing, missingOwners, rejections } = judgement;
  if (isApproved) return passed('reviews', `${count(approvals.length, 'approval')}, none missing.`);
  const wanted = missing.map(({ role, lacking, who }) => {
    const people = who.join(lacking === 1 ? ' or ' : ', ') || 'nobody has this role';
    return `${lacking === 1 ? role : `${lacking} of ${role}`} (${people})`;
  });
  const owners = missingOwners.map(
    ({ team, who }) => `owner of ${team} (${who.join(' or ') || 'nobody is of it'})`,
  );
  const against = rejections.map(({ role, by }) => `rejected by ${by} as ${role}`);
  return failed(
    'reviews',
    `Missing: ${[...wanted, ...owners, ...against].join(', ')}.`,
    'Have it signed: headgate review sign. Which decisions do not count: headgate review status.',
  );
}
