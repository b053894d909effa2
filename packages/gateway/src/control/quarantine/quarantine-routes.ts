/** Quarantined events: list, fetch, replay, discard. Nothing is opened here. */
import type { QuarantineAnswer, QuarantinedRecord, QuarantineReplayAnswer } from '@headgate/api';
import type { Environment, QuarantineCause } from '@headgate/core';
import { Refused } from '../http/refuse.ts';
import type { Handlers } from '../http/server.ts';

/** What is known of events without opening them, as the gateway keeps it. */
interface Known {
  readonly shape: string;
  readonly cause: QuarantineCause;
  readonly source: { readonly id: string; readonly environment: Environment };
  readonly planned: string | null;
  readonly group: string;
}

interface Row extends Known {
  readonly events: number;
  readonly bytes: number;
  readonly firstAt: number;
  readonly lastAt: number;
}

interface StoredRecord {
  readonly number: number;
  readonly storedAt: number;
  readonly head: Known & { readonly eventId: string };
  readonly texts: readonly string[];
}

interface Replay {
  readonly number: number;
  readonly proof: string;
  readonly json: string;
}

/** The quarantine as people deal with it; said again here because control knows nothing of the data plane. */
interface Review {
  list(): Promise<{
    readonly shapes: readonly Row[];
    readonly depth: { readonly records: number; readonly bytes: number };
  }>;
  page(asked: {
    readonly shape: string | null;
    readonly after: number;
    readonly limit: number;
  }): Promise<{ readonly records: readonly StoredRecord[]; readonly next: number | null }>;
  replay(events: readonly Replay[]): Promise<readonly QuarantineReplayAnswer['results'][number][]>;
  discard(shape: string): Promise<number>;
}

export interface QuarantineRouteParts {
  readonly review: Review;
  readonly limits: {
    readonly bytesMax: number;
    readonly shapesMax: number;
    readonly pageRecordsMax: number;
  };
}

type Routes = 'quarantine' | 'quarantineFetch' | 'quarantineReplay' | 'quarantineDiscard';

export function quarantineHandlers({ review, limits }: QuarantineRouteParts): Pick<Handlers, Routes> {
  return {
    quarantine: async (): Promise<QuarantineAnswer> => {
      const { shapes, depth } = await review.list();
      return {
        shapes: shapes.slice(0, limits.shapesMax).map((row) => {
          const { events, bytes, firstAt, lastAt } = row;
          return { ...knownOf(row), events, bytes, firstAt, lastAt };
        }),
        hidden: Math.max(0, shapes.length - limits.shapesMax),
        events: depth.records,
        bytes: depth.bytes,
        bytesMax: limits.bytesMax,
      };
    },
    quarantineFetch: async ({ body: { shape = null, after, limit } }) => {
      const { records, next } = await review.page({ shape, after, limit });
      return { records: records.map(answerOf), next };
    },
    quarantineReplay: async ({ body: { events } }) => {
      if (events.length > limits.pageRecordsMax) throw new Refused('too-large');
      const replays = events.map(({ number, proof, event }) => ({ number, proof, json: event }));
      return { results: [...(await review.replay(replays))] };
    },
    quarantineDiscard: async ({ body: { shape } }) => ({ discarded: await review.discard(shape) }),
  };
}

function answerOf({ number, storedAt, head, texts }: StoredRecord): QuarantinedRecord {
  return { number, storedAt, ...knownOf(head), eventId: head.eventId, texts: [...texts] };
}

function knownOf({
  shape,
  cause,
  source,
  planned,
  group,
}: Known): Omit<QuarantinedRecord, 'number' | 'storedAt' | 'eventId' | 'texts'> {
  return { shape, cause, source: source.id, environment: source.environment, event: planned, group };
}
