/** A bound with room above what was seen: the next power of two above its double, and at least `min`. It tells no size that was seen. */
export function roomy(seen: number, min: number): number {
  return Math.max(min, 2 ** Math.ceil(Math.log2(Math.max(1, seen)) + 1));
}
