import type { Span } from '../detector.ts';
import { NO_SPANS } from '../detector.ts';

/** The spans in ascending order; of two that overlap, the one that begins first. */
export function orderSpans(spans: readonly Span[]): readonly Span[] {
  if (spans.length === 0) return NO_SPANS;
  let free = 0;
  return spans
    .toSorted((left, right) => left.start - right.start || right.end - left.end)
    .filter(({ start, end }) => {
      const isFree = start >= free;
      if (isFree) free = end;
      return isFree;
    });
}
