/** What a candidate has shown where it was tried: as a whole, and each event that the change adds or touches. */
import type { PlanDocument } from '../diff/change.ts';
import { daysOf } from '../diff/durations.ts';
import { count, failed, passed } from './gate.ts';
import type { GateCheck, GateFacts, Soak } from './gate.ts';

export type Promotion = NonNullable<
  NonNullable<PlanDocument['plan']['environments']['staging']>['promotion']
>;

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Events that are named one by one. */
const NAMED_MAX = 10;

export function checkSoak(facts: GateFacts): readonly GateCheck[] {
  const { from, after, soak, now } = facts;
  const promotion = after.document.plan.environments[from]?.promotion;
  if (promotion === undefined) {
    const message = `Nothing is asked of ${from}: the plan has no environments.${from}.promotion.`;
    return [passed('soak', message)];
  }
  if (soak === null || !soak.servesThis) {
    const message =
      soak === null ? `No gateway of ${from} was asked.` : `The gateway of ${from} serves another plan.`;
    const mend = `Serve the plan in ${from}, and name its gateway with --admin.`;
    return [failed('soak', message, mend)];
  }
  const tried = triedEvents(facts);
  return [
    checkDuration('soak', promotion, { since: soak.since, where: from, now }),
    checkEvents('events', promotion, { accepted: soak.accepted, where: from }),
    ...checkViolations(promotion, soak, tried),
    ...checkEachCount(promotion, soak, tried),
    ...checkEachSoak(promotion, soak, { tried, now }),
  ];
}

/** Events that may be sent and that the change adds or touches; what is as before was tried before. */
export function triedEvents({
  before,
  after,
  changes,
}: Pick<GateFacts, 'before' | 'after' | 'changes'>): readonly string[] {
  const live = after.document.events.filter(({ status }) => status === 'active' || status === 'deprecated');
  if (before === null) return live.map(({ id }) => id);
  const touched = new Set(changes.map(({ event }) => event));
  return live.filter(({ id }) => touched.has(id)).map(({ id }) => id);
}

export function checkDuration(
  id: GateCheck['id'],
  { soak }: Promotion,
  { since, where, now }: { readonly since: number; readonly where: string; readonly now: number },
): GateCheck {
  const wanted = msOf(soak);
  const message = `In ${where} for ${inHours(now - since)}, of ${inHours(wanted)}.`;
  return now - since >= wanted ? passed(id, message) : failed(id, message, 'Wait.');
}

export function checkEvents(
  id: GateCheck['id'],
  { min_events: wanted = 0 }: Promotion,
  { accepted, where }: { readonly accepted: number; readonly where: string },
): GateCheck {
  const message = `${count(accepted, 'event')} seen in ${where}, of ${wanted}.`;
  return accepted >= wanted ? passed(id, message) : failed(id, message, 'Send more, or wait.');
}

function checkViolations(promotion: Promotion, soak: Soak, tried: readonly string[]): GateCheck[] {
  const { max_violation_rate: rateMax } = promotion;
  if (rateMax === undefined) return [];
  const { isWithin, worst } = judgeRate(rateMax, soak, tried);
  const message = `${rateOf(soak)}, of at most ${percent(rateMax)}.${worst}`;
  return [
    isWithin ? passed('violations', message) : failed('violations', message, 'See them: headgate tap.'),
  ];
}

/** The rate holds for all together, and for each event that the change touches: a rare one must not hide among the others. */
export function judgeRate(
  rateMax: number,
  soak: Soak,
  tried: readonly string[],
): { readonly isWithin: boolean; readonly worst: string } {
  const { accepted, violations } = soak;
  const rate = accepted === 0 ? 0 : violations / accepted;
  const broken = tried.filter((id) => {
    const seen = soak.events.get(id);
    return seen !== undefined && seen.violations / seen.events > rateMax;
  });
  return {
    isWithin: rate <= rateMax && broken.length === 0,
    worst: broken.length === 0 ? '' : ` Above it: ${named(broken)}.`,
  };
}

/** Counts and their rate, for people. */
export function rateOf({ accepted, violations }: Pick<Soak, 'accepted' | 'violations'>): string {
  const rate = accepted === 0 ? 0 : violations / accepted;
  return `${count(violations, 'violation')} in ${count(accepted, 'event')}: ${percent(rate)}`;
}

function checkEachCount(promotion: Promotion, soak: Soak, tried: readonly string[]): GateCheck[] {
  const wanted = promotion.min_events_each;
  if (wanted === undefined) return [];
  const short = tried.filter((id) => (soak.events.get(id)?.events ?? 0) < wanted);
  if (short.length === 0) {
    return [
      passed(
        'each-event',
        `Each of ${count(tried.length, 'changed event')} was seen ${wanted} times or more.`,
      ),
    ];
  }
  const counts = short.map((id) => `${id} (${soak.events.get(id)?.events ?? 0})`);
  const message = `Seen less than ${wanted} times: ${named(counts)}.`;
  return [failed('each-event', message, 'Send them, or wait.')];
}

/** An event is tried from the first time that it came, not from the time that it might have. */
function checkEachSoak(
  promotion: Promotion,
  soak: Soak,
  { tried, now }: { readonly tried: readonly string[]; readonly now: number },
): GateCheck[] {
  if (promotion.soak_each === undefined) return [];
  const wanted = msOf(promotion.soak_each);
  const short = tried.filter((id) => now - (soak.events.get(id)?.first ?? now) < wanted);
  if (short.length === 0) {
    return [
      passed(
        'each-soak',
        `Each of ${count(tried.length, 'changed event')} came first ${inHours(wanted)} ago or more.`,
      ),
    ];
  }
  const since = short.map((id) => {
    const first = soak.events.get(id)?.first;
    return first === undefined ? `${id} (never)` : `${id} (${inHours(now - first)})`;
  });
  return [
    failed('each-soak', `Not seen for ${inHours(wanted)} yet: ${named(since)}.`, 'Send them, and wait.'),
  ];
}

/** At most so many of them, and how many more. */
export function named(all: readonly string[]): string {
  const more = all.length - NAMED_MAX;
  return `${all.slice(0, NAMED_MAX).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function msOf(duration: string | undefined): number {
  return duration === undefined ? 0 : daysOf(duration) * DAY_MS;
}

function inHours(ms: number): string {
  return `${Math.floor(ms / HOUR_MS)} h`;
}

export function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}
