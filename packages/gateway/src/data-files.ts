/** What lies where in the data directory. */
import { join } from 'node:path';

export interface DataFiles {
  readonly keys: string;
  readonly queue: string;
  readonly ledger: string;
  /** What the k-gates remember. */
  readonly cohorts: string;
  readonly vendorStates: string;
  readonly adminToken: string;
  /** The last plan that was admitted with all its signatures. */
  readonly acceptedPlan: string;
  /** Files on their way to object storage; emptied at every start. */
  readonly uploads: string;
}

export function dataFilesIn(directory: string): DataFiles {
  return {
    keys: join(directory, 'keys.json'),
    queue: join(directory, 'queue'),
    ledger: join(directory, 'ledger.duckdb'),
    cohorts: join(directory, 'cohorts.jsonl'),
    vendorStates: join(directory, 'vendor-states.json'),
    adminToken: join(directory, 'admin-token'),
    acceptedPlan: join(directory, 'accepted-plan.json'),
    uploads: join(directory, 'uploads'),
  };
}
