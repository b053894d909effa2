/** Fills an array with bits by chance. */
export type FillRandom = (words: Uint32Array<ArrayBuffer>) => void;

/** The CSPRNG. */
export const fillRandom: FillRandom = (words) => void crypto.getRandomValues(words);

const WORD = 2 ** 32;
/** 2^53: whole numbers below it are exact. */
const RANGE = Number.MAX_SAFE_INTEGER + 1;

/**
 * A whole number from 0 to `end - 1`, each equally likely: 53 bits, thrown away where they lie in the last, incomplete round. A draw is thrown
 * away with a chance below one half, so the loop ends after two draws in the mean.
 */
export function uniform(end: number, fill: FillRandom = fillRandom): number {
  if (!Number.isSafeInteger(end) || end < 1) throw new RangeError('end must be a whole number from 1');
  const whole = RANGE - (RANGE % end);
  const words = new Uint32Array(2);
  for (;;) {
    fill(words);
    const [low = 0, high = 0] = words;
    const drawn = (high >>> 11) * WORD + low;
    if (drawn < whole) return drawn % end;
  }
}
