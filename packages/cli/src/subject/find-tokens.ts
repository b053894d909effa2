/** Every pseudonym of one value: made again from the keys, since nothing keeps a way back from them. */
import { normaliserOf } from '@headgate/core';
import type { PseudonymUse } from '@headgate/core';
import { createPseudonymiser } from '@headgate/seal';
import type { KeyRing } from '@headgate/seal';

export interface FoundToken {
  readonly vendor: string;
  readonly domain: string;
  /** Number of a contract epoch, or the day `YYYY-MM-DD`. */
  readonly epoch: string;
  readonly token: string;
}

export interface FoundSubject {
  /** Internal index: what the ledger knows the value by where it is a user id or a device id. */
  readonly subject: string;
  readonly tokens: readonly FoundToken[];
  /** Vendors and domains whose tokens also depend on a session id, which nobody keeps. */
  readonly sessions: readonly { readonly vendor: string; readonly domain: string }[];
}

export interface SubjectKeys {
  readonly keys: KeyRing;
  /** Days since 1970 → key, as far as they are kept. */
  readonly days: ReadonlyMap<number, Uint8Array>;
}

const DAY_MS = 86_400_000;

/** Of all contract epochs, burnt ones too, and of the days whose keys are kept. */
export function findTokens(value: string, uses: readonly PseudonymUse[], found: SubjectKeys): FoundSubject {
  const { subject } = createPseudonymiser({ keys: found.keys, normaliserOf });
  return {
    subject: subject(value),
    tokens: uses.flatMap((use) => [...ofContract(value, use, found), ...ofDays(value, use, found)]),
    sessions: uses
      .filter(({ epoch }) => epoch === 'session')
      .map(({ vendor, domain }) => ({ vendor, domain })),
  };
}

/** Made whatever the plan now says: an earlier one may have said `contract`. */
function ofContract(value: string, use: PseudonymUse, { keys }: SubjectKeys): readonly FoundToken[] {
  const { vendor, domain, normaliser } = use;
  return Array.from({ length: keys.epochOf(vendor) + 1 }, (_, epoch) => {
    const ring = { root: keys.root, epochOf: () => epoch };
    const token = createPseudonymiser({ keys: ring, normaliserOf }).token(vendor, domain, normaliser);
    return { vendor, domain, epoch: String(epoch), token: token(value) };
  });
}

function ofDays(value: string, use: PseudonymUse, { keys, days }: SubjectKeys): readonly FoundToken[] {
  if (use.epoch !== 'daily') return [];
  const { vendor, domain, normaliser } = use;
  const dayKeyOf = (day: number): Uint8Array | null => days.get(day) ?? null;
  const passing = createPseudonymiser({ keys, dayKeyOf, normaliserOf }).passing(vendor, domain, normaliser);
  return [...days.keys()].flatMap((day) => {
    const token = passing(value, day, null);
    const epoch = new Date(day * DAY_MS).toISOString().slice(0, 10);
    return token === null ? [] : [{ vendor, domain, epoch, token }];
  });
}
