/**
 * Which source a request speaks for, and whether it may.
 *
 * State: an index of the sources of the snapshot in force, made anew when the snapshot changes, and one token bucket
 * per source, carried over from the index before. A crash forgets the buckets: every source starts with a full one.
 */
import { hash } from 'node:crypto';
import type { Refusal, Source } from '@headgate/core';
import type { Snapshot, SnapshotHolder, SourceInForce } from '../snapshot/snapshot.ts';
import { fillBucket, takeEvents } from './rate-limit.ts';
import type { Bucket } from './rate-limit.ts';

export type SourceFinding =
  | { readonly kind: 'found'; readonly source: Source }
  | { readonly kind: 'refused'; readonly refusal: Extract<Refusal, 'bad-key' | 'bad-origin'> };

/** One snapshot with its sources indexed: everything that one request may ask, from one and the same plan. */
export interface SourcesInForce {
  readonly snapshot: Snapshot;
  /** `key` is null where the request shows none, `origin` undefined where it comes from no page. */
  readonly find: (key: string | null, origin: string | undefined) => SourceFinding;
  readonly knows: (key: string) => boolean;
  /** Whether any source takes requests from pages of this origin; all that can be known before the key is read. */
  readonly allowsOrigin: (origin: string) => boolean;
  /** Takes events out of the source's rate. 0, or the milliseconds to wait; nothing is taken then. */
  readonly waitMsFor: (source: Source, count: number, now: number) => number;
}

/** Gives the sources of the snapshot in force at the moment of the call. */
export function createSourceFinder(snapshots: SnapshotHolder, burstSeconds: number): () => SourcesInForce {
  let buckets = new Map<string, Bucket>();
  let sources: SourcesInForce | null = null;
  return () => {
    const snapshot = snapshots.current();
    if (sources?.snapshot !== snapshot) {
      buckets = keepBuckets(buckets, snapshot.sources);
      sources = indexSources(snapshot, buckets, burstSeconds);
    }
    return sources;
  };
}

function indexSources(
  snapshot: Snapshot,
  buckets: Map<string, Bucket>,
  burstSeconds: number,
): SourcesInForce {
  const byDigest = new Map(snapshot.sources.map((entry) => [digestOf(entry.writeKey), entry]));
  const byName = new Map(snapshot.sources.map((entry) => [nameOf(entry.source), entry]));
  const origins = new Set(snapshot.sources.flatMap((entry) => entry.origins ?? []));
  const anyOrigin = snapshot.sources.some((entry) => entry.origins === null);

  return {
    snapshot,
    find: (key, origin) => {
      const entry = key === null ? undefined : byDigest.get(digestOf(key));
      if (entry === undefined) return { kind: 'refused', refusal: 'bad-key' };
      const allowed = origin === undefined || entry.origins === null || entry.origins.includes(origin);
      return allowed ? { kind: 'found', source: entry.source } : { kind: 'refused', refusal: 'bad-origin' };
    },
    knows: (key) => byDigest.has(digestOf(key)),
    allowsOrigin: (origin) => anyOrigin || origins.has(origin),
    waitMsFor: (source, count, now) => {
      const name = nameOf(source);
      const limit = { eventsPerSecond: byName.get(name)?.eventsPerSecondMax ?? 0, burstSeconds };
      const taking = takeEvents(buckets.get(name) ?? fillBucket(limit, now), limit, count, now);
      if (taking.kind === 'wait') return taking.waitMs;
      buckets.set(name, taking.bucket);
      return 0;
    },
  };
}

/** A published plan must neither refill the buckets nor keep those of sources that are gone. */
function keepBuckets(
  buckets: ReadonlyMap<string, Bucket>,
  sources: readonly SourceInForce[],
): Map<string, Bucket> {
  const kept = new Map<string, Bucket>();
  for (const { source } of sources) {
    const bucket = buckets.get(nameOf(source));
    if (bucket !== undefined) kept.set(nameOf(source), bucket);
  }
  return kept;
}

/**
 * Keys are looked up by digest, so that the time of a look-up depends on the digest of the guess, which the guesser
 * cannot steer towards that of a real key, and not on how many leading characters of a key were guessed right.
 */
function digestOf(key: string): string {
  return hash('sha256', key, 'base64');
}

function nameOf(source: Source): string {
  return `${source.environment}/${source.id}`;
}
