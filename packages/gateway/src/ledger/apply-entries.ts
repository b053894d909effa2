/** Journal entries → rows of the ledger: gathered in memory, staged, and merged in one transaction with the position. */
import { DOUBLE, INTEGER, LIST, UBIGINT, VARCHAR, listValue } from '@duckdb/node-api';
import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import type { FieldSet } from '@headgate/core';
import { appendColumns, numberAt, numberOrNullAt, readRows, textAt } from './duckdb.ts';
import type { Columns } from './duckdb.ts';
import type { Day, LedgerEntry } from './entry.ts';
import { STAGES, SUM_STANDS_FOR } from './schema.ts';

/** What the tables already know, kept in memory so that a batch need not ask. Changed only after a commit. */
export interface Catalog {
  /** Key of a flow → its number. */
  readonly flows: Map<string, number>;
  /** Ids of defined field sets. */
  readonly fieldSets: Set<string>;
}

interface NewFlow {
  readonly id: number;
  readonly vendor: string;
  readonly environment: string;
  readonly fieldSet: string;
  /** Null: unknown. */
  readonly sampleRate: number | null;
}

/** A batch as columns, and the flows and field sets it brings for the first time. */
interface Gathered {
  readonly accepted: Columns;
  readonly ended: Columns;
  readonly delivery: Columns;
  readonly newFlows: ReadonlyMap<string, NewFlow>;
  readonly newFieldSets: ReadonlyMap<string, FieldSet>;
}

type Delivered = Extract<LedgerEntry, { kind: 'delivered' }>;
type Ended = Extract<LedgerEntry, { kind: 'ended' }>;

const DAY_MS = 86_400_000;

const MERGE_ACCEPTED = `MERGE INTO accepted AS old USING (
  SELECT source, environment, DATE '1970-01-01' + day AS day, sum(events)::BIGINT AS events
  FROM incoming_accepted GROUP BY ALL) AS new
ON old.source = new.source AND old.environment = new.environment AND old.day = new.day
WHEN MATCHED THEN UPDATE SET events = old.events + new.events
WHEN NOT MATCHED THEN INSERT VALUES (new.source, new.environment, new.day, new.events)`;

const MERGE_ENDED = `MERGE INTO ended AS old USING (
  SELECT vendor, environment, DATE '1970-01-01' + day AS day, outcome, sum(events)::BIGINT AS events,
    ${SUM_STANDS_FOR} AS stands_for
  FROM incoming_ended GROUP BY ALL) AS new
ON old.vendor = new.vendor AND old.environment = new.environment AND old.day = new.day AND old.outcome = new.outcome
WHEN MATCHED THEN UPDATE SET events = old.events + new.events, stands_for = old.stands_for + new.stands_for
WHEN NOT MATCHED THEN INSERT VALUES (new.vendor, new.environment, new.day, new.outcome, new.events, new.stands_for)`;

// The bounds of the day let DuckDB skip the row groups of all other days, which lie together by age.
const MERGE_DELIVERY = `MERGE INTO delivery AS old USING (
  SELECT flow, subject, DATE '1970-01-01' + day AS day, sum(events)::BIGINT AS events,
    min(first_at)::BIGINT AS first_at, max(last_at)::BIGINT AS last_at
  FROM incoming_delivery GROUP BY ALL) AS new
ON old.flow = new.flow AND old.subject = new.subject AND old.day = new.day
  AND old.day BETWEEN DATE '1970-01-01' + $firstDay AND DATE '1970-01-01' + $lastDay
WHEN MATCHED THEN UPDATE SET events = old.events + new.events,
  first_at = least(old.first_at, new.first_at), last_at = greatest(old.last_at, new.last_at)
WHEN NOT MATCHED THEN INSERT VALUES (new.flow, new.subject, new.day, new.events, new.first_at, new.last_at)`;

const FLOWS = 'SELECT id, vendor, environment, field_set, sample_rate FROM flow';

/** Reads what the tables know. */
export async function readCatalog(connection: DuckDBConnection): Promise<Catalog> {
  const flows = new Map<string, number>();
  for (const row of await readRows(connection, FLOWS)) {
    const [vendor, environment, fieldSet] = [textAt(row, 1), textAt(row, 2), textAt(row, 3)];
    flows.set(
      flowKey({ vendor, environment, fieldSet, sampleRate: numberOrNullAt(row, 4) }),
      numberAt(row, 0),
    );
  }
  const sets = await readRows(connection, 'SELECT id FROM field_set');
  return { flows, fieldSets: new Set(sets.map((row) => textAt(row, 0))) };
}

/** Merges entries into the tables and stores the position with them; all or nothing. */
export async function applyEntries(
  connection: DuckDBConnection,
  catalog: Catalog,
  entries: readonly LedgerEntry[],
  through: number,
): Promise<void> {
  const gathered = gather(entries, catalog);
  // Stages are the connection's own and not durable, so filling them outside the transaction risks nothing.
  await connection.run(STAGES);
  for (const columns of [gathered.accepted, gathered.ended, gathered.delivery]) {
    await appendColumns(connection, columns);
  }
  await connection.run('BEGIN');
  try {
    await merge(connection, gathered);
    await connection.run('UPDATE position SET through = $through', { through });
    await connection.run('COMMIT');
  } catch (error) {
    // A failed commit has already ended the transaction, and then this fails too; the first error tells more.
    await connection.run('ROLLBACK').catch(() => undefined);
    throw error;
  }
  for (const [key, flow] of gathered.newFlows) catalog.flows.set(key, flow.id);
  for (const id of gathered.newFieldSets.keys()) catalog.fieldSets.add(id);
}

