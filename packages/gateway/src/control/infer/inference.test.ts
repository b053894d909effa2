/** One inference without a server: its limits, its pace, whom it tells of which name, and how it ends. */
import type { InferenceLine, InferenceQuery } from '@headgate/api';
import type { Environment, JsonObject, ReceivedEvent } from '@headgate/core';
import { describe, expect, it } from 'vitest';
import { CONTROL_LIMITS } from '../limits.ts';
import type { InferenceLimits, InferenceReader, Inferences } from './inference.ts';
import { createInferences } from './inference.ts';

interface Sent {
  readonly name?: string;
  readonly userId?: string | null;
  readonly environment?: Environment;
  readonly at?: number;
}

let ids = 0;
function event(
  properties: JsonObject,
  { name = 'Cart Viewed', userId = null, ...sent }: Sent = {},
): ReceivedEvent {
  ids += 1;
  return {
    source: { id: 'web', environment: sent.environment ?? 'development' },
    protocol: 'segment',
    id: `message-${ids}`,
    call: 'track',
    operation: 'set',
    name,
    time: 0,
    receivedAt: sent.at ?? 0,
    userId,
    anonymousId: null,
    groupId: null,
    previousId: null,
    properties,
    context: {},
    signals: { gpc: false },
  };
}

function by(userId: string | null, key: string): ReceivedEvent {
  return event({ [key]: 1 }, { userId, environment: 'production' });
}

function keys(size: number): JsonObject {
  return Object.fromEntries(Array.from({ length: size }, (_, at) => [`k${at}`, 1]));
}

function nothing(): void {
  // Nobody sleeps yet.
}

