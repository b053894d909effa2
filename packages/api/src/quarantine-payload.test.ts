import { describe, expect, it } from 'vitest';
import { fromPieces, piecePath, toPieces } from './quarantine-payload.ts';

const proof = 'p'.repeat(43);
/** Characters of JSON that fit the first piece, beside the key and the newline. */
const ROOM = 21_000 - 44;

describe('a payload', () => {
  it.each([
    ['at the length of a piece', 'a'.repeat(ROOM), 1],
    ['one over it', 'a'.repeat(ROOM + 1), 2],
    ['with a pair at the end of a piece', `${'a'.repeat(ROOM - 2)}🛒`, 1],
    ['with a pair across the end', `${'a'.repeat(ROOM - 1)}🛒`, 2],
    ['of nothing', '', 1],
    ['with newlines', '\n\n', 1],
    ['of many pieces of three bytes each', '€'.repeat(100_000), 5],
  ])('%s comes back whole, and every piece fits a sealed field', (_, json, count) => {
    const pieces = toPieces({ proof, json });
    expect(pieces).toHaveLength(count);
    for (const piece of pieces) {
      expect(Buffer.byteLength(piece)).toBeLessThanOrEqual(65_535);
      expect(piece.isWellFormed()).toBe(true);
    }
    expect(fromPieces(pieces)).toEqual({ proof, json });
  });

  it('is none without a newline', () => {
    expect(fromPieces(['abc'])).toBeNull();
  });

  it('names each piece by its place among all', () => {
    expect([piecePath(0, 2), piecePath(1, 2), piecePath(0, 12)]).toEqual([
      'event/1/2',
      'event/2/2',
      'event/1/12',
    ]);
  });
});
