import { describe, expect, it } from 'vitest';
import { DETECTORS } from './detectors/index.ts';
import { GRADED, provenanceOf } from './provenance.ts';

describe('the provenance of a finding', () => {
  it('is the version of its detector and a confidence', () => {
    const card = DETECTORS.find(({ id }) => id === 'card');
    expect(provenanceOf('card')).toEqual({ version: card?.version, confidence: 'high' });
    expect(provenanceOf('password').confidence).toBe('medium');
    expect(provenanceOf('name').confidence).toBe('low');
    expect(provenanceOf('none of ours')).toEqual({ version: 0, confidence: 'medium' });
  });

  it('grades only detectors that there are', () => {
    const ids = DETECTORS.map(({ id }) => id);
    expect([...GRADED.keys()].filter((id) => !ids.includes(id))).toEqual([]);
  });
});
