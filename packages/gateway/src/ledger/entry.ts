/** What the data plane writes down about events: counts and field sets, never values. Imports types alone. */
import type { Environment, FieldSet, Outcome } from '@headgate/core';

/** `YYYY-MM-DD` in UTC. */
export type Day = string;

export type LedgerEntry =
  /** Events taken from a source: each of them ends once for every vendor of its environment. */
  | {
      readonly kind: 'accepted';
      readonly source: string;
      readonly environment: Environment;
      readonly day: Day;
      readonly count: number;
    }
  /** Events that ended for one vendor, whatever the outcome. */
  | {
      readonly kind: 'ended';
      readonly vendor: string;
      readonly environment: Environment;
      readonly outcome: Outcome;
      readonly day: Day;
      readonly count: number;
      /** Of delivered events: sum of 1 / sampling rate. Absent in what versions before 3 of the ledger left in a journal. */
      readonly standsFor?: number;
    }
  /** Defines a field set; written before the first delivery that names it. */
  | { readonly kind: 'field-set'; readonly set: FieldSet }
  /** Deliveries of one field set at one sampling rate about one subject. `first` and `last` are milliseconds since 1970. */
  | {
      readonly kind: 'delivered';
      readonly vendor: string;
      readonly environment: Environment;
      readonly fields: string;
      /** Absent as above. */
      readonly sampleRate?: number;
      readonly subject: string;
      readonly day: Day;
      readonly count: number;
      readonly first: number;
      readonly last: number;
    };

/** The UTC day of a time in milliseconds since 1970. */
export function dayOf(timeMs: number): Day {
  return new Date(timeMs).toISOString().slice(0, 10);
}
