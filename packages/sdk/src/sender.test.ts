import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Entry, Fate, Message } from './event.ts';
import { LIMITS } from './limits.ts';
import type { Limits } from './limits.ts';
import type { Answer } from './retry.ts';
import { Sender } from './sender.ts';

const NOW = Date.UTC(2026, 10, 27, 8);
const OK: Answer = { status: 200, retryAfter: null };

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
});
afterEach(() => {
  vi.useRealTimers();
});

interface Bench {
  readonly sender: Sender;
  /** Ids of every request, in order. */
  readonly requests: string[][];
  readonly times: number[];
  /** Ids that came again after a request with them had been taken. */
  readonly doubles: string[];
  readonly ends: (readonly [string, Fate])[];
  readonly give: (count: number, more?: Partial<Entry>) => void;
}

/** A sender before a gateway that gives these answers in turn, and then success. */
function bench(answers: (Answer | 'silence')[] = [], limits: Partial<Limits> = {}): Bench {
  const requests: string[][] = [];
  const times: number[] = [];
  const doubles: string[] = [];
  const taken = new Set<string>();
  const ends: (readonly [string, Fate])[] = [];
  let next = 0;
  const sender = new Sender({
    writeKey: 'k',
    limits: { ...LIMITS, ...limits },
    post: (body) => {
      const { batch } = JSON.parse(body) as { batch: Message[] };
      const ids = batch.map(({ messageId }) => messageId);
      requests.push(ids);
      times.push(Date.now() - NOW);
      doubles.push(...ids.filter((id) => taken.has(id)));
      const answer = answers.shift() ?? OK;
      if (answer !== 'silence' && answer.status === 200) for (const id of ids) taken.add(id);
      return answer === 'silence' ? Promise.reject(new TypeError('no network')) : Promise.resolve(answer);
    },
    narrow: (message) => (message.event === 'withdrawn' ? null : message),
    ended: (fate, { message }) => ends.push([message.messageId, fate]),
  });
  const give: Bench['give'] = (count, more) => {
    const entries = Array.from({ length: count }, (): Entry => {
      const message = { ...MESSAGE, messageId: String(next++) };
      return { message, bytes: 100, at: Date.now(), ...more };
    });
    sender.add(entries);
  };
  return { sender, requests, times, doubles, ends, give };
}

const MESSAGE: Message = {
  type: 'track',
  messageId: '',
  timestamp: new Date(NOW).toISOString(),
  context: { library: { name: 'l', version: '1' }, consent: { categoryPreferences: {} } },
};

describe('sending', () => {
  it('waits for company, but not for long', async () => {
    const { requests, times, give } = bench();
    give(1);
    await vi.advanceTimersByTimeAsync(1_000);
    give(2);
    await vi.advanceTimersByTimeAsync(3_999);
    expect(requests).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect([requests, times]).toEqual([[['0', '1', '2']], [5_000]]);
  });

  it('does not wait once there are twenty', async () => {
    const { requests, give } = bench();
    give(19);
    await vi.advanceTimersByTimeAsync(0);
    expect(requests).toEqual([]);
    give(1);
    await vi.advanceTimersByTimeAsync(0);
    expect(requests.map((ids) => ids.length)).toEqual([20]);
  });

  it('cuts batches by bytes', async () => {
    const { sender, requests, give } = bench([], { batchBytesMax: 250, eventBytesMax: 250, flushCount: 99 });
    give(2);
    give(3);
    await sender.flush();
    expect(requests).toEqual([['0', '1'], ['2', '3'], ['4']]);
  });

  it('drops an event one byte too large, and one that waited a millisecond too long', async () => {
    const { sender, ends, give } = bench();
    give(1, { bytes: LIMITS.eventBytesMax });
    give(1, { bytes: LIMITS.eventBytesMax + 1 });
    give(1, { at: NOW - LIMITS.ageMaxMs });
    give(1, { at: NOW - LIMITS.ageMaxMs - 1 });
    await sender.flush();
    expect(ends).toEqual([
      ['1', 'too-large'],
      ['3', 'expired'],
      ['0', 'sent'],
      ['2', 'sent'],
    ]);
  });

  it('asks for consent again before it sends', async () => {
    const { sender, requests, ends, give } = bench();
    give(1, { message: { ...MESSAGE, messageId: 'w', event: 'withdrawn' } });
    await sender.flush();
    expect([requests, ends]).toEqual([[], [['w', 'withdrawn']]]);
  });
});

