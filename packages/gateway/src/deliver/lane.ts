/**
 * Delivers one lane: one vendor in one environment. Each partition has its own loop and at most one delivery under way, so
 * the events of a subject keep their order and what is being retried holds up its own partition only.
 *
 * State, in memory: the breaker (shared by the partitions, because they knock at the same vendor), the time before which the
 * vendor asked for nothing, and for each partition what it retries. A crash forgets it all; the queue still has the events,
 * and the first answers teach it again.
 */
import type { Clock, Log, LogFields, Random } from '../runtime.ts';
import { causeOf } from '../runtime.ts';
import type { Lane, Lease, Queue } from '../queue/queue.ts';
import type { VendorStates } from '../snapshot/vendor-states.ts';
import { createBell } from './bell.ts';
import type { Bell } from './bell.ts';
import { begun, CLOSED, failed, unauthorised, undecided, waitOf } from './breaker.ts';
import type { Breaker } from './breaker.ts';
import { conclude } from './conclude.ts';
import type { Conclusion, Retry } from './conclude.ts';
import { entriesOf } from './entries.ts';
import type { DeliverLimits } from './limits.ts';
import type { Delivery, HoldCause, Sink } from './sink.ts';

export interface LaneParts {
  readonly lane: Lane;
  readonly sink: Sink;
  readonly queue: Queue;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly states: VendorStates;
  readonly limits: DeliverLimits;
}

export interface LaneStatus {
  readonly lane: Lane;
  readonly breaker: Breaker;
  /** When the vendor last confirmed an event; milliseconds since 1970, null when not since the start. */
  readonly lastDeliveredAt: number | null;
  /** Why nothing is sent, if that is so. `asked`: the vendor's Retry-After. */
  readonly waiting: 'cut' | 'failing' | 'unauthorised' | 'asked' | null;
  /** Why the latest delivery kept events; null when it kept none. */
  readonly cause: HoldCause | null;
}

export interface RunningLane {
  status(): LaneStatus;
  /** Begins nothing new. Resolves when what was under way is settled. */
  stop(): Promise<void>;
}

/** What the partitions of a lane share. */
interface LaneState {
  breaker: Breaker;
  notBeforeMs: number;
  lastDeliveredAt: number | null;
  cause: HoldCause | null;
  isStopping: boolean;
  /** Aborts when no further request may begin: the vendor is cut, or the lane stops. */
  sending: AbortController;
}

interface Room extends LaneParts {
  readonly state: LaneState;
  /** Rings when events came, and with `changes`. */
  readonly arrivals: Bell;
  /** Rings when the vendor or the breaker changed, or the lane stops. Apart, so that events wake nobody who waits for a vendor. */
  readonly changes: Bell;
}

/** Starts the loops of a lane. */
export function startLane(parts: LaneParts): RunningLane {
  const state: LaneState = {
    breaker: CLOSED,
    notBeforeMs: 0,
    lastDeliveredAt: null,
    cause: null,
    isStopping: false,
    sending: new AbortController(),
  };
  const { clock } = parts;
  const room: Room = { ...parts, state, arrivals: createBell(clock), changes: createBell(clock) };
  const stopListening = [
    parts.queue.onAppend(parts.lane, () => room.arrivals.ring()),
    parts.states.onChange(({ vendor, state: to }) => {
      if (vendor !== parts.lane.vendor) return;
      if (to === 'cut') state.sending.abort();
      else if (!state.isStopping) state.sending = new AbortController();
      changed(room);
    }),
  ];
  const partitions = Array.from({ length: parts.queue.partitions }, (_, partition) => partition);
  const loops = Promise.all([drainWhileCut(room), ...partitions.map((each) => runPartition(room, each))]);

  return {
    status: () => statusOf(room),
    stop: async () => {
      state.isStopping = true;
      state.sending.abort();
      for (const stop of stopListening) stop();
      changed(room);
      await loops;
    },
  };
}

