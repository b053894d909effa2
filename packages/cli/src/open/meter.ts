/** How many fields each caller opened lately, counted from the rows of the audit trail, so that it holds across restarts and processes. */
import type { TrailRow } from '@headgate/seal/trail';
import type { Caller } from './policy.ts';
import { countedCaller } from './rows.ts';

const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;

interface Spent {
  readonly at: number;
  readonly fields: number;
}

export interface Meter {
  /** Takes in what the trail has since. */
  readonly read: (rows: readonly TrailRow[]) => void;
  /** Counts fields that are about to be written down. */
  readonly spend: (caller: string, fields: number, now: number) => void;
  /** Whether a caller may open so many more. */
  readonly allows: (caller: Caller, fields: number, now: number) => boolean;
}

export function createMeter(): Meter {
  const spent = new Map<string, Spent[]>();
  const spend: Meter['spend'] = (caller, fields, at) => {
    const kept = (spent.get(caller) ?? []).filter((each) => each.at > at - DAY_MS);
    const last = kept.at(-1);
    // Of one moment one entry: a request writes as many rows as it has fields.
    if (last?.at === at) kept[kept.length - 1] = { at, fields: last.fields + fields };
    else kept.push({ at, fields });
    spent.set(caller, kept);
  };
  const since = (caller: string, from: number): number =>
    (spent.get(caller) ?? []).reduce((sum, { at, fields }) => (at > from ? sum + fields : sum), 0);
  return {
    read: (rows) => {
      for (const row of rows) {
        const caller = countedCaller(row);
        if (caller !== null) spend(caller, 1, row.at);
      }
    },
    spend,
    allows: ({ name, perMinute, perDay }, fields, now) =>
      since(name, now - MINUTE_MS) + fields <= perMinute && since(name, now - DAY_MS) + fields <= perDay,
  };
}
