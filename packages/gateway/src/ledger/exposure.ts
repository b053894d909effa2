/**
 * Answers which fields of how many people a vendor got. One pass over the deliveries gives every subject a bit mask of
 * the groups of fields that it was touched by, a second pass over the subjects counts the bits; fields that were
 * always sent together share one group. So the cost grows with the deliveries, not with deliveries × fields.
 * Subject indexes stay inside the query: only counts leave it.
 */
import { DuckDBListValue } from '@duckdb/node-api';
import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { FORMS } from '@headgate/core';
import type { Form } from '@headgate/core';
import { numberAt, numberOrNullAt, readRows, textAt } from './duckdb.ts';
import type { Row } from './duckdb.ts';
import type { ExposedField, Exposure, ExposureQuestion, Period } from './ledger.ts';
import { unsample } from './unsampled.ts';

/** Deliveries of one flow in the period. */
interface FlowSum {
  readonly flow: number;
  readonly deliveries: number;
  readonly first: number;
  readonly last: number;
  readonly sampleRate: number | null;
}

/** One path in one form, gathered over the field sets that have it. */
interface FieldUse {
  readonly path: string;
  readonly form: Form;
  readonly categories: Set<string>;
  readonly events: Set<string>;
  readonly flows: Set<number>;
  tier: number;
}

interface People {
  readonly total: number;
  /** For every group, in the order given. */
  readonly groups: readonly number[];
}

/** Bits of one `UBIGINT`. */
const WORD_BITS = 64;

/** The answer, read in one transaction so that its numbers belong together. */
export async function readExposure(
  connection: DuckDBConnection,
  question: ExposureQuestion,
): Promise<Exposure> {
  await connection.run('BEGIN TRANSACTION READ ONLY');
  try {
    return await answer(connection, question);
  } finally {
    await connection.run('ROLLBACK');
  }
}

async function answer(connection: DuckDBConnection, question: ExposureQuestion): Promise<Exposure> {
  const [install = []] = await readRows(
    connection,
    `SELECT installed_at, coalesce((SELECT max(before_at) FROM forgotten WHERE vendor = $vendor), installed_at)
     FROM install`,
    { vendor: question.vendor },
  );
  const installedAt = numberAt(install, 0);
  const knownSince = Math.max(installedAt, numberAt(install, 1));
  const sums = await readFlowSums(connection, question);
  const uses = await readFieldUses(connection, question.vendor, new Set(sums.map((sum) => sum.flow)));
  const groups = groupsOf(uses);
  const people = await countPeople(connection, question, sums, [...groups.values()]);
  const groupKeys = [...groups.keys()];
  const isOfOne = question.subject !== undefined;
  const fields = uses.map((use): ExposedField => {
    const carrying = sums.filter((sum) => use.flows.has(sum.flow));
    const fieldPeople = people.groups[groupKeys.indexOf(groupKey(use))] ?? 0;
    return {
      path: use.path,
      form: use.form,
      categories: [...use.categories].toSorted(),
      tier: use.tier,
      people: fieldPeople,
      ...totalOf(carrying),
      unsampled: isOfOne ? null : unsample(carrying, fieldPeople, use.events),
      events: [...use.events].toSorted(),
    };
  });
  const total = totalOf(sums);
  return {
    vendor: question.vendor,
    environment: question.environment ?? null,
    from: question.from ?? null,
    to: question.to ?? null,
    installedAt,
    unknownBefore: question.from === undefined || Date.parse(question.from) < knownSince ? knownSince : null,
    people: people.total,
    deliveries: total.deliveries,
    unsampled: isOfOne || sums.length === 0 ? null : unsample(sums, people.total, eventsOf(uses)),
    first: sums.length === 0 ? null : total.first,
    last: sums.length === 0 ? null : total.last,
    fields: fields.toSorted(byTierThenName),
  };
}

function eventsOf(uses: readonly FieldUse[]): ReadonlySet<string> {
  return new Set(uses.flatMap((use) => [...use.events]));
}

async function readFlowSums(
  connection: DuckDBConnection,
  question: ExposureQuestion,
): Promise<readonly FlowSum[]> {
  const conditions = ['flow.vendor = $vendor'];
  const values: Record<string, DuckDBValue> = { vendor: question.vendor };
  if (question.environment !== undefined) {
    conditions.push('flow.environment = $environment');
    values['environment'] = question.environment;
  }
  const period = deliveryCondition(question);
  const rows = await readRows(
    connection,
    `SELECT delivery.flow, sum(events), min(first_at), max(last_at), any_value(sample_rate)
     FROM delivery JOIN flow ON flow.id = delivery.flow
     WHERE ${[...conditions, ...period.conditions].join(' AND ')} GROUP BY delivery.flow ORDER BY delivery.flow`,
    { ...values, ...period.values },
  );
  return rows.map((row) => ({
    flow: numberAt(row, 0),
    deliveries: numberAt(row, 1),
    first: numberAt(row, 2),
    last: numberAt(row, 3),
    sampleRate: numberOrNullAt(row, 4),
  }));
}

