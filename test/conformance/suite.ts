/** The suite: every situation for every SDK whose protocol the gateway speaks. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROTOCOLS } from '@headgate/core';
import { SITUATIONS } from '../sdks/sdk.ts';
import type { Situation } from '../sdks/sdk.ts';
import { runSituation } from './run-situation.ts';
import type { Outcome } from './run-situation.ts';
import type { Row } from './stage.ts';
import type { Cell } from './judge.ts';
import { tableOf } from './table.ts';

const reports = join(
  dirname(dirname(dirname(fileURLToPath(import.meta.url)))),
  'node_modules/.cache/headgate',
);
const SITUATION_MS_MAX = 180_000;

export interface SuiteOptions {
  readonly name: 'node' | 'browser';
  readonly rows: readonly Row[];
  /** Protocols that have no SDK of this kind, and why. */
  readonly without: Readonly<Record<string, string>>;
}

/** Defines the tests. */
export function describeConformance({ name, rows, without }: SuiteOptions): void {
  const spoken = PROTOCOLS.map(({ id }) => id);
  const running = rows.filter(({ protocol }) => spoken.includes(protocol));
  const cells = new Map<Situation, ReadonlyMap<string, Cell>>();

  it('has an SDK for every protocol that the gateway speaks', () => {
    const covered = [...rows.map(({ protocol }) => protocol), ...Object.keys(without)];
    expect(spoken.filter((protocol) => !covered.includes(protocol))).toEqual([]);
    expect(running.length).toBeGreaterThan(0);
  });

  describe.each(Object.keys(SITUATIONS) as readonly Situation[])('%s', (situation) => {
    let outcome: Outcome;
    beforeAll(async () => {
      outcome = await runSituation(situation, running);
      cells.set(situation, outcome.cells);
    }, SITUATION_MS_MAX);

    it.each(running)('$name neither loses nor doubles anything, and ends', ({ name: row }) => {
      expect(outcome.cells.get(row)?.problems).toEqual([]);
    });

    it('is counted by the ledger as it was answered', () => {
      const { counted, accepted, unanswered } = outcome;
      expect(counted).toBeGreaterThanOrEqual(accepted);
      expect(counted).toBeLessThanOrEqual(accepted + unanswered);
    });
  });

  afterAll(() => {
    const table = tableOf(
      running.map((row) => row.name),
      cells,
    );
    mkdirSync(reports, { recursive: true });
    writeFileSync(join(reports, `conformance-${name}.md`), table);
    // The table is what the suite is for, so a run shows it.
    process.stdout.write(`\n${table}\n`);
  });
}
