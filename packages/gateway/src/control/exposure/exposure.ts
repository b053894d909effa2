/** The balance of the ledger together with what still waits. Pure. */
import type { BalanceAnswer } from '@headgate/api';
import type { Environment } from '@headgate/core';
import type { EnvironmentBalance } from '../../ledger/ledger.ts';

/** Events of one lane in the queue. */
export interface Waiting {
  readonly vendor: string;
  readonly environment: Environment;
  readonly events: number;
}

/** Every vendor that ended or waits for an event, by name. */
export function joinWaiting(
  balance: readonly EnvironmentBalance[],
  waiting: readonly Waiting[],
): BalanceAnswer['environments'] {
  return balance.map(({ environment, accepted, vendors }) => {
    const here = waiting.filter((lane) => lane.environment === environment);
    const names = new Set([...vendors, ...here.filter((lane) => lane.events > 0)].map((each) => each.vendor));
    return {
      environment,
      accepted,
      vendors: [...names].toSorted().map((vendor) => {
        const ended = vendors.find((each) => each.vendor === vendor);
        return {
          vendor,
          ended: ended?.ended ?? 0,
          waiting: here.find((lane) => lane.vendor === vendor)?.events ?? 0,
          outcomes: { ...ended?.outcomes },
          deliveredUnsampled: ended === undefined ? 0 : ended.deliveredUnsampled,
        };
      }),
    };
  });
}

/** Without the keys that are undefined, for options that must be left out instead. */
export function definedOnly<T extends object>(options: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const kept: { [K in keyof T]?: Exclude<T[K], undefined> } = {};
  Object.assign(kept, Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)));
  return kept;
}
