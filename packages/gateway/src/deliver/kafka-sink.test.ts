import { describe, expect, it } from 'vitest';
import type { KafkaRecord } from '@headgate/core';
import { eventOf, ids, laneOf } from '../../../../test/deliver-fixture.ts';
import { createKafkaSink } from './kafka-sink.ts';
import type { KafkaSent } from './send-kafka.ts';
import type { Sink } from './sink.ts';

const LANE = laneOf('log');
const running = new AbortController().signal;

/** A door that answers as `answer` says, and the ids of each send. */
function sinkWith(
  answer: (ids: readonly string[]) => KafkaSent,
  requestsMax = 64,
): { readonly sink: Sink; readonly sends: string[][] } {
  const sends: string[][] = [];
  const send = (records: readonly KafkaRecord[]): Promise<KafkaSent> => {
    const sent = records.map(({ headers }) => headers['ce_id'] ?? '');
    sends.push(sent);
    return Promise.resolve(answer(sent));
  };
  return { sink: createKafkaSink({ door: { send }, limits: { requestsMax } }), sends };
}

const events = ids(4).map((id) => eventOf(id, LANE));
const kept = ['kept', 'kept', 'kept', 'kept'];

describe('a delivery to a topic', () => {
  it('is one send, and delivered once it is acknowledged', async () => {
    const { sink, sends } = sinkWith(() => ({ kind: 'acknowledged' }));
    const delivery = await sink.deliver(events, running);
    expect(delivery).toEqual({ results: kept.map(() => 'delivered'), hold: null });
    expect(sends).toEqual([ids(4)]);
    expect(await sink.deliver([], running)).toEqual({ results: [], hold: null });
  });

  it.each(['network', 'timeout', 'unregistered-host', 'forbidden-address'] as const)(
    'keeps everything after a failure of the kind %s',
    async (cause) => {
      const { sink } = sinkWith(() => ({ kind: 'failed', cause }));
      const hold = { kind: 'later', waitMs: null, cause };
      expect(await sink.deliver(events, running)).toEqual({ results: kept, hold });
    },
  );

  it.each([
    [['NOT_ENOUGH_REPLICAS'], { kind: 'later', waitMs: null, cause: 'answer' }],
    [['TOPIC_AUTHORIZATION_FAILED'], { kind: 'unauthorised', status: 29 }],
    [['UNKNOWN_TOPIC_OR_PARTITION'], { kind: 'unauthorised', status: 3 }],
  ])('keeps everything after %j', async (errors, hold) => {
    const { sink } = sinkWith(() => ({ kind: 'refused', errors }));
    expect(await sink.deliver(events, running)).toEqual({ results: kept, hold });
  });

  it.each(['MESSAGE_TOO_LARGE', 'INVALID_RECORD'])(
    'finds by halves the one record that %s is about',
    async (error) => {
      const { sink, sends } = sinkWith((sent) =>
        sent.includes('e2') ? { kind: 'refused', errors: [error] } : { kind: 'acknowledged' },
      );
      const results = ['delivered', 'delivered', 'refused', 'delivered'];
      expect(await sink.deliver(events, running)).toEqual({ results, hold: null });
      expect(sends).toEqual([ids(4), ['e0', 'e1'], ['e2', 'e3'], ['e2'], ['e3']]);
    },
  );

  it.each([
    [4, ['delivered', 'delivered', 'refused', 'kept'], { kind: 'more' }],
    [5, ['delivered', 'delivered', 'refused', 'delivered'], null],
  ])('makes at most %i sends', async (requestsMax, results, hold) => {
    const { sink } = sinkWith(
      (sent) =>
        sent.includes('e2') ? { kind: 'refused', errors: ['MESSAGE_TOO_LARGE'] } : { kind: 'acknowledged' },
      requestsMax,
    );
    expect(await sink.deliver(events, running)).toEqual({ results, hold });
  });

  it('sends nothing once it is told to stop', async () => {
    const { sink, sends } = sinkWith(() => ({ kind: 'acknowledged' }));
    const delivery = await sink.deliver(events, AbortSignal.abort());
    expect(delivery).toEqual({ results: kept, hold: { kind: 'stopped' } });
    expect(sends).toEqual([]);
  });
});
