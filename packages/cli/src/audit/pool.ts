/** The threads that look through chunks. Each has two at hand, so that none waits; more are not read before. */
import { Worker } from 'node:worker_threads';
import type { InspectDone, InspectJob, InspectSettings } from './inspect-chunk.ts';

export interface Pool {
  /** Resolves once a thread has taken the job. The chunk's memory goes over to the thread, and comes back with its counts. */
  readonly take: (job: InspectJob) => Promise<void>;
  /** Resolves when every job is done. */
  readonly drain: () => Promise<void>;
  readonly end: () => Promise<void>;
}

const JOBS_EACH_MAX = 2;
/** Chunks are short-lived; without a bound the young generation of each thread grows with them. */
const RESOURCES = { maxOldGenerationSizeMb: 1024, maxYoungGenerationSizeMb: 3 } as const;

interface Thread {
  readonly worker: Worker;
  jobs: number;
}

/** Rejects from `take` and `drain` when a thread fails, which is a bug. */
export function createPool(size: number, settings: InspectSettings, done: (done: InspectDone) => void): Pool {
  const waiting = new Set<() => void>();
  let failure: unknown = null;
  const wake = (): void => {
    for (const each of waiting) each();
    waiting.clear();
  };
  const threads = Array.from({ length: size }, (): Thread => startThread(settings));
  for (const thread of threads) {
    thread.worker.on('message', (message: InspectDone) => {
      thread.jobs -= 1;
      done(message);
      wake();
    });
    thread.worker.on('error', (error) => {
      failure ??= error;
      wake();
    });
  }
  const until = async <T>(ready: () => T | undefined): Promise<T> => {
    for (;;) {
      if (failure !== null) throw new Error('a thread of the audit failed', { cause: failure });
      const found = ready();
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => waiting.add(resolve));
    }
  };
  return {
    take: async (job) => {
      const thread = await until(() => leastBusy(threads));
      thread.jobs += 1;
      thread.worker.postMessage(job, [job.chunk.bytes.buffer]);
    },
    drain: async () => void (await until(() => threads.every(({ jobs }) => jobs === 0) || undefined)),
    end: async () => void (await Promise.all(threads.map(({ worker }) => worker.terminate()))),
  };
}

function startThread(settings: InspectSettings): Thread {
  // The same module runs from source and as built.
  const file = import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js';
  const options = { env: {}, workerData: settings, resourceLimits: RESOURCES };
  return { worker: new Worker(new URL(file, import.meta.url), options), jobs: 0 };
}

function leastBusy(threads: readonly Thread[]): Thread | undefined {
  const [first] = threads.toSorted((left, right) => left.jobs - right.jobs);
  return first !== undefined && first.jobs < JOBS_EACH_MAX ? first : undefined;
}