describe('after a failure', () => {
  it('the same ids are sent again, after a wait', async () => {
    const { requests, times, ends, give } = bench(['silence', { status: 500, retryAfter: null }]);
    give(20);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(requests).toHaveLength(3);
    expect(new Set(requests.map(String)).size).toBe(1);
    expect(times.map((time) => Math.ceil(time / 5_000))).toEqual([0, 1, 2]);
    expect(ends).toHaveLength(20);
  });

  it.each([429, 503])('%i with Retry-After is not asked again before that, by whoever', async (status) => {
    const { sender, times, give } = bench([{ status, retryAfter: '30' }]);
    give(20);
    await vi.advanceTimersByTimeAsync(29_999);
    await sender.flush();
    sender.online();
    expect(sender.leave(false)).toHaveLength(20);
    give(20);
    await vi.advanceTimersByTimeAsync(0);
    expect(times).toEqual([0]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(times).toHaveLength(2);
    expect(times[1]).toBeGreaterThanOrEqual(30_000);
  });

  it.each([400, 401, 403, 413])('%i is never tried again, and the next batch follows', async (status) => {
    const { sender, requests, ends, give } = bench([{ status, retryAfter: null }], { flushCount: 99 });
    give(1);
    await sender.flush();
    give(1);
    await sender.flush();
    expect(requests).toEqual([['0'], ['1']]);
    expect(ends).toEqual([
      ['0', 'refused'],
      ['1', 'sent'],
    ]);
  });

  it('a batch is given up at the tenth answer, not at the ninth', async () => {
    const failing = Array.from({ length: 30 }, (): Answer => ({ status: 500, retryAfter: null }));
    const { requests, ends, give } = bench(failing);
    give(20);
    await vi.waitUntil(async () => (await vi.advanceTimersByTimeAsync(60_000), requests.length === 9));
    expect(ends).toEqual([]);
    await vi.advanceTimersByTimeAsync(LIMITS.retryMaxMs + LIMITS.flushMs);
    expect(requests).toHaveLength(10);
    expect(ends.map(([, fate]) => fate)).toEqual(Array.from({ length: 20 }, () => 'gave-up'));
  });

  it('silence is waited out until the events are too old, and the network’s return ends the wait', async () => {
    const silent = Array.from({ length: 5_000 }, () => 'silence' as const);
    const { sender, requests, ends, give } = bench(silent);
    give(20);
    await vi.advanceTimersByTimeAsync(3_600_000);
    const before = requests.length;
    expect(before).toBeLessThan(40);
    sender.online();
    await vi.advanceTimersByTimeAsync(0);
    expect(requests).toHaveLength(before + 1);
    await vi.advanceTimersByTimeAsync(LIMITS.ageMaxMs);
    expect(ends.map(([, fate]) => fate)).toEqual(Array.from({ length: 20 }, () => 'expired'));
  });

  it('an answer that does not come in ten seconds is none', async () => {
    const aborted: number[] = [];
    const sender = new Sender({
      writeKey: 'k',
      limits: LIMITS,
      post: (_, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            aborted.push(Date.now() - NOW);
            reject(new Error('aborted'));
          });
        }),
      narrow: (message) => message,
      ended: () => {},
    });
    sender.add([{ message: MESSAGE, bytes: 1, at: NOW }]);
    void sender.flush();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(aborted).toEqual([10_000]);
    sender.clear('closed');
  });
});

describe('leaving', () => {
  it('sends at once what a page may leave behind, and gives back the rest', async () => {
    const { sender, requests, give } = bench([], { flushCount: 99, batchBytesMax: 250, eventBytesMax: 250 });
    give(2);
    give(3);
    // The second `add` began a batch of its own; both together stay below what may be left behind.
    const rest = sender.leave(false);
    await vi.advanceTimersByTimeAsync(0);
    expect(requests).toEqual([
      ['0', '1'],
      ['2', '3'],
    ]);
    expect(rest.map(({ message }) => message.messageId)).toEqual(['4']);
  });

  it('sends nothing without a network', async () => {
    const { sender, requests, give } = bench();
    give(3);
    expect(sender.leave(true)).toHaveLength(3);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(requests).toEqual([]);
  });
});

describe('clearing', () => {
  it('ends what waits and what is on its way, and hears no late answer', async () => {
    const late: ((answer: Answer) => void)[] = [];
    const promise = new Promise<Answer>((done) => late.push(done));
    const ends: Fate[] = [];
    const signals: AbortSignal[] = [];
    const sender = new Sender({
      writeKey: 'k',
      limits: LIMITS,
      post: (_, signal) => (signals.push(signal), promise),
      narrow: (message) => message,
      ended: (fate) => ends.push(fate),
    });
    const entries = Array.from({ length: 20 }, (): Entry => ({ message: MESSAGE, bytes: 1, at: NOW }));
    sender.add(entries);
    sender.add(entries.slice(0, 1));
    sender.clear('withdrawn');
    expect(signals[0]?.aborted).toBe(true);
    late[0]?.({ status: 503, retryAfter: null });
    await vi.advanceTimersByTimeAsync(600_000);
    expect(ends).toEqual(Array.from({ length: 21 }, () => 'withdrawn'));
    expect(sender.count()).toBe(0);
  });
});

describe('whatever the gateway answers', () => {
  it('every event ends exactly once, in bounded time and requests, and none is sent after it was taken', async () => {
    const status = fc.constantFrom(0, 200, 204, 301, 400, 408, 413, 429, 500, 503);
    const answer = fc.record({ status, retryAfter: fc.option(fc.constantFrom('1', '90', '100000', 'x')) });
    const step = fc.record({ count: fc.nat(9), waitMs: fc.nat(20_000) });
    await fc.assert(
      fc.asyncProperty(fc.array(answer), fc.array(step, { maxLength: 12 }), async (answers, steps) => {
        vi.setSystemTime(NOW);
        const { sender, requests, doubles, ends, give } = bench(
          answers.map((each) => (each.status === 0 ? ('silence' as const) : each)),
          { queueCountMax: 15, batchBytesMax: 450, eventBytesMax: 450, flushCount: 4 },
        );
        let given = 0;
        for (const { count, waitMs } of steps) {
          give(count);
          given += count;
          expect(sender.count()).toBeLessThanOrEqual(15);
          await vi.advanceTimersByTimeAsync(waitMs);
        }
        await vi.advanceTimersByTimeAsync(2 * LIMITS.ageMaxMs);
        expect(ends.map(([id]) => id).toSorted()).toEqual(
          Array.from({ length: given }, (_, at) => String(at)).toSorted(),
        );
        expect(doubles).toEqual([]);
        expect(requests.every((ids) => ids.length <= 4)).toBe(true);
        expect(requests.length).toBeLessThanOrEqual(given + answers.length);
      }),
      { numRuns: 60 },
    );
  });
});
