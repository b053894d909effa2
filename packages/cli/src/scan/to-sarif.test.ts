import { describe, expect, it } from 'vitest';
import type { FileHit, TreeScan } from './scan-tree.ts';
import { toSarif } from './to-sarif.ts';

const HIT: FileHit = {
  kind: 'email',
  detector: 'email',
  line: 3,
  column: 7,
  length: 16,
  path: 'src/a b.ts',
  ordinal: 1,
};
const SCAN: TreeScan = { hits: [HIT], ignored: 0, scanned: 1, binary: 0, unread: [], stopped: false };

interface Sarif {
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
    readonly invocations: readonly unknown[];
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly partialFingerprints: Readonly<Record<string, string>>;
    }[];
  }[];
}

function runOf(scan: TreeScan) {
  const [run] = (toSarif(scan, '1.2.3') as unknown as Sarif).runs;
  if (run === undefined) throw new Error('no run');
  return run;
}

const printOf = (hit: FileHit) => runOf({ ...SCAN, hits: [hit] }).results[0]?.partialFingerprints;

describe('toSarif', () => {
  it('places a finding as editors count, with an encoded path', () => {
    expect(runOf(SCAN).results).toMatchObject([
      {
        ruleId: 'email',
        level: 'warning',
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: 'src/a%20b.ts', uriBaseId: '%SRCROOT%' },
              region: { startLine: 3, startColumn: 7, endColumn: 23 },
            },
          },
        ],
      },
    ]);
  });

  it('names the rule by its place in the list', () => {
    const { tool, results } = runOf(SCAN);
    expect(tool.driver.rules[results[0]?.ruleIndex ?? -1]?.id).toBe('email');
  });

  it('keeps the fingerprint where only lines move, and gives others to others', () => {
    expect(printOf({ ...HIT, line: 30, column: 1 })).toEqual(printOf(HIT));
    expect(printOf({ ...HIT, ordinal: 2 })).not.toEqual(printOf(HIT));
    expect(printOf({ ...HIT, path: 'src/c.ts' })).not.toEqual(printOf(HIT));
  });

  it('says what was not read, and that the run is not whole', () => {
    const { invocations } = runOf({ ...SCAN, unread: [{ path: 'big.sql', reason: 'too large' }] });
    expect(invocations).toMatchObject([
      {
        executionSuccessful: false,
        toolExecutionNotifications: [{ message: { text: 'Not scanned: too large.' } }],
      },
    ]);
  });
});
