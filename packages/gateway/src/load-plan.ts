/** The plan together with the keys that it needs. Part of the composition root. */
import { hasErrors, recipientGroups } from '@headgate/core';
import type { Checked, Cohorts, FieldSealer, Issue, Plan, Pseudonymiser } from '@headgate/core';
import { randomBytes } from 'node:crypto';
import type { Config } from './config/config.ts';
import { keyIssues } from './quarantine/key-issues.ts';
import type { Clock } from './runtime.ts';
import { bindFaultOf } from './seal/field-sealer.ts';
import { createRecipientsInForce, isInTime } from './seal/recipients-in-force.ts';
import type { KnownRecipients, RecipientsInForce } from './seal/recipients-in-force.ts';
import { loadCandidateSnapshot, loadSnapshot } from './snapshot/load-snapshot.ts';
import type { LoadedPlan } from './snapshot/load-snapshot.ts';
import type { PlanGuard } from './snapshot/review/plan-guard.ts';

export interface PlanGrounds {
  readonly config: Config;
  readonly pseudonymiser: Pseudonymiser;
  /** What the k-gates remember; it outlives every plan. */
  readonly cohorts?: Cohorts;
  /** Seals fields to the recipients in force. */
  readonly sealer?: FieldSealer;
  /** Null where plans need no signatures. */
  readonly guard: PlanGuard | null;
  readonly recipients: RecipientsInForce;
  readonly clock: Pick<Clock, 'now'>;
  /** The plans by which events are decided meanwhile. Default: none. */
  readonly inForce?: () => readonly Plan[];
  /** What else stands against a plan. Default: nothing. */
  readonly standsAgainst?: (loaded: LoadedPlan) => readonly Issue[];
}

/** The same for a configuration that is only checked: what is compiled seals nothing. */
export function checkPlan(
  config: Config,
  pseudonymiser: Pseudonymiser,
  clock: Pick<Clock, 'now'>,
): Promise<Checked<LoadedPlan>> {
  const { recipientsFile: file, subjectsFile } = config.seal;
  const recipients = createRecipientsInForce({ file, now: () => clock.now(), random: randomBytes });
  const sealer: FieldSealer = {
    faultOf: bindFaultOf(recipients, subjectsFile !== null),
    begin: () => () => null,
  };
  return loadPlan({ config, pseudonymiser, sealer, guard: null, recipients, clock });
}

/**
 * Reads the recipients file, and the plan by it. Rejects only on a bug. The value is null when any issue of either is an error. A
 * recipients file is admitted, whatever becomes of the plan, unless it takes keys away from the plan that then goes on.
 */
export async function loadPlan(grounds: PlanGrounds): Promise<Checked<LoadedPlan>> {
  const { loaded, read } = await readBoth(loadSnapshot, grounds);
  const { value } = loaded;
  return admitRead(grounds, read, loaded, value === null ? (grounds.inForce?.() ?? []) : [value.plan]);
}

/** The same for the candidate, which lies beside the plan, and beside which the plan in force goes on. */
export async function loadCandidate(grounds: PlanGrounds): Promise<Checked<LoadedPlan>> {
  const { loaded, read } = await readBoth(loadCandidateSnapshot, grounds);
  const { value } = loaded;
  const plans = [...(grounds.inForce?.() ?? []), ...(value === null ? [] : [value.plan])];
  return admitRead(grounds, read, loaded, plans);
}

type ReadRecipients = ReturnType<RecipientsInForce['read']>;

interface Both {
  readonly loaded: Checked<LoadedPlan>;
  readonly read: ReadRecipients;
}

async function readBoth(load: typeof loadSnapshot, grounds: PlanGrounds): Promise<Both> {
  const { config, pseudonymiser, guard, recipients, clock, standsAgainst } = grounds;
  const read = recipients.read();
  const faultOf = bindFaultOf(read, config.seal.subjectsFile !== null);
  const judged =
    grounds.sealer === undefined ? grounds : { ...grounds, sealer: { ...grounds.sealer, faultOf } };
  const { value, issues } = await load(config, pseudonymiser, guard, judged);
  const place = { file: config.file, ...config.locate(['seal']) };
  const against =
    value === null
      ? []
      : [
          ...keyIssues(value.plan, { recipients: read, place, now: clock.now() }),
          ...(standsAgainst?.(value) ?? []),
        ];
  const all = [...read.issues, ...issues, ...against];
  return { loaded: { value: hasErrors(all) ? null : value, issues: all }, read };
}

/** `plans` are those that events are decided by from now on. */
function admitRead(
  { config, recipients, clock }: PlanGrounds,
  read: ReadRecipients,
  { value, issues }: Checked<LoadedPlan>,
  plans: readonly Plan[],
): Checked<LoadedPlan> {
  const now = clock.now();
  const canSeal = (known: KnownRecipients, group: string): boolean => {
    const key = known.groups().get(group);
    return key !== undefined && isInTime(key, now);
  };
  const groups = new Set(plans.flatMap((plan) => [...recipientGroups(plan)]));
  const lost = [...groups].filter((group) => canSeal(recipients, group) && !canSeal(read, group));
  if (lost.length === 0) {
    read.admit();
    return { value, issues };
  }
  const file = config.seal.recipientsFile ?? config.file;
  return { value: null, issues: [...issues, ...lost.map((group) => lostKey(group, file))] };
}

function lostKey(group: string, file: string): Issue {
  return {
    rule: 'recipients-lost',
    level: 'error',
    message: `The recipients file has no key any more for group "${group}", which is sealed to; the keys read before stay in force.`,
    mend: 'Publish it again with headgate key publish, or take the group out of the plan first.',
    file,
    line: 0,
    column: 0,
  };
}
