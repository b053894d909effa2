/**
 * The whole gateway over HTTP: read, decide for three vendors, durable queue, delivery, ledger. Rates are events per
 * CPU-second of the gateway's process from the first request until everything is delivered and counted.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { startBench } from './load.ts';
import type { Bench, BenchRequest } from './load.ts';
import type { Row } from './measure.ts';
import { batch } from './shop.ts';

const BATCH_EVENTS = 100;
/** Bodies made beforehand and sent in turns. */
const BODIES = 400;

function bodies(count: number, events: number): (at: number) => BenchRequest {
  const made = Array.from({ length: count }, (_, at) => Buffer.from(batch(at * events, events)));
  return (at) => ({ path: '/v1/batch', headers: {}, body: made[at % count] ?? Buffer.alloc(0) });
}

export async function benchBatches(): Promise<Row[]> {
  return measureRates({
    name: 'HTTP in, batches of 100 × 1 KB, durable, 3 vendors',
    unit: 'events/CPU-s',
    requests: 3000,
    events: BATCH_EVENTS,
    concurrency: 16,
    target: 10_000,
  });
}

export async function benchSingles(): Promise<Row[]> {
  return measureRates({
    name: 'HTTP in, single events, durable, 3 vendors',
    unit: 'requests/CPU-s',
    requests: 60_000,
    events: 1,
    concurrency: 128,
    target: 5000,
  });
}

interface Load {
  readonly name: string;
  readonly unit: string;
  readonly requests: number;
  readonly events: number;
  readonly concurrency: number;
  readonly target: number;
}

async function measureRates(load: Load): Promise<Row[]> {
  const bench = await startBench();
  const requestOf = bodies(load.events === 1 ? BODIES * BATCH_EVENTS : BODIES, load.events);
  await bench.send(Math.ceil(load.requests / 10), load.concurrency, requestOf);
  await drained(bench);
  const before = await bench.usage();
  await bench.send(load.requests, load.concurrency, requestOf);
  const accepted = await bench.usage();
  await drained(bench);
  const after = await bench.usage();
  await bench.close();
  const events = load.requests * load.events;
  const rate = (until: number): number => events / (until - before.cpuSeconds);
  return [
    {
      name: `${load.name}: until answered`,
      value: rate(accepted.cpuSeconds),
      unit: load.unit,
      target: load.target,
    },
    {
      name: `${load.name}: until delivered`,
      value: rate(after.cpuSeconds),
      unit: load.unit,
      target: load.target,
    },
  ];
}

/** Anonymous memory over two million events, after the first tenth has warmed it up. */
export async function benchMemory(): Promise<Row[]> {
  const bench = await startBench();
  const requestOf = bodies(BODIES, BATCH_EVENTS);
  const events = 2_000_000;
  const steps = 20;
  const perStep = events / steps / BATCH_EVENTS;
  const samples: number[] = [];
  for (let step = 0; step < steps; step += 1) {
    await bench.send(perStep, 16, (at) => requestOf(step * perStep + at));
    await drained(bench);
    samples.push((await bench.usage()).anonymousMb);
    process.stderr.write(`  ${((step + 1) * events) / steps} events, ${samples.at(-1)?.toFixed(0)} MB\n`);
  }
  await bench.close();
  const warm = samples.slice(2);
  const middle = (Math.max(...warm) + Math.min(...warm)) / 2;
  const swing = ((Math.max(...warm) - Math.min(...warm)) / 2 / middle) * 100;
  return [
    { name: 'memory over 2,000,000 events', value: middle, unit: 'MB' },
    { name: 'memory over 2,000,000 events: swing', value: swing, unit: '± %', target: 10, atMost: true },
  ];
}

/** The rate of taking events in with a million waiting, beside that with none, while every vendor is down. */
export async function benchDepth(): Promise<Row[]> {
  const bench = await startBench();
  const requestOf = bodies(BODIES, BATCH_EVENTS);
  bench.setVendorsUp(false);
  const requests = 400;
  const measure = async (): Promise<number> => {
    const before = await bench.usage();
    await bench.send(requests, 16, requestOf);
    return (requests * BATCH_EVENTS) / ((await bench.usage()).cpuSeconds - before.cpuSeconds);
  };
  await bench.send(200, 16, requestOf);
  const empty = await measure();
  while ((await bench.waiting()) < 1_000_000) await bench.send(200, 16, requestOf);
  const deep = await measure();
  const waiting = await bench.waiting();
  await bench.close();
  return [
    { name: 'events waiting in the queue', value: waiting, unit: 'events', target: 1_000_000 },
    { name: 'rate with them waiting ÷ rate with none', value: deep / empty, unit: 'ratio', target: 0.5 },
  ];
}

/** Waits until everything is delivered. */
export async function drained(bench: Bench, pauseMs = 700): Promise<void> {
  // The gauge is read between commits, so it must be empty twice; the pause also lets the ledger count.
  for (let empty = 0; empty < 2;) {
    await sleep(pauseMs);
    empty = (await bench.waiting()) === 0 ? empty + 1 : 0;
  }
}
