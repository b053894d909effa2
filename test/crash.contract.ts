/** What must hold after any number of sudden deaths. */
import { beforeAll, describe, expect, it } from 'vitest';
import { runCrashRounds } from './crash-rounds.ts';
import type { CrashOptions, CrashReport } from './crash-rounds.ts';
import { VENDOR_NAMES } from './shop-gateway.ts';

/** Declares the tests for one run; the seed stands in their name. */
export function describeCrashes(options: CrashOptions): void {
  describe(`after ${options.rounds} kills at random moments, seed ${options.seed}`, () => {
    let report: CrashReport;
    beforeAll(async () => {
      report = await runCrashRounds(options);
    }, 600_000);

    it('the kills came while requests were under way', () => {
      expect(report.answered.size).toBeGreaterThan(options.rounds * 5);
      expect(report.interrupted).toBeGreaterThan(0);
    });

    it('the books balanced after every restart, with all that was answered in them', () => {
      expect(report.broken).toEqual([]);
    });

    it.each(VENDOR_NAMES)('%s has every event that was answered as success', (vendor) => {
      const got = new Set(report.seen[vendor].map(({ sequence }) => sequence));
      expect([...report.answered].filter((sequence) => !got.has(sequence))).toEqual([]);
    });

    it.each(VENDOR_NAMES)('%s can tell what came twice by its id', (vendor) => {
      const ids = new Map<number, Set<string | null>>();
      for (const { sequence, id } of report.seen[vendor]) {
        if (sequence !== null) ids.set(sequence, (ids.get(sequence) ?? new Set()).add(id));
      }
      expect([...ids].filter(([, each]) => each.size !== 1 || each.has(null))).toEqual([]);
    });

    it.each(VENDOR_NAMES)('every accepted event is counted once, and %s has no other', (vendor) => {
      const [production] = report.balance.environments;
      const lane = production?.vendors.find((each) => each.vendor === vendor);
      const got = new Set(report.seen[vendor].map(({ sequence }) => sequence));
      expect(lane?.outcomes).toEqual({ delivered: production?.accepted });
      expect(got.size).toBe(production?.accepted);
      expect(got.size).toBeLessThanOrEqual(report.sent);
    });
  });
}
