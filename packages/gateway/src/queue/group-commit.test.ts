import { describe, expect, it } from 'vitest';
import { createGroupCommit } from './group-commit.ts';
import type { Change, GroupCommit } from './group-commit.ts';

interface Named extends Change {
  readonly name: string;
}

function change(name: string, bytes = 1, alone = false): Named {
  return { name, bytes, alone };
}

/** Collects the groups; a group with a change named `bad` fails. */
function collect(bytesMax: number): { group: GroupCommit<Named>; groups: string[][] } {
  const groups: string[][] = [];
  const group = createGroupCommit<Named>(async (changes) => {
    await Promise.resolve();
    groups.push(changes.map(({ name }) => name));
    if (changes.some(({ name }) => name === 'bad')) throw new Error('The disk is full.');
  }, bytesMax);
  return { group, groups };
}

describe('the group commit', () => {
  it.each([
    ['what comes in one turn together', [change('a'), change('b')], [['a', 'b']]],
    ['a group that reaches the limit', [change('a', 5), change('b', 5)], [['a', 'b']]],
    ['what passes the limit in the next group', [change('a', 5), change('b', 6)], [['a'], ['b']]],
    ['a change larger than the limit', [change('a', 11)], [['a']]],
    [
      'a change that wants to be alone by itself, in its place',
      [change('a'), change('b', 0, true), change('c')],
      [['a'], ['b'], ['c']],
    ],
  ])('commits %s', async (_name, changes, expected) => {
    const { group, groups } = collect(10);
    await Promise.all(changes.map((each) => group.add(each)));
    expect(groups).toEqual(expected);
  });

  it('rejects the changes of a failed group alone, and goes on', async () => {
    const { group } = collect(2);
    const results = await Promise.allSettled(['a', 'bad', 'c'].map((name) => group.add(change(name))));
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
  });

  it('collects what comes during a commit into the next group', async () => {
    const { group, groups } = collect(10);
    const first = group
      .add(change('a'))
      .then(() => Promise.all([group.add(change('b')), group.add(change('c'))]));
    await first;
    await group.idle();
    expect(groups).toEqual([['a'], ['b', 'c']]);
  });
});
