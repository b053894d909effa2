/** The plan together with the keys that it needs. Part of the composition root. */
import { hasErrors } from '@headgate/core';
import type { Checked, Cohorts, FieldSealer, Pseudonymiser } from '@headgate/core';
import { randomBytes } from 'node:crypto';
import type { Config } from './config/config.ts';
import type { Clock } from './runtime.ts';
import { bindFaultOf } from './seal/field-sealer.ts';
import { createRecipientsInForce } from './seal/recipients-in-force.ts';
import type { RecipientsInForce } from './seal/recipients-in-force.ts';
import { loadSnapshot } from './snapshot/load-snapshot.ts';
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
export async function loadPlan(grounds: PlanGrounds): Promise<Checked<LoadedPlan>> {
  const { config, pseudonymiser, guard, recipients } = grounds;
  const unread = recipients.reload();
  // Without it nothing can be said of the groups that the plan names.
  if (hasErrors(unread)) return { value: null, issues: unread };
  const { value, issues } = await loadSnapshot(config, pseudonymiser, guard, grounds);
  const all = [...unread, ...issues];
  return { value: hasErrors(all) ? null : value, issues: all };
}
