/** Whether a plan may go on from one environment to the next: every condition with its answer, and who can change it. */
import type { PlanFinding } from '../../finding.ts';
import { SEMVER_EFFECTS } from '../diff/change.ts';
import type { Change, PlanDocument, SemverEffect } from '../diff/change.ts';
import { daysOf } from '../diff/durations.ts';
import type { Reviewed } from '../lock/admit-plan.ts';
import type { Judgement } from '../lock/judge-reviews.ts';

/** What a gateway of the environment that the plan comes from tells. */
export interface Soak {
  /** Whether it serves these very files. */
  readonly servesThis: boolean;
  /** Since when, milliseconds since 1970. */
  readonly since: number;
  /** Events accepted there since then. */
  readonly accepted: number;
  /** Of those, how many broke the plan. */
  readonly violations: number;
}

export interface GateFacts {
  readonly from: 'development' | 'staging';
  readonly before: Reviewed | null;
  readonly after: Reviewed;
  /** Of the lint, less what the plan excuses. */
  readonly findings: readonly PlanFinding[];
  readonly changes: readonly Change[];
  /** Null where the plan is not the one that is locked, or the lock changes another plan. */
  readonly judgement: Judgement | null;
  /** Null where no gateway was asked. */
  readonly soak: Soak | null;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export interface GateCheck {
  readonly id: 'lint' | 'declared' | 'lock' | 'version' | 'reviews' | 'soak' | 'events' | 'violations';
  readonly passed: boolean;
  /** One sentence: what is so. */
  readonly message: string;
  /** What to do, and who can; empty where it passed. */
  readonly mend: string;
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
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
  ].concat(checkSoak(facts));
}

function passed(id: GateCheck['id'], message: string): GateCheck {
  return { id, passed: true, message, mend: '' };
}

function failed(id: GateCheck['id'], message: string, mend: string): GateCheck {
  return { id, passed: false, message, mend };
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
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
  const { isApproved, approvals, missing, rejections } = judgement;
  if (isApproved) return passed('reviews', `${count(approvals.length, 'approval')}, none missing.`);
  const wanted = missing.map(({ role, who }) => `${role} (${who.join(' or ') || 'nobody has this role'})`);
  const against = rejections.map(({ role, by }) => `rejected by ${by} as ${role}`);
  return failed(
    'reviews',
    `Missing: ${[...wanted, ...against].join(', ')}.`,
    'Have it signed: headgate review sign.',
  );
}

type Promotion = NonNullable<PlanDocument['plan']['environments']['staging']>['promotion'];

function checkSoak({ from, after, soak, now }: GateFacts): GateCheck[] {
  const promotion = after.document.plan.environments[from]?.promotion;
  if (promotion === undefined) return [];
  if (soak === null || !soak.servesThis) {
    const message =
      soak === null ? `No gateway of ${from} was asked.` : `The gateway of ${from} serves another plan.`;
    const mend = `Serve the plan in ${from}, and name its gateway with --admin.`;
    return [failed('soak', message, mend)];
  }
  return [
    checkDuration(promotion, soak, { from, now }),
    checkEvents(promotion, soak, from),
    ...checkViolations(promotion, soak),
  ];
}

function checkDuration(
  promotion: Promotion,
  { since }: Soak,
  { from, now }: Pick<GateFacts, 'from' | 'now'>,
): GateCheck {
  const wanted = promotion?.soak === undefined ? 0 : daysOf(promotion.soak) * DAY_MS;
  const message = `In ${from} for ${inHours(now - since)}, of ${inHours(wanted)}.`;
  return now - since >= wanted ? passed('soak', message) : failed('soak', message, 'Wait.');
}

function checkEvents(promotion: Promotion, { accepted }: Soak, from: string): GateCheck {
  const wanted = promotion?.min_events ?? 0;
  const message = `${count(accepted, 'event')} seen in ${from}, of ${wanted}.`;
  return accepted >= wanted ? passed('events', message) : failed('events', message, 'Send more, or wait.');
}

function checkViolations(promotion: Promotion, { accepted, violations }: Soak): GateCheck[] {
  const rateMax = promotion?.max_violation_rate;
  if (rateMax === undefined) return [];
  const rate = accepted === 0 ? 0 : violations / accepted;
  const message = `${count(violations, 'violation')} in ${count(accepted, 'event')}: ${percent(rate)}, of at most ${percent(rateMax)}.`;
  return [
    rate <= rateMax
      ? passed('violations', message)
      : failed('violations', message, 'See them: headgate tap.'),
  ];
}

function inHours(ms: number): string {
  return `${Math.floor(ms / HOUR_MS)} h`;
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}
