/** Every kind of the table has its case below fixtures/plan-diff. UPDATE=1 rewrites the answers. */
import { readFileSync, readdirSync, writeFileSync, existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Change, PlanDocument } from './change.ts';
import { diffPlans } from './diff-plans.ts';
import type { DiffFacts } from './facts.ts';
import { KINDS } from './kinds.ts';
import type { KindId } from './kinds.ts';
import type { KindRow } from './kind-row.ts';
import { readPlanDocument } from '../read-document.ts';
import { parsePlan } from '../parse-plan.ts';
import type { PlanFile } from '../parse-plan.ts';

const FIXTURES = new URL('../../../../../fixtures/plan-diff/', import.meta.url);
const kinds = Object.keys(KINDS) as KindId[];

interface Expected {
  readonly facts?: DiffFacts;
  /** Kinds that cannot but come along. */
  readonly also?: readonly string[];
  readonly changes?: readonly Omit<Change, 'message'>[];
  /** The plan language refuses the words that this kind needs: in which of the plans, by which rules. */
  readonly unwritable?: { readonly side: Side; readonly rules: readonly string[] };
}
type Side = 'before' | 'after';

function filesOf(kind: string, side: Side): [PlanFile, PlanFile[]] | null {
  const directory = new URL(`${kind}/${side}/`, FIXTURES);
  if (!existsSync(directory)) return null;
  const file = (path: string): PlanFile => ({ path, text: readFileSync(new URL(path, directory), 'utf8') });
  const events = readdirSync(new URL('events/', directory)).toSorted();
  return [file('plan.yaml'), events.map((each) => file(`events/${each}`))];
}

function documentOf(kind: string, side: Side): PlanDocument | null {
  const files = filesOf(kind, side);
  if (files === null) return null;
  expect(parsePlan(...files).issues.filter(({ level }) => level === 'error')).toEqual([]);
  const { value, issues } = readPlanDocument(...files);
  expect(issues).toEqual([]);
  return value;
}

function expectedOf(kind: string): Expected {
  return JSON.parse(readFileSync(new URL(`${kind}/expected.json`, FIXTURES), 'utf8')) as Expected;
}

function rowOf(kind: string): KindRow {
  return KINDS[kind as KindId];
}

describe('the table of kinds', () => {
  it('has 177 kinds, each with a case, and no case is of no kind', () => {
    expect(kinds).toHaveLength(177);
    expect(readdirSync(FIXTURES).toSorted()).toEqual(kinds.toSorted());
  });

  it.each(kinds.filter((kind) => rowOf(kind).from !== 'unwritable'))('%s is what its case yields', (kind) => {
    const after = documentOf(kind, 'after');
    if (after === null) throw new Error('A case needs a plan after the change.');
    const expected = expectedOf(kind);
    const changes = diffPlans(documentOf(kind, 'before'), after, expected.facts);
    const found = changes.map(withoutMessage);
    if (process.env['UPDATE'] === '1') writeExpected(kind, found);
    expect(found).toEqual(expectedOf(kind).changes);

    const [own, ...more] = changes.filter((change) => change.kind === kind);
    expect(more).toEqual([]);
    if (own === undefined) throw new Error('The case does not show its kind.');
    expectRow(own);
    const others = changes.map((change) => change.kind).filter((each) => each !== kind);
    expect([...new Set(others)]).toEqual(expectedOf(kind).also ?? []);
    for (const { message } of changes) expect(message).toMatch(/^[\S].*\.$/s);
  });

  it.each(kinds.filter((kind) => rowOf(kind).from === 'unwritable'))('%s cannot be written', (kind) => {
    const { unwritable } = expectedOf(kind);
    const files = filesOf(kind, unwritable?.side ?? 'after');
    if (files === null) throw new Error('A case needs the plan that is refused.');
    const errors = parsePlan(...files).issues.filter(({ level }) => level === 'error');
    expect(unwritable?.rules.length).toBeGreaterThan(0);
    expect([...new Set(errors.map(({ rule }) => rule))]).toEqual(unwritable?.rules);
  });
});

function withoutMessage({ kind, event, pointer, semver, direction, roles }: Change): Omit<Change, 'message'> {
  return { kind, event, pointer, semver, direction, roles };
}

function writeExpected(kind: string, changes: readonly Omit<Change, 'message'>[]): void {
  const { facts } = expectedOf(kind);
  const also = [...new Set(changes.map((change) => change.kind))].filter((each) => each !== kind);
  const answer = { ...(facts && { facts }), ...(also.length > 0 && { also }), changes };
  writeFileSync(new URL(`${kind}/expected.json`, FIXTURES), `${JSON.stringify(answer, null, 2)}\n`);
}

/** Direction and roles of a change are those of its row, with no roles but those that a condition of the row may add. */
function expectRow({ kind, direction, roles }: Change): void {
  const row = rowOf(kind);
  if (row.direction === 'derived') return;
  expect(direction).toBe(row.direction);
  for (const role of row.roles) expect(roles).toContain(role);
  const also = row.also ?? [];
  if (also.some(({ when }) => when === 'rule-owner')) return;
  const allowed = [...row.roles, ...also.flatMap((each) => each.roles)];
  expect(roles.filter((role) => !allowed.includes(role))).toEqual([]);
}
