/** What every detector keeps to: its own fixtures, and patterns without catastrophic backtracking. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FINDING_KINDS } from '../detector.ts';
import { MEANING } from '../meaning.ts';
import type { MeaningName } from '../meaning.ts';
import { backtracking } from '../patterns.contract.ts';
import { scanText } from '../scan.ts';
import { DETECTORS } from './index.ts';

const FIXTURES = new URL('../../../../../fixtures/detect/', import.meta.url);

/** The lines of `<name>.txt`, or the strings of `<name>.json` where a case has line breaks. */
function readCases(detector: string, name: string): readonly string[] {
  const lines = new URL(`${detector}/${name}.txt`, FIXTURES);
  if (existsSync(lines)) return readFileSync(lines, 'utf8').split('\n').filter(Boolean);
  return JSON.parse(readFileSync(new URL(`${detector}/${name}.json`, FIXTURES), 'utf8')) as readonly string[];
}

/** A case is a text, or the name of a meaning, a tab, and the text that stands under a key of that meaning. */
function scanCase(written: string) {
  const [name = '', text] = written.split('\t');
  if (text === undefined || !(name in MEANING)) return scanText(written);
  return scanText(text, new Set(), MEANING[name as MeaningName]);
}

const idsIn = (written: string) => scanCase(written).map((match) => match.detector);

describe.each(DETECTORS.map((detector) => [detector.id, detector] as const))('%s', (id, detector) => {
  it.each(readCases(id, 'found'))('finds %s', (text) => {
    expect(idsIn(text)).toContain(id);
  });

  it.each(readCases(id, 'not-found'))('does not find %s', (text) => {
    expect(scanCase(text).filter((match) => match.kind === detector.kind)).toEqual([]);
  });

  it('gives spans in ascending order that do not overlap', () => {
    const found = readCases(id, 'found');
    const joined = found.slice(0, 3).join(' | ');
    for (const text of [...found, joined, `${joined} | ${joined}`]) {
      let from = 0;
      for (const { start, end } of detector.find(text, 0, '')) {
        expect(start).toBeGreaterThanOrEqual(from);
        expect(end).toBeGreaterThan(start);
        expect(end).toBeLessThanOrEqual(text.length);
        from = end;
      }
    }
  });

  it('has no pattern that backtracks without bound', () => {
    const sources = new Map(detector.patterns.map((pattern) => [String(pattern), pattern]));
    for (const [shown, pattern] of sources) {
      expect([shown, backtracking(pattern)]).toEqual([shown, 'safe']);
    }
  });
});

describe('the list of detectors', () => {
  it('has a detector for every kind and no id twice', () => {
    const kinds = DETECTORS.map(({ kind }): string => kind);
    // Only the detectors of a plan find these two.
    expect(Object.keys(FINDING_KINDS).filter((kind) => !kinds.includes(kind))).toEqual([
      'personal',
      'secret',
    ]);
    expect(new Set(DETECTORS.map(({ id }) => id)).size).toBe(DETECTORS.length);
  });

  it('has fixtures for each detector and for nothing else', () => {
    expect(readdirSync(FIXTURES).toSorted()).toEqual(DETECTORS.map(({ id }) => id).toSorted());
  });

  it('puts secrets before what is personal, and long text last', () => {
    const order = { secret: 0, personal: 1, 'long-text': 2 };
    const ranks = DETECTORS.map(({ kind }) => order[FINDING_KINDS[kind]]);
    expect(ranks).toEqual(ranks.toSorted((left, right) => left - right));
  });
});