async function runPartition(room: Room, partition: number): Promise<void> {
  const { state, arrivals, changes, sink } = room;
  let retry: Retry | null = null;
  let lingers = false;
  while (!state.isStopping) {
    const arrived = arrivals.rings;
    const turned = changes.rings;
    const waitMs = pauseOf(room, retry);
    if (isCut(room)) retry = null;
    if (isCut(room) || waitMs !== 0) {
      await changes.wait(isCut(room) ? null : waitMs, turned);
      continue;
    }
    if (lingers) {
      lingers = false;
      await linger(room);
      continue;
    }
    const eventsMax = retry?.count ?? sink.batch.eventsMax;
    const lease = room.queue.lease(room.lane, partition, { eventsMax, bytesMax: sink.batch.bytesMax });
    if (lease === null) {
      retry = null;
      await arrivals.wait(null, arrived);
      lingers = true;
      continue;
    }
    const isQuiet = lease.events.length < eventsMax && !isBehind(room, lease);
    retry = await deliver(room, lease, retry);
    lingers = isQuiet && retry === null;
  }
}

/** Whether events wait longer than gathering explains: then a batch that is not full was full by bytes, or the vendor is slow. */
function isBehind(room: Room, lease: Lease): boolean {
  return room.clock.now() - lease.storedAt >= 2 * lingerMsOf(room);
}

/** Lets events gather. New events do not end it, a stop and a cut do. */
async function linger(room: Room): Promise<void> {
  const lingerMs = lingerMsOf(room);
  if (lingerMs > 0) await room.clock.sleep(lingerMs, room.state.sending.signal);
}

function lingerMsOf({ sink, limits }: Room): number {
  return sink.lingerMs ?? limits.lingerMs;
}

/** Milliseconds until this partition may send; 0 is now; null: until something changes. */
function pauseOf({ state, clock }: Room, retry: Retry | null): number | null {
  const nowMs = clock.now();
  const breakerMs = waitOf(state.breaker, nowMs);
  if (breakerMs === null) return null;
  return Math.max(0, breakerMs, state.notBeforeMs - nowMs, (retry?.notBeforeMs ?? 0) - nowMs);
}

async function deliver(room: Room, lease: Lease, retry: Retry | null): Promise<Retry | null> {
  const { state, clock, random, limits } = room;
  state.breaker = begun(state.breaker);
  const delivery = await attempt(room, lease);
  const nowMs = clock.now();
  const concluding = { lease, delivery, isCut: isCut(room), retry, nowMs, fraction: random.fraction() };
  const conclusion = conclude(concluding, limits);
  learn(room, delivery, conclusion, nowMs);
  await settle(room, lease, conclusion);
  return conclusion.retry;
}

async function attempt({ sink, state }: Room, lease: Lease): Promise<Delivery> {
  try {
    return await sink.deliver(lease.events, state.sending.signal);
  } catch {
    const hold = { kind: 'later', waitMs: null, cause: 'internal' } as const;
    return { results: lease.events.map(() => 'kept'), hold };
  }
}

/** What a delivery teaches about the vendor. */
function learn(room: Room, delivery: Delivery, conclusion: Conclusion, nowMs: number): void {
  const { state, limits } = room;
  const { hold } = delivery;
  const before = state.breaker;
  state.breaker = breakerAfter(delivery, before, nowMs, limits);
  if (conclusion.delivered > 0) state.lastDeliveredAt = nowMs;
  if (hold?.kind === 'later' && hold.waitMs !== null) {
    state.notBeforeMs = nowMs + Math.min(hold.waitMs, limits.retryAfterMsMax);
  }
  const cause = hold?.kind === 'later' ? hold.cause : null;
  report(room, before, cause, hold?.kind === 'unauthorised' ? { status: hold.status } : {});
  state.cause = cause;
  if (before !== state.breaker) changed(room);
}

