import type { QuarantineReplayAnswer } from '@headgate/api';
import { describe, expect, it } from 'vitest';
import { endingOf, startTally, tellTally } from './replay-tally.ts';
import type { ReplayTally } from './replay-tally.ts';

type Result = QuarantineReplayAnswer['results'][number];

function tallyOf(...results: readonly Result['result'][]): ReplayTally {
  const tally = startTally();
  tally.add(
    results.map((result, at) => ({
      number: at + 1,
      result,
      outcome: result === 'refused' ? 'unplanned-event' : null,
    })),
  );
  return tally;
}

describe('what became of a replay', () => {
  it.each([
    ['clean', ['replayed', 'gone']],
    ['clean', []],
    ['findings', ['replayed', 'refused']],
    ['incomplete', ['refused', 'altered']],
    ['incomplete', ['replayed', 'waiting']],
  ] as const)('ends as %s with %j', (exit, results) => {
    expect(endingOf(tallyOf(...results))).toBe(exit);
  });

  it('is not whole where something was not opened', () => {
    const tally = tallyOf('replayed');
    tally.addUnopened('unknown-key');
    expect(endingOf(tally)).toBe('incomplete');
  });

  it('is told by result, for people and for scripts', () => {
    const tally = tallyOf('replayed', 'replayed', 'refused', 'waiting');
    const said: string[] = [];
    const say = (text: string): void => void said.push(text);
    const print = { data: say, error: say, note: say, style: (_: string, text: string) => text };
    tellTally({ ...print, format: 'human', json: () => undefined }, tally);
    expect(said[0]).toBe('2 events replayed');
    expect(said.join('\n')).toContain('1 still refused, unplanned-event');
    expect(said.join('\n')).toContain('1 waiting: The queue is full; it stays.');
    const documents: unknown[] = [];
    tellTally({ ...print, format: 'json', json: (value) => void documents.push(value) }, tally);
    expect(documents).toEqual([
      {
        schemaVersion: 1,
        replayed: 2,
        refused: { 'unplanned-event': 1 },
        gone: 0,
        altered: 0,
        waiting: 1,
        unopened: {},
      },
    ]);
  });
});
