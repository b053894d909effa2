import { describe, expect, it } from 'vitest';
import { parsePlan } from './parse-plan.ts';

const HEAD = `apiVersion: headgate/v1
kind: plan
id: shop
purposes: { analytics: { basis: Legitimate interests } }
vendors: { warehouse: { kind: warehouse, max_tier: 3 } }
`;

function check(rest: string): readonly string[] {
  return parsePlan({ path: 'plan.yaml', text: HEAD + rest }, []).issues.map(({ message }) => message);
}

const listOf = (count: number): string =>
  `detectors:\n${Array.from(
    { length: count },
    (_, at) =>
      `  - { id: d${at}, kind: personal, pattern: 'x${at}y', literal: x, examples: { found: [x${at}y], not_found: [x] } }\n`,
  ).join('')}`;

describe("a plan's detectors", () => {
  it('are 32 at most', () => {
    expect(check(listOf(32))).toEqual([]);
    expect(check(listOf(33))).toEqual(['detectors: too big: expected array to have <=32 items.']);
  });

  it.each([
    [999, 1],
    [1000, 0],
    [262_144, 0],
    [262_145, 1],
  ])('read %d characters: %d issues', (length, issues) => {
    expect(check(`detection: { detectors_length_max: ${length} }`)).toHaveLength(issues);
  });

  it('never run where their pattern is slow', () => {
    const evil = `found: ['${'a'.repeat(60)}!'], not_found: [b]`;
    const before = process.cpuUsage();
    check(`detectors: [{ id: evil, kind: personal, pattern: '(a+)+$', literal: a, examples: { ${evil} } }]`);
    // To try it would take 2⁶⁰ steps.
    expect(process.cpuUsage(before).user).toBeLessThan(5_000_000);
  });
});
