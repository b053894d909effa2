/** Delivers to a vendor over HTTP: events → requests → door → readings → one result for each event. */
import { createHmac } from 'node:crypto';
import type { CleanEvent, ConnectedVendor, VendorRequest, VendorTools } from '@headgate/core';
import type { Clock } from '../runtime.ts';
import { halve, stepFor } from './batch.ts';
import type { Step } from './batch.ts';
import type { DeliverLimits } from './limits.ts';
import type { Door } from './send.ts';
import type { DeliveryResult, Hold, Sink } from './sink.ts';

export interface HttpSinkOptions {
  readonly vendor: ConnectedVendor;
  readonly door: Door;
  readonly clock: Clock;
  readonly limits: Pick<DeliverLimits, 'requestsMax'>;
}

/** One request and the positions, among all events of the delivery, that it carries. */
interface Task {
  readonly request: VendorRequest;
  readonly positions: readonly number[];
}

/** Makes the sink. Events that the vendor's mapping puts into no request are refused: it has no form for them. */
export function createHttpSink(options: HttpSinkOptions): Sink {
  const { vendor } = options;
  return {
    batch: vendor.batch,
    deliver: async (events, signal) => {
      const results = events.map((): DeliveryResult => 'refused');
      const prepare = (positions: readonly number[]): Task[] => tasksOf(positions, events, options);
      let tasks = prepare(events.map((_, position) => position));
      let hold: Hold | null = null;
      for (let sent = 0; tasks.length > 0 && hold === null; sent++) {
        const [task, ...rest] = tasks;
        if (task === undefined) break;
        const step = await stepOf(task, { sent, signal }, options);
        if (step.kind === 'hold') hold = step.hold;
        else tasks = step.kind === 'halve' ? [...halve(task.positions).flatMap(prepare), ...rest] : rest;
        if (step.kind === 'done') note(results, task.positions, step.results);
      }
      for (const { positions } of tasks) note(results, positions, []);
      return { results, hold };
    },
  };
}

/** Asks the vendor, unless the delivery must end here or the request is too large to be worth sending. */
async function stepOf(
  { request, positions }: Task,
  delivery: { readonly sent: number; readonly signal: AbortSignal },
  options: HttpSinkOptions,
): Promise<Step> {
  const { vendor, door, limits } = options;
  if (delivery.signal.aborted) return { kind: 'hold', hold: { kind: 'stopped' } };
  if (delivery.sent >= limits.requestsMax) return { kind: 'hold', hold: { kind: 'more' } };
  if (positions.length > 1 && Buffer.byteLength(request.body) > vendor.batch.bytesMax)
    return { kind: 'halve' };
  const sent = await door.send(request);
  if (sent.kind === 'failed') {
    return { kind: 'hold', hold: { kind: 'later', waitMs: null, cause: sent.cause } };
  }
  const reading = vendor.readAnswer(sent.answer, request, toolsOf(options.clock));
  return stepFor(reading, request, sent.answer.status);
}

function tasksOf(
  positions: readonly number[],
  events: readonly CleanEvent[],
  { vendor, clock }: HttpSinkOptions,
): Task[] {
  const chosen: CleanEvent[] = [];
  const places: number[] = [];
  for (const position of positions) {
    const event = events[position];
    if (event === undefined) continue;
    chosen.push(event);
    places.push(position);
  }
  return vendor.toRequests(chosen, toolsOf(clock)).map((request) => ({
    request,
    positions: request.carries.flatMap((place) => places[place] ?? []),
  }));
}

/** Positions without a result of their own are kept. */
function note(
  results: DeliveryResult[],
  positions: readonly number[],
  given: readonly DeliveryResult[],
): void {
  positions.forEach((position, place) => {
    results[position] = given[place] ?? 'kept';
  });
}

function toolsOf(clock: Clock): VendorTools {
  return {
    now: clock.now(),
    hmacBase64: (keyBase64, text) =>
      createHmac('sha256', Buffer.from(keyBase64, 'base64')).update(text, 'utf8').digest('base64'),
  };
}
