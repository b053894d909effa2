/** Delivers to a Kafka topic: events → records → door → what the brokers' answer means for all of them. */
import { readKafkaErrors, SINKS, toRecords } from '@headgate/core';
import type { CleanEvent } from '@headgate/core';
import { stepFor } from './batch.ts';
import type { Step } from './batch.ts';
import type { DeliverLimits } from './limits.ts';
import { pick, runTasks } from './run-tasks.ts';
import type { KafkaDoor } from './send-kafka.ts';
import type { Sink } from './sink.ts';

export interface KafkaSinkOptions {
  readonly door: Pick<KafkaDoor, 'send'>;
  readonly limits: Pick<DeliverLimits, 'requestsMax'>;
}

/**
 * Makes the sink. Where brokers refuse a part of the records, all of the request are sent again: consumers drop doubles by
 * the message id, and an order that has a repetition in it is still the order.
 */
export function createKafkaSink({ door, limits }: KafkaSinkOptions): Sink {
  return {
    batch: SINKS.kafka.batch,
    deliver: (events, signal) =>
      runTasks({
        count: events.length,
        prepare: (positions) =>
          positions.length === 0 ? [] : [{ positions, attempt: () => send(pick(events, positions), door) }],
        requestsMax: limits.requestsMax,
        signal,
      }),
  };
}

async function send(events: readonly CleanEvent[], door: KafkaSinkOptions['door']): Promise<Step> {
  const sent = await door.send(toRecords(events));
  switch (sent.kind) {
    case 'acknowledged':
      return stepFor({ kind: 'delivered' }, events.length, 0);
    case 'failed':
      return { kind: 'hold', hold: { kind: 'later', waitMs: null, cause: sent.cause } };
    case 'refused': {
      const { reading, code } = readKafkaErrors(sent.errors);
      return stepFor(reading, events.length, code);
    }
  }
}
