/** What the ledger answers: which fields of how many people a vendor got, and how every accepted event ended. */
import type { Environment, Form, Outcome } from '@headgate/core';
import type { Day, LedgerEntry } from './entry.ts';

/** Days of delivery in UTC, both inclusive; an open end reaches as far as the ledger does. */
export interface Period {
  readonly from?: Day;
  readonly to?: Day;
}

export interface ExposureQuestion extends Period {
  readonly vendor: string;
  /** Default: all environments together. */
  readonly environment?: Environment;
  /** Internal index of one subject, 16 hex digits. Default: everyone. */
  readonly subject?: string;
}

/** What would have been delivered had sampling left nothing out. */
export interface Unsampled {
  /** Sum of deliveries / rate, rounded; null where some were delivered before the ledger kept rates. */
  readonly deliveries: number | null;
  readonly people: UnsampledPeople;
}

/**
 * `exact`: nothing was sampled. `estimate`: people / rate, which holds for one event at one rate alone. `at-least`: those who were
 * delivered; each event draws its sample of people anew, so their counts cannot be scaled together.
 */
export interface UnsampledPeople {
  readonly kind: 'exact' | 'estimate' | 'at-least';
  readonly count: number;
}

/** One field in one form, over all events that carried it. Times are milliseconds since 1970. */
export interface ExposedField {
  readonly path: string;
  readonly form: Form;
  /** Every category that the field had while it was sent in this form, sorted. */
  readonly categories: readonly string[];
  /** The highest tier it had meanwhile, 1–4. */
  readonly tier: number;
  /** Distinct subjects. */
  readonly people: number;
  /** Events delivered with it. */
  readonly deliveries: number;
  /** Null as that of the whole. */
  readonly unsampled: Unsampled | null;
  readonly first: number;
  readonly last: number;
  /** Ids of the planned events that carried it, sorted. */
  readonly events: readonly string[];
}

/** What one vendor was delivered in a period. Times are milliseconds since 1970. */
export interface Exposure {
  readonly vendor: string;
  /** Null: all environments together. */
  readonly environment: Environment | null;
  readonly from: Day | null;
  readonly to: Day | null;
  readonly installedAt: number;
  /**
   * When the question reaches back further than the ledger: the time before which nothing is known, because the
   * ledger was installed then or has forgotten what came before. Else null.
   */
  readonly unknownBefore: number | null;
  /** Distinct subjects of all fields together. */
  readonly people: number;
  readonly deliveries: number;
  /** Null when nothing was delivered, and for one subject, of whom a sample has all or nothing. */
  readonly unsampled: Unsampled | null;
  /** Null when nothing was delivered. */
  readonly first: number | null;
  readonly last: number | null;
  /** Highest tier first, then by path and form. */
  readonly fields: readonly ExposedField[];
}

export interface VendorBalance {
  readonly vendor: string;
  /** Sum of `outcomes`. Equals `accepted` of the environment less what still waits in the queue. */
  readonly ended: number;
  readonly outcomes: Readonly<Partial<Record<Outcome, number>>>;
  /** How many events the delivered ones are the sample of, rounded; null where some were delivered before the ledger kept rates. */
  readonly deliveredUnsampled: number | null;
}

export interface EnvironmentBalance {
  readonly environment: Environment;
  readonly accepted: number;
  readonly vendors: readonly VendorBalance[];
}

/** What may be asked of a ledger, open for writing or not. */
export interface LedgerReader {
  /** Rejects when a day of the period is not a date. */
  exposure(question: ExposureQuestion): Promise<Exposure>;
  /**
   * Counts of the period, sorted by name. An event may be accepted on one day and end on a later one, so the two
   * sides are only sure to meet without a period.
   */
  balance(period?: Period): Promise<readonly EnvironmentBalance[]>;
  /** Waits for what is under way, then closes the file. */
  close(): Promise<void>;
}

export interface Ledger extends LedgerReader {
  /** Journal position up to which entries are applied; 0 when none are. */
  position(): number;
  /**
   * Writes entries and their position in one transaction. `entries` are all that the journal holds after
   * `position()` up to and including `through`; a slice that ends at or before `position()` changes nothing.
   * Rejects when they could not be written: then none of them is.
   */
  apply(entries: readonly LedgerEntry[], through: number): Promise<void>;
  /** Every vendor with deliveries, and when its row that ended longest ago ended: milliseconds since 1970. Sorted by name. */
  oldest(): Promise<readonly { readonly vendor: string; readonly at: number }[]>;
  /**
   * Forgets the deliveries to a vendor that ended before a time in milliseconds since 1970, and answers from then on that what came
   * before is unknown. Counts of events stay: they name nobody. Gives back how many rows went.
   */
  forget(vendor: string, before: number): Promise<number>;
}

/** Why a ledger file could not be opened. The message names the file and the way out, and no value. */
export class LedgerUnavailable extends Error {
  override readonly name = 'LedgerUnavailable';
  readonly code: 'ledger-held' | 'ledger-missing' | 'ledger-newer';

  constructor(code: LedgerUnavailable['code'], message: string) {
    super(message);
    this.code = code;
  }
}
