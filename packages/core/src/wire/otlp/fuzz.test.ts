/**
 * Bounded fuzzing of the protobuf form: recorded requests, damaged in every way there is a name for. Whatever comes in,
 * nothing throws, what is kept is no larger than its input allows, and time grows no faster than the input.
 *
 * The random part stops after a number of tries or seconds, whichever is first. Its seed is part of its name; to run it
 * again: `FUZZ_SEED=… npx vitest run packages/core/src/wire/otlp/fuzz.test.ts`.
 */
import { readFileSync } from 'node:fs';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../event.ts';
import { decodeContext, eventsEndpoint } from '../wire.contract.ts';
import type { Opened } from '../wire.ts';
import { otlpRequest, PROTOBUF_TYPE } from './trees.contract.ts';

const { LengthDelimited, StartGroup, EndGroup, Varint } = WireType;
const LIMITS = { depthMax: 64, eventsMax: 2000 };
const SEED = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31);
const TRIES_MAX = 40_000;
const SECONDS_MAX = 1.5;

const ROOT = new URL('../../../../../fixtures/decode/otlp/', import.meta.url);
const RECORDED = ['node-logs-protobuf', 'node-traces-protobuf'].map((name) => {
  const { path, bytes } = JSON.parse(readFileSync(new URL(`${name}/request.json`, ROOT), 'utf8')) as {
    path: string;
    bytes: string;
  };
  return { name, path, body: new Uint8Array(Buffer.from(bytes, 'base64')) };
});

/**
 * What a message may take: so much for each byte of the request, and so much for each record in it, whose fields are
 * there even where its bytes are not. A key of many dots is the dearest, at an object for every two bytes.
 */
const UNITS_FOR_BYTE = 40;
const UNITS_FOR_RECORD = 2_000;
/** The empty list of no messages. */
const UNITS_FOR_NOTHING = 16;

/** Runs a body through all of the protocol and checks what must hold for every one. */
function run(path: string, body: Uint8Array): Opened {
  const request = otlpRequest(path, body, PROTOBUF_TYPE);
  const endpoint = eventsEndpoint(path);
  const opened = endpoint.open(request, LIMITS);
  if (opened.kind === 'refused') {
    endpoint.refused(request, opened.refusal);
    return opened;
  }
  const { messages } = opened;
  const { events, malformed } = endpoint.decode(messages, decodeContext());
  endpoint.accepted(request, messages);
  const nulls = messages.filter((message) => message === null).length;
  const units = unitsOf(messages, new Set());
  if (malformed !== nulls || events.length + malformed !== messages.length) throw new Error('miscounted');
  const unitsMax = UNITS_FOR_BYTE * body.length + UNITS_FOR_RECORD * messages.length + UNITS_FOR_NOTHING;
  if (units > unitsMax) throw new Error('too large');
  return opened;
}

function outcomeOf(path: string, body: Uint8Array): Opened['kind'] | 'thrown' {
  try {
    return run(path, body).kind;
  } catch {
    return 'thrown';
  }
}

/** Characters and members of a value, what is shared counted once: a measure of the memory that it holds. */
function unitsOf(value: Json | undefined, seen: Set<object>): number {
  if (typeof value === 'string') return 8 + value.length;
  if (typeof value !== 'object' || value === null) return 8;
  if (seen.has(value)) return 8;
  seen.add(value);
  let units = 16;
  for (const [key, member] of Object.entries(value)) units += key.length + unitsOf(member, seen);
  return units;
}

/** Uniform numbers from a seed (mulberry32), so that a failure can be seen again. */
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (((mixed ^ (mixed >>> 14)) >>> 0) % below) >>> 0;
  };
}

type Damage = (body: Uint8Array, random: (below: number) => number) => Uint8Array;

function splice(body: Uint8Array, at: number, removed: number, added: Uint8Array): Uint8Array {
  return Buffer.concat([body.subarray(0, at), added, body.subarray(at + removed)]);
}

