/** Waits until every event sent has ended once for every vendor. */
import type { BalanceAnswer, Client } from '@headgate/api';
import { setTimeout as sleep } from 'node:timers/promises';

export type EnvironmentBalance = BalanceAnswer['environments'][number];

const POLL_MS = 50;
/** Far more than it takes; a demo that hangs is worse than one that says what is missing. */
const SETTLE_MS_MAX = 60_000;

export interface Settling {
  readonly client: Pick<Client, 'balance'>;
  /** How many events were sent. */
  readonly events: number;
  readonly now: () => number;
  readonly signal: AbortSignal;
  readonly onProgress?: (ended: number) => void;
}

/** The balance once nothing waits any more, or as it stands after a minute. Rejects when the signal aborts. */
export async function settle(settling: Settling): Promise<EnvironmentBalance> {
  const { client, events, signal } = settling;
  const until = settling.now() + SETTLE_MS_MAX;
  for (;;) {
    const { environments, current } = await client.balance();
    const balance = environments.find(({ environment }) => environment === 'production') ?? NOTHING;
    settling.onProgress?.(Math.min(...balance.vendors.map((vendor) => vendor.ended)));
    const isDone = current && balance.accepted >= events && balance.vendors.every(isSettled(balance));
    if (isDone || settling.now() >= until) return balance;
    await sleep(POLL_MS, undefined, { signal });
  }
}

const NOTHING: EnvironmentBalance = { environment: 'production', accepted: 0, vendors: [] };

function isSettled({
  accepted,
}: EnvironmentBalance): (vendor: EnvironmentBalance['vendors'][number]) => boolean {
  return (vendor) => vendor.waiting === 0 && vendor.ended === accepted;
}
