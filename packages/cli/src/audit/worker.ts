/** A thread that looks through chunks: started by the pool, told what to do by messages. */
import { parentPort, workerData } from 'node:worker_threads';
import type { InspectDone, InspectJob, InspectSettings } from './inspect-chunk.ts';
import { inspectChunk } from './inspect-chunk.ts';

// The pool is the only one that starts this thread, and it hands in these settings and sends these jobs.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
const settings = workerData as InspectSettings;

const port = parentPort;
port?.on('message', (job: InspectJob) => {
  const { buffer } = job.chunk.bytes;
  const done: InspectDone = { tally: inspectChunk(job, settings), buffer };
  port.postMessage(done, [buffer]);
});
