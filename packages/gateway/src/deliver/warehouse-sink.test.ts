import { expect, it } from 'vitest';
import type { CleanEvent } from '@headgate/core';
import { eventOf, laneOf } from '../../../../test/deliver-fixture.ts';
import { createWarehouseSink } from './warehouse-sink.ts';

const EVENTS = ['a', 'b'].map((id) => eventOf(id, laneOf('warehouse')));
const running = new AbortController().signal;

it('delivers a lease in one write', async () => {
  const written: (readonly CleanEvent[])[] = [];
  const sink = createWarehouseSink({ write: async (events) => void written.push(events) });
  expect(await sink.deliver(EVENTS, running)).toEqual({ results: ['delivered', 'delivered'], hold: null });
  expect(written).toEqual([EVENTS]);
});

it('keeps everything when the write fails, and says nothing of what the library said', async () => {
  const sink = createWarehouseSink({ write: () => Promise.reject(new Error('disk full')) });
  expect(await sink.deliver(EVENTS, running)).toEqual({
    results: ['kept', 'kept'],
    hold: { kind: 'later', waitMs: null, cause: 'write-failed' },
  });
});

it('writes nothing once it is told to stop', async () => {
  const sink = createWarehouseSink({ write: () => Promise.reject(new Error('must not be asked')) });
  expect(await sink.deliver(EVENTS, AbortSignal.abort())).toEqual({
    results: ['kept', 'kept'],
    hold: { kind: 'stopped' },
  });
});
