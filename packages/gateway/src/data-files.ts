/** What lies where in the data directory. */
import { dirname, join } from 'node:path';

export interface DataFiles {
  /** The root of pseudonyms; elsewhere where the configuration says so. */
  readonly keys: string;
  /** Keys of days, always beside the key file. */
  readonly dayKeys: string;
  readonly queue: string;
  readonly ledger: string;
  /** What the k-gates remember. */
  readonly cohorts: string;
  /** Sealed values that stay inside, headers, and which key a subject has. */
  readonly sealed: string;
  readonly vendorStates: string;
  readonly adminToken: string;
  /** The last plan that was admitted with all its signatures. */
  readonly acceptedPlan: string;
  /** Which candidate runs as a canary, for which share. */
  readonly canary: string;
  /** Files on their way to object storage; emptied at every start. */
  readonly uploads: string;
}

/** `keyFile`: where the configuration puts the key file; null for the data directory. */
export function dataFilesIn(directory: string, keyFile: string | null = null): DataFiles {
  const keys = keyFile ?? join(directory, 'keys.json');
  return {
    keys,
    dayKeys: join(dirname(keys), 'day-keys.json'),
    queue: join(directory, 'queue'),
    ledger: join(directory, 'ledger.duckdb'),
    cohorts: join(directory, 'cohorts.jsonl'),
    sealed: join(directory, 'sealed'),
    vendorStates: join(directory, 'vendor-states.json'),
    adminToken: join(directory, 'admin-token'),
    acceptedPlan: join(directory, 'accepted-plan.json'),
    canary: join(directory, 'canary.json'),
    uploads: join(directory, 'uploads'),
  };
}
