/** What ingest is handed by the composition root. Types alone. */
import type { FoundEndpoint, SealedEvent, WireRequest } from '@headgate/core';
import type { Queue } from '../queue/queue.ts';
import type { Clock, Log, Random } from '../runtime.ts';
import type { SnapshotHolder } from '../snapshot/snapshot.ts';
import type { Hold, Tap } from './collect.ts';
import type { IngestLimits } from './limits.ts';
import type { IngestMetrics } from './metrics.ts';

export interface IngestParts {
  /** Of Headgate, shown at `/`. */
  readonly version: string;
  /** The endpoint at a path without trailing slash, or null. */
  readonly findEndpoint: (path: string, headers: WireRequest['headers']) => FoundEndpoint | null;
  readonly snapshots: SnapshotHolder;
  readonly queue: Pick<Queue, 'append'>;
  /** Makes what was sealed of events durable, before they go into the queue. Rejects when it could not be written. */
  readonly keepSealed: (events: readonly SealedEvent[], storedAt: number) => Promise<'stored' | 'full'>;
  readonly isCut: (vendor: string) => boolean;
  readonly tap: Tap;
  readonly hold: Hold;
  readonly clock: Pick<Clock, 'now'>;
  readonly random: Pick<Random, 'uuid'>;
  readonly log: Log;
  readonly metrics: IngestMetrics;
  /** Hosts that requests may name, lower case: `name` for any port, or `name:port`; null allows any host. */
  readonly hostsAllowed: readonly string[] | null;
  readonly limits: IngestLimits;
}
