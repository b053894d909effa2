/**
 * What people may do about quarantined events: list them, fetch them sealed, bring them back opened, and discard them.
 *
 * State: none of its own but the order of changes, which come one after another. A replay is idempotent by record: an event leaves the
 * quarantine in the transaction that puts what became of it into the queue, so a crash at any moment leaves it in one place, and whoever
 * asks again is told that it is gone. Events are replayed in the order of acceptance; one that the plan still refuses stays where it is.
 */
import type { OpenedPayload } from '@headgate/api';
import type { ReceivedEvent, Outcome } from '@headgate/core';
import type { Release } from '../ingest/store.ts';
import type { Quarantine, QuarantineDepth, QuarantineHead } from '../queue/quarantined.ts';
import type { Clock, Log } from '../runtime.ts';
import { createSerial } from '../serial.ts';
import type { SnapshotHolder } from '../snapshot/snapshot.ts';
import type { QuarantineLimits } from './limits.ts';
import { listShapes, numbersOf, readPage } from './look-through.ts';
import type { Asked, Page, ShapeRow } from './look-through.ts';
import { isSame, readEvent } from './recognise.ts';

/** An event that somebody opened, to be accepted anew. */
export interface Replay extends OpenedPayload {
  readonly number: number;
}

/**
 * `replayed`: accepted anew. `refused`: the plan in force would still end it, as `outcome` says; it stays. `gone`: it was replayed,
 * discarded or too old. `altered`: it is not the event of that record; it stays. `waiting`: the queue is full; it stays.
 */
export type ReplayResult = 'replayed' | 'refused' | 'gone' | 'altered' | 'waiting';

export interface Replayed {
  readonly number: number;
  readonly result: ReplayResult;
  readonly outcome: Outcome | null;
}

export interface QuarantineReview {
  list(): Promise<{ readonly shapes: readonly ShapeRow[]; readonly depth: QuarantineDepth }>;
  page(asked: Asked): Promise<Page>;
  /** One result for each, in the order of the records' numbers. */
  replay(events: readonly Replay[]): Promise<readonly Replayed[]>;
  /** Gives back how many were there. */
  discard(shape: string): Promise<number>;
  /** For retention: forgets what was stored before a time. */
  forget(before: number): Promise<number>;
}

export interface ReviewParts {
  readonly quarantine: Quarantine;
  readonly release: Release;
  readonly snapshots: SnapshotHolder;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
  readonly limits: QuarantineLimits;
  /** Told how many events were replayed or discarded, once that is durable. */
  readonly counted: (result: 'replayed' | 'discarded', count: number) => void;
}

export function createReview(parts: ReviewParts): QuarantineReview {
  const { quarantine, limits, log, counted } = parts;
  const serial = createSerial();
  return {
    list: async () => ({ shapes: await listShapes(quarantine), depth: quarantine.depth() }),
    page: (asked) => readPage(quarantine, asked, limits),
    replay: (events) => serial(() => replayAll(parts, events)),
    discard: (shape) =>
      serial(async () => {
        const count = await quarantine.remove(await numbersOf(quarantine, shape));
        if (count > 0) {
          log.write('quarantine-discarded', { count });
          counted('discarded', count);
        }
        return count;
      }),
    forget: (before) => serial(() => quarantine.removeBefore(before)),
  };
}

/** Events that can be accepted in one step: of one source, by one protocol. */
interface Run {
  readonly head: QuarantineHead;
  readonly numbers: number[];
  readonly events: ReceivedEvent[];
}

async function replayAll(parts: ReviewParts, events: readonly Replay[]): Promise<readonly Replayed[]> {
  const results: Replayed[] = [];
  const runs: Run[] = [];
  for (const event of events.toSorted((left, right) => left.number - right.number)) {
    const fault = addToRuns(parts.quarantine, event, runs);
    if (fault !== null) results.push({ number: event.number, result: fault, outcome: null });
  }
  let isFull = false;
  for (const run of runs) {
    const made: readonly Replayed[] = isFull ? allOf(run, 'waiting') : await replayRun(parts, run);
    // What comes later must not overtake what waits.
    isFull ||= made.some(({ result }) => result === 'waiting');
    results.push(...made);
  }
  const count = results.filter(({ result }) => result === 'replayed').length;
  if (count > 0) {
    parts.log.write('quarantine-released', { count });
    parts.counted('replayed', count);
  }
  return results.toSorted((left, right) => left.number - right.number);
}

function addToRuns(quarantine: Quarantine, event: Replay, runs: Run[]): 'gone' | 'altered' | null {
  const record = quarantine.find(event.number);
  const last = runs.at(-1);
  // Named twice: the second finds what the first will have taken.
  if (record === null || last?.numbers.at(-1) === event.number) return 'gone';
  const { head } = record;
  if (!isSame(event, head.mac)) return 'altered';
  const run = last !== undefined && isOneRun(last.head, head) ? last : { head, numbers: [], events: [] };
  if (run !== last) runs.push(run);
  run.numbers.push(event.number);
  run.events.push(readEvent(event));
  return null;
}

function isOneRun(left: QuarantineHead, right: QuarantineHead): boolean {
  return (
    left.source.id === right.source.id &&
    left.source.environment === right.source.environment &&
    left.protocol === right.protocol
  );
}

async function replayRun(parts: ReviewParts, run: Run): Promise<readonly Replayed[]> {
  const { head, numbers, events } = run;
  const { source, protocol } = head;
  const { plans, canary } = parts.snapshots.current();
  const plan = plans[source.environment];
  const receivedAt = parts.clock.now();
  const batch = { source, plan, canary, events, malformed: 0, opaque: 0, receivedAt };
  const released = await parts.release(batch, protocol, numbers);
  if (released === 'full') return allOf(run, 'waiting');
  if (released === 'gone')
    throw new Error('A quarantined event left while changes were to come one after another.');
  return numbers.map((number, at) => {
    const reviewed = released[at];
    return reviewed === undefined || reviewed.kind === 'accepted'
      ? { number, result: 'replayed', outcome: null }
      : { number, result: 'refused', outcome: reviewed.outcome };
  });
}

function allOf({ numbers }: Run, result: ReplayResult): readonly Replayed[] {
  return numbers.map((number) => ({ number, result, outcome: null }));
}
