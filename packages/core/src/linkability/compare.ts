/** The ratchet: what has become more linkable since a baseline was written. */
import type { Join, Level, PairReport } from './measure.ts';

/** `mixpanel + segment` → `time+quasi 1m` → shares. */
export type LinkabilityBaseline = Readonly<Record<string, Readonly<Record<string, LinkableShares>>>>;

export interface LinkableShares {
  readonly events: number;
  readonly people: number;
}

export interface Rise {
  readonly pair: string;
  readonly join: Join;
  readonly level: Level | null;
  readonly of: 'events' | 'people';
  readonly before: number;
  readonly after: number;
}

export function baselineOf(pairs: readonly PairReport[]): LinkabilityBaseline {
  return Object.fromEntries(
    pairs.map((pair) => [
      pairName(pair),
      Object.fromEntries(
        pair.measures.map(({ join, level, events, people }) => [
          measureName(join, level),
          { events, people },
        ]),
      ),
    ]),
  );
}

/** A pair or measure that the baseline does not know rises from nothing. */
export function risesOver(
  pairs: readonly PairReport[],
  baseline: LinkabilityBaseline,
  tolerance: number,
): readonly Rise[] {
  return pairs.flatMap((pair) => {
    const known = baseline[pairName(pair)];
    return pair.measures.flatMap(({ join, level, ...now }) => {
      const before = known?.[measureName(join, level)] ?? { events: 0, people: 0 };
      return (['events', 'people'] as const).flatMap((of): Rise[] =>
        now[of] > before[of] + tolerance
          ? [{ pair: pairName(pair), join, level, of, before: before[of], after: now[of] }]
          : [],
      );
    });
  });
}

function pairName({ vendors }: Pick<PairReport, 'vendors'>): string {
  return vendors.join(' + ');
}

function measureName(join: Join, level: Level | null): string {
  return level === null ? join : `${join} ${level}`;
}