function breakerAfter(
  { hold, results }: Delivery,
  before: Breaker,
  nowMs: number,
  limits: DeliverLimits,
): Breaker {
  switch (hold?.kind) {
    case 'later': {
      const hasProgress = results.some((result) => result !== 'kept');
      return hasProgress ? CLOSED : failed(before, nowMs, limits);
    }
    case 'unauthorised':
      return unauthorised(before, nowMs, limits);
    case 'stopped':
      return undecided(before, nowMs);
    case 'more':
    case undefined:
      return CLOSED;
  }
}

/** Logs a change once, however often it is met again. */
function report(room: Room, before: Breaker, cause: HoldCause | null, fields: LogFields): void {
  const { log, state, lane, clock } = room;
  const after = state.breaker;
  const named = { vendor: lane.vendor, environment: lane.environment, ...fields };
  const isRefusal = cause === 'unregistered-host' || cause === 'forbidden-address' || cause === 'redirect';
  if (isRefusal && state.cause !== cause) log.write('egress-refused', { ...named, cause });
  if (before.kind !== 'closed' && after.kind === 'closed') log.write('vendor-recovered', named);
  if (after.kind !== 'open') return;
  if (before.kind !== 'closed' && before.reason === after.reason) return;
  const waitMs = after.untilMs - clock.now();
  if (after.reason === 'unauthorised') log.write('vendor-unauthorised', { ...named, waitMs });
  else log.write('vendor-failing', { ...named, waitMs, ...(cause === null ? {} : { cause }) });
}

/** Settles until it is done: sending the same events again because the disk failed would double them at the vendor. */
async function settle(room: Room, lease: Lease, { settlement }: Conclusion): Promise<void> {
  const { queue, lane, log } = room;
  await persist(room, () => queue.settle(lease, settlement));
  const { dead } = settlement;
  if (dead.length > 0) {
    log.write('events-dead', { vendor: lane.vendor, environment: lane.environment, count: dead.length });
  }
  // What a settlement kept while the vendor was being cut is for the drain.
  if (isCut(room)) room.arrivals.ring();
}

/** Ends what waits as long as the vendor is cut; whatever was appended meanwhile rings the bell. */
async function drainWhileCut(room: Room): Promise<void> {
  const { state, arrivals, changes, queue, lane, clock } = room;
  while (!state.isStopping) {
    const arrived = arrivals.rings;
    const turned = changes.rings;
    if (isCut(room)) {
      const entries = (cut: number): ReturnType<typeof entriesOf> =>
        entriesOf({ lane, nowMs: clock.now(), delivered: [], dead: [], cut });
      await persist(room, () => queue.drain(lane, entries));
      await arrivals.wait(null, arrived);
    } else await changes.wait(null, turned);
  }
}

/** Repeats a write of the queue until it holds, or until the lane stops: then the queue gives the events out again. */
async function persist(room: Room, write: () => Promise<unknown>): Promise<void> {
  const { log, lane, clock, limits, state } = room;
  for (;;) {
    try {
      await write();
      return;
    } catch (error) {
      log.write('queue-failing', {
        vendor: lane.vendor,
        environment: lane.environment,
        cause: causeOf(error),
      });
      if (state.isStopping) return;
      await clock.sleep(limits.retryWaitMs);
    }
  }
}

/** Wakes everybody, whatever they wait for. */
function changed({ arrivals, changes }: Room): void {
  changes.ring();
  arrivals.ring();
}

function isCut({ states, lane }: Room): boolean {
  return states.isCut(lane.vendor);
}

function statusOf(room: Room): LaneStatus {
  const { state, lane, clock } = room;
  const { breaker, lastDeliveredAt, cause } = state;
  return { lane, breaker, lastDeliveredAt, cause, waiting: waitingFor(room, clock.now()) };
}

function waitingFor(room: Room, nowMs: number): LaneStatus['waiting'] {
  const { breaker, notBeforeMs } = room.state;
  if (isCut(room)) return 'cut';
  if (breaker.kind !== 'closed') return breaker.reason;
  return notBeforeMs > nowMs ? 'asked' : null;
}
