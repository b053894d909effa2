/** One candidate in a thread of its own, so that one that hangs can be ended from outside. */
import type { Json } from '@headgate/core';
import { parentPort, workerData } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import type { Candidate } from './candidate.ts';
import { loadHeadgate } from './headgate.ts';
import { RIVALS } from './rivals/index.ts';
import { loadRival } from './rivals/install.ts';
import type { Output } from './score.ts';

/** What the thread is asked: to scrub all of these, in order. */
interface Job {
  readonly inputs: readonly Json[];
}

async function open(name: string): Promise<Candidate> {
  const rival = RIVALS.find((each) => each.package === name);
  return rival === undefined ? loadHeadgate() : loadRival(rival);
}

async function scrubAll({ scrub }: Candidate, inputs: readonly Json[]): Promise<readonly Output[]> {
  const outputs: Output[] = [];
  for (const input of inputs) {
    try {
      outputs.push({ event: await scrub(structuredClone(input)) });
    } catch {
      outputs.push(null);
    }
  }
  return outputs;
}

async function answer(port: MessagePort, candidate: Candidate, inputs: readonly Json[]): Promise<void> {
  const { user, system } = process.threadCpuUsage();
  const outputs = await scrubAll(candidate, inputs);
  const after = process.threadCpuUsage();
  const seconds = (after.user + after.system - user - system) / 1e6;
  // Through JSON, as an event goes on: what is undefined there is gone.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- that is for windows; a thread has no origin.
  port.postMessage({ outputs: JSON.stringify(outputs), seconds });
}

if (parentPort !== null) {
  const port = parentPort;
  const candidate = await open(String(workerData));
  // What rejects here ends the thread, and the runner says so.
  port.on('message', ({ inputs }: Job) => void answer(port, candidate, inputs));
}
