/**
 * The band that a number falls in, in the words of the gateway's `bucket`: bounds 0, 20, 50 give `<0`, `0-20`, `20-50` and `50+`; a band
 * holds its lower bound. Undefined for what is no finite number. Throws a RangeError where the bounds do not rise.
 */
export function bucket(value: number, bounds: readonly number[]): string | undefined {
  const rises = bounds.every((bound, at) => Number.isFinite(bound) && bound > (bounds[at - 1] ?? -Infinity));
  if (bounds.length === 0 || !rises) throw new RangeError('bounds must be finite, and rise');
  if (!Number.isFinite(value)) return undefined;
  const at = bounds.findLastIndex((bound) => value >= bound);
  if (at < 0) return `<${bounds[0]}`;
  const next = bounds[at + 1];
  return next === undefined ? `${bounds[at]}+` : `${bounds[at]}-${next}`;
}