const DAMAGES: Readonly<Record<string, Damage>> = {
  flip: (body, random) => {
    const copy = body.slice();
    const at = random(body.length);
    copy[at] = (copy[at] ?? 0) ^ (1 << random(8));
    return copy;
  },
  overwrite: (body, random) => {
    const copy = body.slice();
    copy[random(body.length)] = [0x00, 0x7f, 0x80, 0xff, 0x0b, 0x0c][random(6)] ?? 0;
    return copy;
  },
  // Where a length stands, it now speaks of gigabytes.
  inflate: (body, random) =>
    splice(
      body,
      random(body.length),
      1,
      Uint8Array.of(0xff, 0xff, 0xff, 0xff, [0x0f, 0x07, 0x7f][random(3)] ?? 0),
    ),
  // The same number in more bytes than it needs.
  lengthen: (body, random) => {
    const at = random(body.length);
    const filled = new Uint8Array(1 + random(10)).fill(0x80);
    filled[0] = (body[at] ?? 0) | 0x80;
    return splice(body, at, 1, Buffer.concat([filled, Uint8Array.of(0)]));
  },
  cut: (body, random) => body.subarray(0, random(body.length)),
  remove: (body, random) => splice(body, random(body.length), 1 + random(4), new Uint8Array(0)),
  repeat: (body, random) => {
    const at = random(body.length);
    return splice(body, at, 0, body.subarray(at, at + 1 + random(40)));
  },
  // An unknown field, or one of a wrong type, or a piece of a group.
  insert: (body, random) => {
    const field = new BinaryWriter().tag(
      1 + random(20),
      [StartGroup, EndGroup, LengthDelimited][random(4)] ?? Varint,
    );
    return splice(body, random(body.length), 0, field.uint32(random(300)).finish());
  },
};

describe.each(RECORDED)('$name, damaged', ({ path, body }) => {
  it('is read when it is whole', () => {
    expect(run(path, body)).toMatchObject({ kind: 'opened', key: 'write-key' });
  });

  it('is refused at every length that it may be cut to', () => {
    for (let length = 1; length < body.length; length += 1) {
      expect(run(path, body.subarray(0, length)), `cut to ${length}`).toEqual({
        kind: 'refused',
        refusal: 'bad-encoding',
      });
    }
  });

  it(`never throws with a bit of any byte flipped (seed ${SEED})`, () => {
    const random = randomOf(SEED);
    const failed: string[] = [];
    for (let at = 0; at < body.length; at += 1) {
      const copy = body.slice();
      const mask = 1 << random(8);
      copy[at] = (copy[at] ?? 0) ^ mask;
      if (outcomeOf(path, copy) === 'thrown') failed.push(`byte ${at}, bit ${mask}`);
    }
    expect(failed).toEqual([]);
  });

  it(`never throws after one to six damages (seed ${SEED})`, () => {
    const random = randomOf(SEED);
    const kinds = Object.keys(DAMAGES);
    const deadline = performance.now() + SECONDS_MAX * 1000;
    const failed: string[] = [];
    let opened = 0;
    for (let attempt = 0; attempt < TRIES_MAX && performance.now() < deadline; attempt += 1) {
      let damaged: Uint8Array = body;
      const done: string[] = [];
      for (let times = 1 + random(6); times > 0 && damaged.length > 0; times -= 1) {
        const kind = kinds[random(kinds.length)] ?? '';
        done.push(kind);
        damaged = DAMAGES[kind]?.(damaged, random) ?? damaged;
      }
      const outcome = outcomeOf(path, damaged);
      if (outcome === 'opened') opened += 1;
      if (outcome === 'thrown') failed.push(`${done.join(', ')}: ${Buffer.from(damaged).toString('base64')}`);
    }
    expect(failed).toEqual([]);
    // Damage that always refuses would test the first check alone.
    expect(opened).toBeGreaterThan(0);
  });
});

/** One log record whose fields are written by `write`. */
function record(write: (writer: BinaryWriter) => void): Uint8Array {
  const writer = new BinaryWriter();
  writer.tag(1, LengthDelimited).fork().tag(2, LengthDelimited).fork().tag(2, LengthDelimited).fork();
  write(writer);
  return writer.join().join().join().finish();
}

/** A body whose value nests so deep; a fork for each level keeps the writing linear in what is written. */
function nested(levels: number, kind: 'array' | 'list'): Uint8Array {
  return record((writer) => {
    const fork = (field: number): void => void writer.tag(field, LengthDelimited).fork();
    fork(5);
    for (let level = 0; level < levels; level += 1) {
      fork(kind === 'array' ? 5 : 6);
      fork(1);
      if (kind === 'list') fork(2);
    }
    writer.tag(2, Varint).bool(true);
    for (let level = 0; level < levels * (kind === 'array' ? 2 : 3) + 1; level += 1) writer.join();
  });
}

function groups(levels: number): Uint8Array {
  return record((writer) => {
    for (let level = 0; level < levels; level += 1) writer.tag(100, StartGroup);
    for (let level = 0; level < levels; level += 1) writer.tag(100, EndGroup);
  });
}

