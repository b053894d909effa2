/** Answers how many events were accepted and how they ended, per environment and vendor. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { ENVIRONMENTS, OUTCOMES } from '@headgate/core';
import type { Environment, Outcome } from '@headgate/core';
import { numberAt, numberOrNullAt, readRows, textAt } from './duckdb.ts';
import { periodCondition } from './exposure.ts';
import type { EnvironmentBalance, Period, VendorBalance } from './ledger.ts';
import { SUM_STANDS_FOR } from './schema.ts';

interface Ended {
  readonly environment: string;
  readonly vendor: string;
  readonly outcome: Outcome;
  readonly events: number;
  readonly standsFor: number | null;
}

/** The balance of a period; environments that saw no event are left out. */
export async function readBalance(
  connection: DuckDBConnection,
  period: Period,
): Promise<readonly EnvironmentBalance[]> {
  await connection.run('BEGIN TRANSACTION READ ONLY');
  try {
    const accepted = await readAccepted(connection, period);
    const ended = await readEnded(connection, period);
    return ENVIRONMENTS.flatMap((environment) => balanceOf(environment, accepted, ended));
  } finally {
    await connection.run('ROLLBACK');
  }
}

async function readAccepted(
  connection: DuckDBConnection,
  period: Period,
): Promise<ReadonlyMap<string, number>> {
  const { conditions, values } = periodCondition(period);
  const rows = await readRows(
    connection,
    `SELECT environment, sum(events) FROM accepted WHERE ${['true', ...conditions].join(' AND ')} GROUP BY ALL`,
    values,
  );
  return new Map(rows.map((row) => [textAt(row, 0), numberAt(row, 1)]));
}

async function readEnded(connection: DuckDBConnection, period: Period): Promise<readonly Ended[]> {
  const { conditions, values } = periodCondition(period);
  const rows = await readRows(
    connection,
    `SELECT environment, vendor, outcome, sum(events), ${SUM_STANDS_FOR} FROM ended
     WHERE ${['true', ...conditions].join(' AND ')} GROUP BY ALL ORDER BY ALL`,
    values,
  );
  return rows.map((row) => ({
    environment: textAt(row, 0),
    vendor: textAt(row, 1),
    outcome: outcomeOf(textAt(row, 2)),
    events: numberAt(row, 3),
    standsFor: numberOrNullAt(row, 4),
  }));
}

function balanceOf(
  environment: Environment,
  accepted: ReadonlyMap<string, number>,
  ended: readonly Ended[],
): readonly EnvironmentBalance[] {
  const here = ended.filter((row) => row.environment === environment);
  if (here.length === 0 && !accepted.has(environment)) return [];
  const names = [...new Set(here.map((row) => row.vendor))];
  const vendors = names.map((vendor): VendorBalance => {
    const rows = here.filter((row) => row.vendor === vendor);
    const outcomes: Partial<Record<Outcome, number>> = {};
    for (const row of rows) outcomes[row.outcome] = row.events;
    return {
      vendor,
      ended: rows.reduce((total, row) => total + row.events, 0),
      outcomes,
      deliveredUnsampled: unsampledOf(rows.find((row) => row.outcome === 'delivered')),
    };
  });
  return [{ environment, accepted: accepted.get(environment) ?? 0, vendors }];
}

function unsampledOf(delivered: Ended | undefined): number | null {
  if (delivered === undefined) return 0;
  return delivered.standsFor === null ? null : Math.round(delivered.standsFor);
}

function isOutcome(text: string): text is Outcome {
  return Object.hasOwn(OUTCOMES, text);
}

function outcomeOf(text: string): Outcome {
  if (!isOutcome(text)) throw new TypeError('the ledger holds an outcome that is not of the list');
  return text;
}
