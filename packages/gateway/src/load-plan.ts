/** The plan together with the keys that it needs. Part of the composition root. */
import { hasErrors } from '@headgate/core';
import type { Checked, Cohorts, FieldSealer, Pseudonymiser } from '@headgate/core';
import { randomBytes } from 'node:crypto';
import type { Config } from './config/config.ts';
import { keyIssues } from './quarantine/key-issues.ts';
import type { Clock } from './runtime.ts';
import { bindFaultOf } from './seal/field-sealer.ts';
import { createRecipientsInForce } from './seal/recipients-in-force.ts';
import type { RecipientsInForce } from './seal/recipients-in-force.ts';
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

/** Reads the recipients file, then the plan. Rejects only on a bug. The value is null when any issue of either is an error. */
export function loadPlan(grounds: PlanGrounds): Promise<Checked<LoadedPlan>> {
  return loadBy(loadSnapshot, grounds);
}

/** The same for the candidate, which lies beside the plan. */
export function loadCandidate(grounds: PlanGrounds): Promise<Checked<LoadedPlan>> {
  return loadBy(loadCandidateSnapshot, grounds);
}

async function loadBy(load: typeof loadSnapshot, grounds: PlanGrounds): Promise<Checked<LoadedPlan>> {
  const { config, pseudonymiser, guard, recipients, clock } = grounds;
  const unread = recipients.reload();
  const { value, issues } = await load(config, pseudonymiser, guard, grounds);
  const place = { file: config.file, ...config.locate(['seal']) };
  const missing = value === null ? [] : keyIssues(value.plan, { recipients, place, now: clock.now() });
  const all = [...unread, ...issues, ...missing];
  return { value: hasErrors(all) ? null : value, issues: all };
}
