/** Delivers every lane, each at its own pace: lanes share nothing but the queue. */
import type { Clock, Log, Random } from '../runtime.ts';
import type { Lane, Queue } from '../queue/queue.ts';
import type { VendorStates } from '../snapshot/vendor-states.ts';
import { startLane } from './lane.ts';
import type { LaneStatus, RunningLane } from './lane.ts';
import type { DeliverLimits } from './limits.ts';
import type { Sink } from './sink.ts';

export interface DelivererParts {
  readonly lanes: readonly { readonly lane: Lane; readonly sink: Sink }[];
  readonly queue: Queue;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly states: VendorStates;
  readonly limits: DeliverLimits;
}

export interface Deliverer {
  /** Begins to deliver what waits and what comes. Once. */
  start(): void;
  /** Begins nothing new, and waits for what is under way up to `stopMsMax`. The queue is to be closed after it. */
  stop(): Promise<void>;
  status(): readonly LaneStatus[];
}

/** Makes a deliverer that does nothing before `start`. */
export function createDeliverer(parts: DelivererParts): Deliverer {
  const running: RunningLane[] = [];
  return {
    start: () => {
      if (running.length > 0) throw new Error('The deliverer was started already.');
      running.push(...parts.lanes.map(({ lane, sink }) => startLane({ ...parts, lane, sink })));
    },
    stop: async () => {
      const over = new AbortController();
      const stopped = Promise.all(running.map((lane) => lane.stop()));
      await Promise.race([stopped, parts.clock.sleep(parts.limits.stopMsMax, over.signal)]);
      over.abort();
    },
    status: () => running.map((lane) => lane.status()),
  };
}