async function readFieldUses(
  connection: DuckDBConnection,
  vendor: string,
  flows: ReadonlySet<number>,
): Promise<readonly FieldUse[]> {
  const rows = await readRows(
    connection,
    `SELECT flow.id, field_set.event, path, form, tier, categories
     FROM flow JOIN field_set ON field_set.id = flow.field_set JOIN field ON field.field_set = flow.field_set
     WHERE flow.vendor = $vendor`,
    { vendor },
  );
  const uses = new Map<string, FieldUse>();
  for (const row of rows) {
    const flow = numberAt(row, 0);
    if (!flows.has(flow)) continue;
    const path = textAt(row, 2);
    const form = formOf(textAt(row, 3));
    const key = `${form} ${path}`;
    const use = uses.get(key) ?? {
      path,
      form,
      categories: new Set<string>(),
      events: new Set<string>(),
      flows: new Set<number>(),
      tier: 0,
    };
    uses.set(key, use);
    use.flows.add(flow);
    use.events.add(textAt(row, 1));
    use.tier = Math.max(use.tier, numberAt(row, 4));
    for (const category of textsAt(row, 5)) use.categories.add(category);
  }
  return [...uses.values()];
}

/** Key of a group → the flows that carry its fields. */
function groupsOf(uses: readonly FieldUse[]): ReadonlyMap<string, ReadonlySet<number>> {
  return new Map(uses.map((use) => [groupKey(use), use.flows]));
}

function groupKey(use: FieldUse): string {
  return [...use.flows].toSorted((one, other) => one - other).join(' ');
}

/** Events without any identity carry the subject of nobody (core's NO_SUBJECT); they are deliveries, but no person. */
const SOMEBODY = 'subject <> 0';

async function countPeople(
  connection: DuckDBConnection,
  question: ExposureQuestion,
  sums: readonly FlowSum[],
  groups: readonly ReadonlySet<number>[],
): Promise<People> {
  if (sums.length === 0) return { total: 0, groups: groups.map(() => 0) };
  const words = Array.from({ length: Math.max(1, Math.ceil(groups.length / WORD_BITS)) }, (_, word) => word);
  const masks = sums.map((sum) => {
    const bits = words.map((word) => `${maskOf(sum.flow, groups, word)}::UBIGINT`);
    return `(${sum.flow}, ${bits.join(', ')})`;
  });
  const counts = groups.map((_, group) => {
    const bit = 1n << BigInt(group % WORD_BITS);
    return `, coalesce(count_if(word${Math.floor(group / WORD_BITS)} & ${bit}::UBIGINT <> 0), 0)`;
  });
  const { conditions, values } = deliveryCondition(question);
  const [row = []] = await readRows(
    connection,
    `WITH mask (flow, ${words.map((word) => `word${word}`).join(', ')}) AS (VALUES ${masks.join(', ')}),
     person AS (
       SELECT ${words.map((word) => `bit_or(word${word}) AS word${word}`).join(', ')}
       FROM delivery JOIN mask ON mask.flow = delivery.flow
       WHERE ${[SOMEBODY, ...conditions].join(' AND ')} GROUP BY subject)
     SELECT count(*)${counts.join('')} FROM person`,
    values,
  );
  return { total: numberAt(row, 0), groups: groups.map((_, group) => numberAt(row, group + 1)) };
}

/** One word of the mask of a flow: the bit of every group that it carries. */
function maskOf(flow: number, groups: readonly ReadonlySet<number>[], word: number): bigint {
  return groups
    .slice(word * WORD_BITS, (word + 1) * WORD_BITS)
    .reduce((mask, flows, bit) => (flows.has(flow) ? mask | (1n << BigInt(bit)) : mask), 0n);
}

function totalOf(sums: readonly FlowSum[]): { deliveries: number; first: number; last: number } {
  return {
    deliveries: sums.reduce((total, sum) => total + sum.deliveries, 0),
    first: sums.reduce((first, sum) => Math.min(first, sum.first), Infinity),
    last: sums.reduce((last, sum) => Math.max(last, sum.last), -Infinity),
  };
}

/** Conditions on rows of `delivery`, with their parameters. */
function deliveryCondition(question: ExposureQuestion): ReturnType<typeof periodCondition> {
  const { conditions, values } = periodCondition(question);
  if (question.subject === undefined) return { conditions, values };
  const subject = String(BigInt(`0x${question.subject}`));
  return { conditions: [...conditions, 'subject = $subject::UBIGINT'], values: { ...values, subject } };
}

/** Conditions on the column `day`, with their parameters. */
export function periodCondition(period: Period): {
  readonly conditions: readonly string[];
  readonly values: Readonly<Record<string, DuckDBValue>>;
} {
  const conditions: string[] = [];
  const values: Record<string, DuckDBValue> = {};
  if (period.from !== undefined) {
    conditions.push('day >= $from::DATE');
    values['from'] = period.from;
  }
  if (period.to !== undefined) {
    conditions.push('day <= $to::DATE');
    values['to'] = period.to;
  }
  return { conditions, values };
}

function formOf(text: string): Form {
  const form = FORMS.find((known) => known === text);
  if (form === undefined) throw new TypeError('the ledger holds a form that is not of the list');
  return form;
}

function textsAt(row: Row, column: number): readonly string[] {
  const value = row[column];
  if (!(value instanceof DuckDBListValue)) throw new TypeError(`column ${column} holds no list`);
  return value.items.filter((item) => typeof item === 'string');
}

function byTierThenName(one: ExposedField, other: ExposedField): number {
  if (one.tier !== other.tier) return other.tier - one.tier;
  if (one.path !== other.path) return one.path < other.path ? -1 : 1;
  return FORMS.indexOf(one.form) - FORMS.indexOf(other.form);
}
