/** Delivers to a vendor over HTTP: events → requests → door → readings → one result for each event. */
import { createHmac } from 'node:crypto';
import type { CleanEvent, ConnectedVendor, VendorRequest, VendorTools } from '@headgate/core';
import type { Clock } from '../runtime.ts';
import { stepFor } from './batch.ts';
import type { Step } from './batch.ts';
import type { DeliverLimits } from './limits.ts';
import { pick, runTasks } from './run-tasks.ts';
import type { Task } from './run-tasks.ts';
import type { Door } from './send.ts';
import type { Sink } from './sink.ts';

export interface HttpSinkOptions {
  readonly vendor: ConnectedVendor;
  readonly door: Door;
  readonly clock: Clock;
  readonly limits: Pick<DeliverLimits, 'requestsMax'>;
}

/** Makes the sink. Events that the vendor's mapping puts into no request are refused: it has no form for them. */
export function createHttpSink(options: HttpSinkOptions): Sink {
  const { vendor, limits } = options;
  return {
    batch: vendor.batch,
    deliver: (events, signal) =>
      runTasks({
        count: events.length,
        prepare: (positions) => tasksOf(positions, events, options),
        requestsMax: limits.requestsMax,
        signal,
      }),
  };
}

function tasksOf(
  positions: readonly number[],
  events: readonly CleanEvent[],
  options: HttpSinkOptions,
): readonly Task[] {
  const { vendor, clock } = options;
  return vendor.toRequests(pick(events, positions), toolsOf(clock)).map((request) => ({
    positions: pick(positions, request.carries),
    attempt: () => ask(request, options),
  }));
}

/** Asks the vendor, unless the request is too large to be worth sending. */
async function ask(request: VendorRequest, { vendor, door, clock }: HttpSinkOptions): Promise<Step> {
  const count = request.carries.length;
  if (count > 1 && Buffer.byteLength(request.body) > vendor.batch.bytesMax) return { kind: 'halve' };
  const sent = await door.send(request);
  if (sent.kind === 'failed') {
    return { kind: 'hold', hold: { kind: 'later', waitMs: null, cause: sent.cause } };
  }
  const reading = vendor.readAnswer(sent.answer, request, toolsOf(clock));
  return stepFor(reading, count, sent.answer.status);
}

function toolsOf(clock: Clock): VendorTools {
  return {
    now: clock.now(),
    hmacBase64: (keyBase64, text) =>
      createHmac('sha256', Buffer.from(keyBase64, 'base64')).update(text, 'utf8').digest('base64'),
  };
}
