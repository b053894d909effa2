import { describe, expect, it } from 'vitest';
import { EXITS, gravest } from './exit.ts';
import type { Exit } from './exit.ts';

describe('gravest', () => {
  it.each([
    [[], 'clean'],
    [['clean', 'findings'], 'findings'],
    [['findings', 'incomplete'], 'incomplete'],
    [['incomplete', 'unreachable'], 'unreachable'],
    [['unreachable', 'denied'], 'denied'],
    [['denied', 'usage'], 'usage'],
    [['usage', 'interrupted'], 'interrupted'],
    [['usage', 'internal', 'interrupted'], 'internal'],
  ] satisfies [Exit[], Exit][])('of %j is %s', (exits, expected) => {
    expect(gravest(exits)).toBe(expected);
  });

  it('knows every ending', () => {
    for (const exit of Object.keys(EXITS) as Exit[]) expect(gravest([exit])).toBe(exit);
  });
});

describe('EXITS', () => {
  it('has one code for each ending, and 0 for a clean one alone', () => {
    const codes = Object.values(EXITS).map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
    expect(EXITS.clean.code).toBe(0);
  });
});