describe('nesting', () => {
  // The body is at level 8 of 64; an item is 3 below its array, a value 4 below its list.
  it.each([
    ['array', 18, 'opened'],
    ['array', 19, 'refused'],
    ['array', 5_000, 'refused'],
    ['list', 14, 'opened'],
    ['list', 15, 'refused'],
    ['list', 5_000, 'refused'],
  ] as const)('of %s values to %i levels is %s', (kind, levels, outcome) => {
    const opened = run('/v1/logs', nested(levels, kind));
    expect(opened).toMatchObject(
      outcome === 'opened' ? { kind: outcome } : { kind: outcome, refusal: 'too-deep' },
    );
  });

  it.each([
    [LIMITS.depthMax, 'opened'],
    [LIMITS.depthMax + 1, 'refused'],
    [100_000, 'refused'],
  ])('of unknown groups to %i levels is %s', (levels, outcome) => {
    expect(run('/v1/logs', groups(levels)).kind).toBe(outcome);
  });
});

/** Shapes that would be slow or large if anything about them were not linear; `size` is about the bytes of each. */
const SHAPES: Readonly<Record<string, (size: number) => Uint8Array>> = {
  'one long text': (size) => record((writer) => writer.tag(12, LengthDelimited).string('x'.repeat(size))),
  'one long value of bytes': (size) =>
    record((writer) =>
      writer.tag(5, LengthDelimited).fork().tag(7, LengthDelimited).bytes(new Uint8Array(size)).join(),
    ),
  'one long id': (size) =>
    record((writer) => writer.tag(9, LengthDelimited).bytes(new Uint8Array(size).fill(7))),
  'many different attributes': (size) =>
    record((writer) => attributes(writer, size / 12, (index) => `k${index}`)),
  'many attributes of one namespace': (size) =>
    record((writer) => attributes(writer, size / 14, (index) => `a.b.${index}`)),
  'many times the same attribute': (size) => record((writer) => attributes(writer, size / 7, () => 'a')),
  'many keys of as many names as may be': (size) =>
    record((writer) => attributes(writer, size / 140, (index) => `${'a.'.repeat(63)}${index}`)),
  'keys of nothing but dots': (size) =>
    record((writer) => attributes(writer, size / 1000, () => '.'.repeat(1000))),
  'many names with the same ends': (size) =>
    record((writer) => attributes(writer, size / 20, (index) => `aa${String(index).padStart(8, '0')}aaaaa`)),
  'many empty items': (size) =>
    record((writer) => {
      writer.tag(5, LengthDelimited).fork().tag(5, LengthDelimited).fork();
      for (let index = 0; index < size / 2; index += 1)
        writer.tag(1, LengthDelimited).bytes(new Uint8Array(0));
      writer.join().join();
    }),
  'many unknown fields': (size) =>
    record((writer) => {
      for (let index = 0; index < size / 3; index += 1) writer.tag(100, Varint).uint32(1);
    }),
  'many unknown groups': (size) =>
    record((writer) => {
      for (let index = 0; index < size / 4; index += 1) writer.tag(100, StartGroup).tag(100, EndGroup);
    }),
  'many empty resources': (size) => new Uint8Array(size).map((_, at) => (at % 2 === 0 ? 0x0a : 0)),
};

function attributes(writer: BinaryWriter, count: number, keyOf: (index: number) => string): void {
  for (let index = 0; index < count; index += 1) {
    writer.tag(6, LengthDelimited).fork().tag(1, LengthDelimited).string(keyOf(index)).join();
  }
}

/** Milliseconds of the processor, the best of a few runs: what remains is the work, not the load of the machine. */
function bestMs(body: Uint8Array): number {
  const request = otlpRequest('/v1/logs', body, PROTOBUF_TYPE);
  const endpoint = eventsEndpoint('/v1/logs');
  const times = Array.from({ length: 4 }, () => {
    const start = process.cpuUsage();
    const opened = endpoint.open(request, LIMITS);
    if (opened.kind === 'opened') endpoint.decode(opened.messages, decodeContext());
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}

describe('time and memory', () => {
  it.each(Object.keys(SHAPES))('grow no faster than the input for %s', (name) => {
    const shape = SHAPES[name] ?? (() => new Uint8Array(0));
    const small = shape(20_000);
    const large = shape(160_000);
    expect(large.length).toBeGreaterThan(small.length * 7);
    run('/v1/logs', large);
    // Eight times the input; sixty-four would be the square of it. The rest is for the collector of garbage.
    expect(bestMs(large)).toBeLessThan(bestMs(small) * 24 + 60);
  });

  it('do not follow what a length says', () => {
    const claims = record((writer) => writer.tag(7, LengthDelimited).uint32(0xfffffff0));
    const before = process.memoryUsage().arrayBuffers;
    for (let times = 0; times < 1000; times += 1) expect(run('/v1/logs', claims).kind).toBe('refused');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * 1024 * 1024);
  });
});