/** Sleeps end when they are told to, and time goes on by as much. */
function makeClock() {
  let time = 0;
  let wake: () => void = nothing;
  return {
    now: () => time,
    sleep: (ms: number, signal?: AbortSignal) =>
      new Promise<void>((resolve) => {
        wake = () => {
          time += ms;
          resolve();
        };
        if (signal?.aborted === true) resolve();
        signal?.addEventListener('abort', () => resolve());
      }),
    tick: async () => {
      wake();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

function setUp(limits: Partial<InferenceLimits> = {}) {
  const clock = makeClock();
  const digests: string[] = [];
  const nameOf = (id: string): string => {
    digests.push(id);
    return `digest of ${id.length}${id}`;
  };
  const inferences = createInferences({ nameOf, clock, limits: { ...CONTROL_LIMITS, ...limits } });
  return { clock, inferences, digests };
}

/** Opens one that must open, and gives what it writes. */
function open(inferences: Inferences, query: InferenceQuery, reader: Partial<InferenceReader> = {}) {
  const lines: InferenceLine[] = [];
  const inference = inferences.open(query);
  if (inference === null) throw new Error('Another runs.');
  const ended = inference.run({
    write: (line) => void lines.push(line),
    hasRoom: () => true,
    isGone: () => false,
    ...reader,
  });
  return { lines, ended, close: inference.close };
}

/** All that is told of these events when the time is over. */
async function learn(events: readonly ReceivedEvent[], limits: Partial<InferenceLimits> = {}) {
  const { clock, inferences } = setUp(limits);
  const { lines, ended } = open(inferences, { seconds: 1 });
  for (const each of events) inferences.seen(each);
  await clock.tick();
  await ended;
  const names = lines.flatMap((line) => (line.kind === 'fields' ? [line.event] : []));
  const paths = lines.flatMap((line) => (line.kind === 'fields' ? line.fields.map(({ path }) => path) : []));
  return { lines, names, paths, progress: lines.find(({ kind }) => kind === 'progress') };
}

describe('an inference', () => {
  it('tells of names, types and sizes once a second, and ends with its time', async () => {
    const { clock, inferences } = setUp();
    const { lines, ended } = open(inferences, { seconds: 2 });
    inferences.seen(event({ note: 'canary', total: 3 }));
    await clock.tick();
    expect(lines.map(({ kind }) => kind)).toEqual(['listening', 'fields', 'progress']);
    inferences.seen(event({ note: 'a longer canary' }));
    await clock.tick();
    await ended;
    expect(lines.slice(3)).toMatchObject([
      { kind: 'fields', event: 'track Cart Viewed', events: 1, fields: [{ path: 'note', lengthMax: 16 }] },
      { kind: 'progress', events: 2 },
      { kind: 'end', reason: 'time' },
    ]);
    expect(JSON.stringify(lines)).not.toContain('canary');
  });

  it('ends at its limit of events, and does not look at one over', async () => {
    const { inferences } = setUp();
    const { lines, ended } = open(inferences, { seconds: 60, limit: 2 });
    for (const key of ['a', 'b', 'c']) inferences.seen(event({ [key]: 1 }));
    await ended;
    expect(lines).toMatchObject([
      { kind: 'listening' },
      { kind: 'fields', fields: [{ path: 'a' }, { path: 'b' }] },
      { kind: 'progress', events: 2 },
      { kind: 'end', reason: 'limit' },
    ]);
  });

  it('is the only one, until it ends', async () => {
    const { clock, inferences } = setUp();
    const { ended, close } = open(inferences, { seconds: 60 });
    expect(inferences.open({ seconds: 1 })).toBeNull();
    close();
    await ended;
    const next = open(inferences, { seconds: 1 });
    close();
    await clock.tick();
    await next.ended;
    expect(next.lines.at(-1)).toEqual({ kind: 'end', reason: 'time' });
  });

  it('ends when its reader is gone, and has nothing of it for the next', async () => {
    const { clock, inferences } = setUp();
    let isGone = false;
    const { ended, lines } = open(inferences, { seconds: 60 }, { isGone: () => isGone });
    inferences.seen(event({ first: 1 }));
    isGone = true;
    await clock.tick();
    await ended;
    expect(lines).toEqual([{ kind: 'listening' }]);
    const next = open(inferences, { seconds: 1 });
    await clock.tick();
    await next.ended;
    expect(next.lines.map(({ kind }) => kind)).toEqual(['listening', 'progress', 'end']);
  });

  it('waits for a slow reader, and then tells all', async () => {
    const { clock, inferences } = setUp();
    const { ended, lines } = open(inferences, { seconds: 2 }, { hasRoom: () => false });
    for (const name of ['A', 'B', 'C']) inferences.seen(event({ a: 1 }, { name }));
    await clock.tick();
    expect(lines.map(({ kind }) => kind)).toEqual(['listening', 'fields']);
    await clock.tick();
    await ended;
    expect(lines.map((line) => (line.kind === 'fields' ? line.event : line.kind))).toEqual([
      'listening',
      'track A',
      'track B',
      'track C',
      'progress',
      'end',
    ]);
  });

  it('ends with the gateway, which waits until the reader was told', async () => {
    const { inferences } = setUp();
    const { lines } = open(inferences, { seconds: 60 });
    await inferences.stop();
    expect(lines.at(-1)).toEqual({ kind: 'end', reason: 'stopping' });
    expect(inferences.open({ seconds: 1 })).toBeNull();
  });

  it('costs an event nothing while there is none', () => {
    const { inferences, digests } = setUp();
    const untouchable = new Proxy(event({}), {
      get: () => {
        throw new Error('It was looked at.');
      },
    });
    inferences.seen(untouchable);
    expect(digests).toEqual([]);
  });

  it('ends at a failure of its own, and leaves the next event alone', async () => {
    const { inferences } = setUp();
    const { ended } = open(inferences, { seconds: 60 });
    const broken = new Proxy(event({}), {
      get: () => {
        throw new Error('broken');
      },
    });
    expect(() => inferences.seen(broken)).toThrow('broken');
    await ended;
    inferences.seen(broken);
  });
});

describe('the limits of an inference', () => {
  it('names of events, at the limit and one over', async () => {
    const events = ['A', 'B', 'C'].map((name) => event({}, { name }));
    expect((await learn(events.slice(0, 2), { inferEventsMax: 2 })).progress).toMatchObject({ beyond: 0 });
    const over = await learn(events, { inferEventsMax: 2 });
    expect(over.names).toEqual(['track A', 'track B']);
    expect(over.progress).toMatchObject({ events: 2, beyond: 1 });
  });

  it('paths of an event, at the limit and one over', async () => {
    const at = await learn([event({ a: 1, b: 1 })], { inferPathsMax: 2 });
    expect(at.lines[1]).toMatchObject({ isFull: false });
    const over = await learn([event({ a: 1, b: 1, c: 1 })], { inferPathsMax: 2 });
    expect(over.paths).toEqual(['a', 'b']);
    expect(over.lines[1]).toMatchObject({ isFull: true });
  });

  it('nesting, at the limit and one over, and never deeper than a plan', async () => {
    const { lines, paths } = await learn([event({ a: { b: { c: 1 } } })], { inferDepthMax: 2 });
    expect(paths).toEqual(['a', 'a/b']);
    expect(lines[1]).toMatchObject({ fields: [{ isCut: false }, { isCut: true }] });
    expect((await learn([event({ a: { b: { c: 1 } } })], { inferDepthMax: 3 })).paths).toHaveLength(3);
    const deep = JSON.parse(`${'{"a":'.repeat(9)}1${'}'.repeat(9)}`) as JsonObject;
    expect((await learn([event(deep)], { inferDepthMax: 99 })).paths).toHaveLength(8);
  });

  it('events of a second, at the limit and one over', async () => {
    const events = [0, 999, 999, 1000].map((at) => event({}, { at }));
    const { progress } = await learn(events, { inferEventsPerSecondMax: 2 });
    expect(progress).toMatchObject({ events: 3, passed: 1 });
  });

  it('subjects who bring a name, at the limit and one under', async () => {
    const few = await learn([by('u-1', 'total'), by('u-2', 'total'), by('u-2', 'total')]);
    expect([few.names, few.progress]).toMatchObject([[], { events: 3, untold: { events: 1, fields: 0 } }]);
    const enough = await learn([
      by('u-1', 'total'),
      by('u-2', 'total'),
      by('u-3', 'ana_smith'),
      by(null, 'total'),
    ]);
    expect(enough.paths).toEqual(['total']);
    expect(enough.progress).toMatchObject({ untold: { events: 0, fields: 1 } });
    expect((await learn([by('u-1', 'total')], { inferSubjectsMin: 1 })).paths).toEqual(['total']);
  });

  it('is one subject in development, where nobody but developers sends', async () => {
    expect((await learn([event({ total: 1 }, { userId: 'u-1' })])).paths).toEqual(['total']);
  });

  it('fields of a line, at the limit and one over', async () => {
    expect((await learn([event(keys(200))])).names).toHaveLength(1);
    const { names, paths, lines } = await learn([event(keys(201))]);
    expect([names.length, paths.length]).toEqual([2, 201]);
    expect(lines.slice(1, 3)).toMatchObject([{ events: 1 }, { events: 0 }]);
  });
});

it('counts events without a name that can be planned, and does not tell the name', async () => {
  const { lines, progress } = await learn([
    event({}, { name: 'canary@corp.example left' }),
    event({}, { name: '' }),
    event({ 'canary@corp.example': 1, 'canary@corp.example/x': 1, plain: 1 }),
  ]);
  expect(progress).toMatchObject({ events: 1, unnamed: 2 });
  expect(JSON.stringify(lines)).not.toContain('canary');
});