async function merge(connection: DuckDBConnection, gathered: Gathered): Promise<void> {
  await appendDefinitions(connection, gathered);
  if (rowsOf(gathered.accepted) > 0) await connection.run(MERGE_ACCEPTED);
  if (rowsOf(gathered.ended) > 0) await connection.run(MERGE_ENDED);
  if (rowsOf(gathered.delivery) === 0) return;
  const [span = []] = await readRows(connection, 'SELECT min(day), max(day) FROM incoming_delivery');
  await connection.run(MERGE_DELIVERY, { firstDay: numberAt(span, 0), lastDay: numberAt(span, 1) });
}

async function appendDefinitions(connection: DuckDBConnection, gathered: Gathered): Promise<void> {
  const flows = [...gathered.newFlows.values()];
  const sets = [...gathered.newFieldSets.values()];
  const fields = sets.flatMap((set) => set.fields.map((field) => ({ ...field, set: set.id })));
  await appendColumns(connection, {
    table: 'flow',
    types: [INTEGER, VARCHAR, VARCHAR, VARCHAR, DOUBLE],
    values: [
      flows.map((flow) => flow.id),
      flows.map((flow) => flow.vendor),
      flows.map((flow) => flow.environment),
      flows.map((flow) => flow.fieldSet),
      flows.map((flow) => flow.sampleRate),
    ],
  });
  await appendColumns(connection, {
    table: 'field_set',
    types: [VARCHAR, VARCHAR, VARCHAR],
    values: [sets.map((set) => set.id), sets.map((set) => set.vendor), sets.map((set) => set.event)],
  });
  await appendColumns(connection, {
    table: 'field',
    types: [VARCHAR, VARCHAR, VARCHAR, LIST(VARCHAR), INTEGER],
    values: [
      fields.map((field) => field.set),
      fields.map((field) => field.path),
      fields.map((field) => field.form),
      fields.map((field) => listValue(field.categories)),
      fields.map((field) => field.tier),
    ],
  });
}

function gather(entries: readonly LedgerEntry[], catalog: Catalog): Gathered {
  const accepted: DuckDBValue[][] = [[], [], [], []];
  const ended: DuckDBValue[][] = [[], [], [], [], [], []];
  const delivery: DuckDBValue[][] = [[], [], [], [], [], []];
  const newFlows = new Map<string, NewFlow>();
  const newFieldSets = new Map<string, FieldSet>();
  const dayNumber = createDayNumber();

  for (const entry of entries) {
    switch (entry.kind) {
      case 'accepted':
        push(accepted, [entry.source, entry.environment, dayNumber(entry.day), entry.count]);
        break;
      case 'ended':
        push(ended, endedRow(entry, dayNumber(entry.day)));
        break;
      case 'field-set':
        if (!catalog.fieldSets.has(entry.set.id)) newFieldSets.set(entry.set.id, entry.set);
        break;
      case 'delivered': {
        const flow = flowOf(entry, catalog, newFlows);
        const subject = BigInt(`0x${entry.subject}`);
        push(delivery, [flow, subject, dayNumber(entry.day), entry.count, entry.first, entry.last]);
        break;
      }
    }
  }
  return {
    accepted: { table: 'incoming_accepted', types: [VARCHAR, VARCHAR, INTEGER, DOUBLE], values: accepted },
    ended: {
      table: 'incoming_ended',
      types: [VARCHAR, VARCHAR, INTEGER, VARCHAR, DOUBLE, DOUBLE],
      values: ended,
    },
    delivery: {
      table: 'incoming_delivery',
      types: [INTEGER, UBIGINT, INTEGER, DOUBLE, DOUBLE, DOUBLE],
      values: delivery,
    },
    newFlows,
    newFieldSets,
  };
}

function endedRow(entry: Ended, day: number): readonly DuckDBValue[] {
  return [entry.vendor, entry.environment, day, entry.outcome, entry.count, entry.standsFor ?? null];
}

function flowOf(entry: Delivered, catalog: Catalog, newFlows: Map<string, NewFlow>): number {
  const { vendor, environment, fields: fieldSet, sampleRate = null } = entry;
  const flow = { vendor, environment, fieldSet, sampleRate };
  const key = flowKey(flow);
  const known = catalog.flows.get(key) ?? newFlows.get(key)?.id;
  if (known !== undefined) return known;
  const id = catalog.flows.size + newFlows.size;
  newFlows.set(key, { id, ...flow });
  return id;
}

function flowKey({ vendor, environment, fieldSet, sampleRate }: Omit<NewFlow, 'id'>): string {
  return `${vendor}\n${environment}\n${fieldSet}\n${sampleRate ?? ''}`;
}

function push(columns: readonly DuckDBValue[][], row: readonly DuckDBValue[]): void {
  for (let column = 0; column < columns.length; column += 1) columns[column]?.push(row[column] ?? null);
}

/** Days since 1970 of a day. Remembers the last one, since neighbours in the journal mostly share it. */
function createDayNumber(): (day: Day) => number {
  let lastDay = '';
  let lastNumber = 0;
  return (day) => {
    if (day !== lastDay) {
      lastNumber = Date.parse(day) / DAY_MS;
      lastDay = day;
    }
    return lastNumber;
  };
}

function rowsOf(columns: Columns): number {
  return columns.values[0]?.length ?? 0;
}
