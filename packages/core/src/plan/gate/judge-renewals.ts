/** Who lets an event live on shows that it is still sent: without evidence, renewals become a habit. */
import { count, failed, passed } from './gate.ts';
import type { GateCheck, GateFacts } from './gate.ts';
import { named } from './judge-soak.ts';

/** Nothing where no event lives longer than before. */
export function checkRenewals(facts: GateFacts): readonly GateCheck[] {
  const renewed = renewedEvents(facts);
  if (renewed.length === 0) return [];
  const { use } = facts;
  if (use === null) {
    const message = `${count(renewed.length, 'event')} may live longer, and no gateway was asked whether they are sent.`;
    return [failed('renewals', message, 'Name the gateway of production with --production-admin.')];
  }
  const unseen = renewed.filter((id) => !use.seen.has(id));
  const where = `in ${use.where} in ${count(use.days, 'day')}`;
  if (unseen.length === 0) {
    return [
      passed('renewals', `Each of ${count(renewed.length, 'event')} that may live longer was seen ${where}.`),
    ];
  }
  const message = `May live longer, and were not seen ${where}: ${named(unseen)}.`;
  return [failed('renewals', message, 'Let them end: leave expires as it was, or retire them.')];
}

function renewedEvents({ before, after }: GateFacts): readonly string[] {
  const ended = new Map(before?.document.events.map(({ id, expires }) => [id, expires]));
  return after.document.events.flatMap(({ id, expires }) => {
    const was = ended.get(id);
    if (was === undefined || was === 'never') return [];
    return expires === 'never' || expires > was ? [id] : [];
  });
}
