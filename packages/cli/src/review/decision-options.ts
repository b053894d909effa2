/** A decision as the command line states it. */
import { BREAK_GLASS_HOURS, SIGNING_ROLES } from '@headgate/core';
import type { ReviewDecision, SigningRole } from '@headgate/core';
import type { Given } from '../command.ts';
import { textOption } from '../command.ts';
import { Failure } from '../exit.ts';

/** For how long an approval lasts where nothing is said, in days. */
export const APPROVAL_DAYS = 90;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const VERDICTS: readonly ReviewDecision['verdict'][] = ['approve', 'reject', 'break-glass'];

/** Everything of a decision but its signature. `now` is in milliseconds since 1970. Throws a `Failure` where something is missing. */
export function readDecision(given: Given, now: number): Omit<ReviewDecision, 'signature'> {
  const verdict = VERDICTS.find((each) => each === (textOption(given, 'verdict') ?? 'approve')) ?? 'approve';
  const by = textOption(given, 'by');
  const role = roleOf(textOption(given, 'role'));
  if (by === undefined || role === null) {
    throw new Failure('usage', 'a decision needs --role and --by', `Roles are ${SIGNING_ROLES.join(', ')}.`);
  }
  const at = momentOf(textOption(given, 'at')) ?? now;
  const lasting = verdict === 'break-glass' ? BREAK_GLASS_HOURS * HOUR_MS : APPROVAL_DAYS * DAY_MS;
  const until = momentOf(textOption(given, 'until')) ?? at + lasting;
  return { role, by, verdict, until: written(until), at: written(at), conditions: conditionsOf(given) };
}

function roleOf(text: string | undefined): SigningRole | null {
  return SIGNING_ROLES.find((role) => role === text) ?? null;
}

function momentOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  const moment = Date.parse(text);
  if (!Number.isNaN(moment)) return moment;
  throw new Failure('usage', 'a moment must be a date or a date and time', 'Write it as 2027-02-28.');
}

function conditionsOf({ options }: Given): string[] {
  const given = options['condition'];
  return Array.isArray(given) ? given.filter((each): each is string => typeof each === 'string') : [];
}

/** Without fractions of seconds, which nobody means. */
function written(moment: number): string {
  return new Date(Math.floor(moment / 1000) * 1000).toISOString().replace('.000Z', 'Z');
}
