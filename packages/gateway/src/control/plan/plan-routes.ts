/** Reloading the plan. */
import type { Checked } from '@headgate/core';
import type { Handlers } from '../http/server.ts';
import { Refused } from '../http/refuse.ts';

/** Reads the plan again and puts it in force; the value is null when it was refused and the last good one stays. */
export type Reload = () => Promise<Checked<{ readonly id: string; readonly changed: boolean }>>;

export function planHandlers(reload: Reload): Pick<Handlers, 'reload'> {
  return {
    reload: async () => {
      const { value, issues } = await reload();
      if (value === null) throw new Refused('plan-refused', issues);
      return { ...value, issues: [...issues] };
    },
  };
}
