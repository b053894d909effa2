/** The plan's files, reloading them, and a candidate beside it. */
import type { CanaryAnswer, PlanAnswer, UsageAnswer } from '@headgate/api';
import type { Checked } from '@headgate/core';
import type { Handlers } from '../http/server.ts';
import { Refused } from '../http/refuse.ts';

/** Reads the plan again and puts it in force; the value is null when it was refused and the last good one stays. */
export type Reload = () => Promise<Checked<{ readonly id: string; readonly changed: boolean }>>;

export interface PlanParts {
  readonly reload: Reload;
  readonly inForce: () => PlanAnswer;
  /** Null where none was ever admitted. */
  readonly accepted: () => PlanAnswer | null;
  /** Null where no canary runs. */
  readonly candidate: () => PlanAnswer | null;
  readonly usage: () => UsageAnswer;
  /** The value is null where the candidate may not be in force. */
  readonly setCanary: (ask: { readonly id: string; readonly share: number }) => Promise<Checked<unknown>>;
  /** False where no canary runs. */
  readonly abortCanary: () => Promise<boolean>;
  readonly canary: () => CanaryAnswer | null;
}

export function planHandlers(
  parts: PlanParts,
): Pick<Handlers, 'plan' | 'usage' | 'reload' | 'canary' | 'abortCanary'> {
  const { reload, inForce, accepted, candidate, usage } = parts;
  return {
    plan: ({ query }) => {
      const answer = { 'in-force': inForce, accepted, candidate }[query.of]();
      if (answer === null) throw new Refused(query.of === 'candidate' ? 'no-canary' : 'no-accepted-plan');
      return Promise.resolve(answer);
    },
    usage: () => Promise.resolve(usage()),
    reload: async () => {
      const { value, issues } = await reload();
      if (value === null) throw new Refused('plan-refused', issues);
      return { ...value, issues: [...issues] };
    },
    canary: async ({ body }) => {
      const { value, issues } = await parts.setCanary(body);
      if (value === null) throw new Refused('plan-refused', issues);
      return { canary: parts.canary() };
    },
    abortCanary: async () => {
      if (!(await parts.abortCanary())) throw new Refused('no-canary');
      return { canary: parts.canary() };
    },
  };
}
