/**
 * The recipients file in force, and the sealers that seal to its keys.
 *
 * State: what the file said when it was last admitted, and one sealer for each key and use that was asked for. A file that
 * cannot be read, or is not admitted, changes nothing. A key is sealed to in its own time only, asked of the clock at every call: past it there is no
 * sealer, and its epoch is ended. A crash forgets the secrets of the epochs, which is what ends them.
 */
import { readRecipients } from '@headgate/seal';
import type { Recipient, Recipients, RecipientsIssue } from '@headgate/seal';
import { createSealer } from '@headgate/seal/envelope';
import type { EpochLimits, Sealer } from '@headgate/seal/envelope';

/** Why there is nothing to seal with. Closed; the names are stable: they are labels of a metric. */
export const SEALER_REFUSALS = ['no-recipients', 'unknown-group', 'key-out-of-time'] as const;
export type SealerRefusal = (typeof SEALER_REFUSALS)[number];

export interface KnownRecipients {
  /** Name of the tenant; null without recipients. */
  readonly tenant: () => string | null;
  /** The groups that have a key, in its time or not. */
  readonly groups: () => ReadonlyMap<string, Recipient>;
}

/** What the file says, beside what is in force; the same as that where the file cannot be read. */
export interface ReadRecipients extends KnownRecipients {
  /** What stands against the file. */
  readonly issues: readonly RecipientsIssue[];
  /** Puts it in force; does nothing where the file could not be read. */
  readonly admit: () => void;
}

export interface RecipientsInForce extends KnownRecipients {
  /** Reads the file again, and changes nothing yet. */
  readonly read: () => ReadRecipients;
  /**
   * What seals to a group now. Ask for every batch: the sealer may be another one after a reload. Sealers of different uses share no
   * epoch, so that what one reader gets cannot be joined with what another gets: name the vendor for whom texts travel.
   */
  readonly sealerFor: (group: string, use: string) => Sealer | SealerRefusal;
  /** Ends epochs whose time, or the time of whose key, is over. For a timer. */
  readonly expire: () => void;
  /** Ends every epoch now. */
  readonly end: () => void;
}

export interface RecipientsOptions {
  /** The recipients file; null where none is configured. */
  readonly file: string | null;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** Gives that many bytes nobody can foresee. */
  readonly random: (bytes: number) => Uint8Array;
  /** Of every epoch. Default: those of `createSealer`. */
  readonly limits?: Partial<EpochLimits>;
}

interface Running {
  readonly group: string;
  readonly recipient: Recipient;
  readonly tenant: string;
  readonly sealer: Sealer;
}

/** Nothing is in force before the first file is admitted. */
export function createRecipientsInForce({
  file,
  now,
  random,
  limits = {},
}: RecipientsOptions): RecipientsInForce {
  let inForce: Recipients | null = null;
  const running = new Map<string, Running>();

  const isCurrent = ({ group, recipient, tenant }: Running): boolean =>
    inForce?.tenant === tenant && inForce.groups.get(group)?.kid === recipient.kid;
  const drop = (isOver: (each: Running) => boolean): void => {
    for (const [name, each] of running) {
      if (!isOver(each)) continue;
      each.sealer.end();
      running.delete(name);
    }
  };
  const make = (group: string, recipient: Recipient, tenant: string): Running => {
    const publicKey = Buffer.from(recipient.publicKey, 'base64url');
    return {
      group,
      recipient,
      tenant,
      sealer: createSealer({ tenant, recipientGroup: group, publicKey, now, random, limits }),
    };
  };
  return {
    read: () => {
      const { value, issues } = file === null ? { value: null, issues: [] } : readRecipients(file);
      return {
        ...viewOf(() => value ?? inForce),
        issues,
        admit: () => {
          if (value === null) return;
          inForce = value;
          drop((each) => !isCurrent(each));
        },
      };
    },
    ...viewOf(() => inForce),
    sealerFor: (group, use) => {
      if (inForce === null) return 'no-recipients';
      const recipient = inForce.groups.get(group);
      if (recipient === undefined) return 'unknown-group';
      if (!isInTime(recipient, now())) {
        drop((each) => each.group === group);
        return 'key-out-of-time';
      }
      const name = JSON.stringify([group, use]);
      const known = running.get(name) ?? make(group, recipient, inForce.tenant);
      running.set(name, known);
      return known.sealer;
    },
    expire: () => {
      drop(({ recipient }) => !isInTime(recipient, now()));
      for (const { sealer } of running.values()) sealer.expire();
    },
    end: () => drop(() => true),
  };
}

function viewOf(recipients: () => Recipients | null): KnownRecipients {
  return {
    tenant: () => recipients()?.tenant ?? null,
    groups: () => recipients()?.groups ?? new Map(),
  };
}

/** Whether fields can be sealed to the key now, Unix milliseconds. */
export function isInTime({ notBefore, notAfter }: Recipient, now: number): boolean {
  return now >= notBefore && now < notAfter;
}
