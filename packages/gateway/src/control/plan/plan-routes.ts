/** The plan's files, and reloading them. */
import type { PlanAnswer, UsageAnswer } from '@headgate/api';
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
  readonly usage: () => UsageAnswer;
}

export function planHandlers(parts: PlanParts): Pick<Handlers, 'plan' | 'usage' | 'reload'> {
  const { reload, inForce, accepted, usage } = parts;
  return {
    plan: ({ query }) => {
      const answer = query.of === 'accepted' ? accepted() : inForce();
      if (answer === null) throw new Refused('no-accepted-plan');
      return Promise.resolve(answer);
    },
    usage: () => Promise.resolve(usage()),
    reload: async () => {
      const { value, issues } = await reload();
      if (value === null) throw new Refused('plan-refused', issues);
      return { ...value, issues: [...issues] };
    },
  };
}
