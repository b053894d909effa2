/** Hands inputs to a candidate in its thread, and ends the thread when its time is up. */
import type { Json } from '@headgate/core';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Output } from './score.ts';

export interface Run {
  readonly outputs: readonly Output[];
  /** CPU time of the thread. */
  readonly seconds: number;
}

export interface Runner {
  /** Null where the candidate was not done in time; the next call begins with a new thread. */
  readonly run: (inputs: readonly Json[], secondsMax: number) => Promise<Run | null>;
  readonly close: () => Promise<void>;
}

export function openRunner(candidate: string): Runner {
  let worker: Worker | null = null;
  const close = async (): Promise<void> => {
    await worker?.terminate();
    worker = null;
  };
  return {
    close,
    run: async (inputs, secondsMax) => {
      worker ??= new Worker(new URL('worker.ts', import.meta.url), {
        workerData: candidate,
        // Libraries that greet or warn must not write into the table.
        stdout: true,
        stderr: true,
      });
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- that is for windows; a thread has no origin.
      worker.postMessage({ inputs });
      const signal = AbortSignal.timeout(secondsMax * 1000);
      const answered = await once(worker, 'message', { signal }).catch((error: unknown) => {
        if (signal.aborted) return null;
        throw error;
      });
      if (answered === null) {
        await close();
        return null;
      }
      const [{ outputs, seconds }] = answered as [{ outputs: string; seconds: number }];
      return { outputs: JSON.parse(outputs) as readonly Output[], seconds };
    },
  };
}
