import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NORMALISERS, normaliserOf } from './normalise.ts';
import type { Normaliser } from './normalise.ts';

/** What each gives; a line that changes would change every token made from such a value. */
const vectors = JSON.parse(
  readFileSync(new URL('../../../../fixtures/normalise/vectors.json', import.meta.url), 'utf8'),
) as Readonly<Record<Normaliser, readonly (readonly [string, string])[]>>;

describe.each(NORMALISERS)('the normaliser %s', (name) => {
  const normalise = normaliserOf(name);

  it.each(vectors[name])('brings %j to %j', (value, normalised) => {
    expect(normalise(value)).toBe(normalised);
  });

  it('leaves alone what it has brought to its spelling', () => {
    for (const [, normalised] of vectors[name]) expect(normalise(normalised)).toBe(normalised);
  });

  it('takes any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(typeof normalise(text)).toBe('string');
      }),
    );
  });
});

describe('the normaliser url', () => {
  it('is of one mind with the WHATWG parser about addresses of the web', () => {
    const address = fc.webUrl({ withFragments: true });
    fc.assert(
      fc.property(address, (text) => {
        const url = new URL(text);
        url.hash = '';
        const [ours, theirs] = [text, url.href].map(normaliserOf('url'));
        expect(ours).toBe(theirs);
      }),
    );
  });
});
