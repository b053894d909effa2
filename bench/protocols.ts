/**
 * What each wire protocol costs beside Segment's, for the same orders: reading alone, and the whole way over HTTP through one
 * gateway. All protocols take turns, so that a noisy machine treats them alike, and each turn is set against Segment's of the same round.
 */
import { NO_BYTES, PROTOCOLS, decide, findEndpoint } from '@headgate/core';
import type { EventsEndpoint, ReceivedEvent, WireRequest } from '@headgate/core';
import { compile } from './decide.ts';
import { drained } from './http.ts';
import { startBench } from './load.ts';
import type { Bench, BenchRequest } from './load.ts';
import { cpuSeconds, median } from './measure.ts';
import type { Row } from './measure.ts';
import { EVENT, EVENTS_OF_PROTOCOLS, PLAN, orderAt } from './shop.ts';
import { MAKERS, SINGLE } from './wire-messages.ts';
import type { Maker } from './wire-messages.ts';

const PLANNED = [EVENT, ...EVENTS_OF_PROTOCOLS];
/** The least that a protocol may keep of Segment's rate. */
const TARGET = 0.5;

const READ_ROUNDS = 15;
const READ_EVENTS = 4000;
const HTTP_ROUNDS = 6;
const HTTP_EVENTS = 10_000;
/** A third of them where each is a request of its own. */
const HTTP_SINGLES = 3000;
/** Requests at a time; of single events as many as `benchSingles` has. */
const CONCURRENCY = 16;
const CONCURRENCY_OF_SINGLES = 128;

export async function benchProtocols(): Promise<Row[]> {
  const makers = [...PROTOCOLS.flatMap(({ id }) => makersOf(id)), SINGLE];
  for (const maker of makers) checkEvents(maker);
  return [...readRows(makers), ...(await httpRows(makers))];
}

function makersOf(protocol: string): readonly Maker[] {
  const makers = MAKERS[protocol];
  if (makers === undefined) throw new Error(`No requests are made for the protocol ${protocol}.`);
  return makers;
}

/** Whatever the words, the gateway must come to the same order, and the plan must send it to all three vendors. */
function checkEvents(maker: Maker): void {
  // Not from 0 on: the first order is as old as its batch, and a sender's clock is set right by that.
  const events = read(maker.make(1, maker.events));
  const plan = compile(PLAN, PLANNED);
  const isRight = (event: ReceivedEvent, at: number): boolean => {
    const { time, fields } = orderAt(at + 1);
    const { userId, ip, userAgent } = orderAt(maker.hasOnePerson ? 1 : at + 1);
    // Amplitude's `referrer` is the page's; the others have all twenty among the properties.
    const said = JSON.stringify([event.properties, event.context]);
    if (Object.keys(fields).some((name) => !said.includes(`"${name}":${JSON.stringify(fields[name])}`)))
      return false;
    if (event.userId !== userId || event.time !== time) return false;
    if (event.context['ip'] !== ip || event.context['userAgent'] !== userAgent) return false;
    return decide(event, plan).vendors.every(({ kind }) => kind === 'routed');
  };
  if (events.length !== maker.events || !events.every(isRight)) {
    throw new Error(`The requests of ${maker.name} do not say what they should.`);
  }
}

function readRows(makers: readonly Maker[]): readonly Row[] {
  const rounds = Array.from({ length: READ_ROUNDS + 1 }, (_, round) =>
    makers.map((maker) => {
      const requests = requestsOf(maker, round * READ_EVENTS, READ_EVENTS);
      let events = 0;
      const seconds = cpuSeconds(() => {
        for (const request of requests) events += read(request).length;
      });
      return events / seconds;
    }),
  );
  return rows(makers, rounds.slice(1), { what: 'read', target: undefined });
}

async function httpRows(makers: readonly Maker[]): Promise<readonly Row[]> {
  const bench = await startBench(PLANNED);
  const rounds: (readonly number[])[] = [];
  for (let round = 0; round <= HTTP_ROUNDS; round += 1) {
    const rates: number[] = [];
    for (const [at, maker] of makers.entries()) {
      const from = (round * makers.length + at) * HTTP_EVENTS;
      rates.push(await measureTurn(bench, maker, from));
    }
    rounds.push(rates);
  }
  await bench.close();
  return rows(makers, rounds.slice(1), { what: 'HTTP in', target: TARGET });
}

async function measureTurn(bench: Bench, maker: Maker, from: number): Promise<number> {
  const events = maker.events === 1 ? HTTP_SINGLES : HTTP_EVENTS;
  const requests = requestsOf(maker, from, events);
  await bench.usage();
  const before = await bench.cpuSeconds();
  const concurrency = maker.events === 1 ? CONCURRENCY_OF_SINGLES : CONCURRENCY;
  await bench.send(requests.length, concurrency, (at) => requests[at % requests.length] ?? fail());
  const after = await bench.cpuSeconds();
  await drained(bench, 150);
  return events / (after - before);
}

function rows(
  makers: readonly Maker[],
  rounds: readonly (readonly number[])[],
  { what, target }: { readonly what: string; readonly target: number | undefined },
): readonly Row[] {
  return makers.flatMap((maker, at) => {
    const yardstick = makers.findIndex(({ name }) => name === yardstickOf(maker));
    const rates = rounds.map((round) => round[at] ?? Number.NaN);
    const ratios = rounds.map((round) => (round[at] ?? Number.NaN) / (round[yardstick] ?? Number.NaN));
    const ratio: Row = {
      name: `${what}, ${maker.name} ÷ ${yardstickOf(maker)}`,
      value: median(ratios),
      unit: 'ratio',
    };
    return [
      {
        name: `${what}, ${maker.name} (${maker.events} a request)`,
        value: median(rates),
        unit: 'events/CPU-s',
      },
      ...(at === yardstick ? [] : [target === undefined ? ratio : { ...ratio, target }]),
    ];
  });
}

/** A protocol that has one event a request is set against Segment with one event a request. */
function yardstickOf(maker: Maker): string {
  return maker.events === 1 ? SINGLE.name : 'segment';
}

function requestsOf(maker: Maker, from: number, events: number): readonly BenchRequest[] {
  const count = Math.ceil(events / maker.events);
  return Array.from({ length: count }, (_, at) => maker.make(from + at * maker.events, maker.events));
}

/** From the bytes of a body to its events, as ingest goes. */
function read({ path: target, headers, body }: BenchRequest): readonly ReceivedEvent[] {
  const [path = '', query] = target.split('?');
  const first = findEndpoint(path, headers)?.endpoint;
  if (first?.kind !== 'events') throw new Error(`There are no events at ${path}.`);
  const request: WireRequest = {
    method: 'POST',
    path,
    query: new Map(new URLSearchParams(query)),
    headers,
    ...(first.reads === 'text'
      ? { body: body.toString('utf8'), bytes: NO_BYTES }
      : { body: '', bytes: body }),
  };
  const opened = first.open(request, { depthMax: 64, eventsMax: 2000 });
  if (opened.kind === 'refused') throw new Error(opened.refusal);
  const endpoint: EventsEndpoint = opened.handOver?.endpoint ?? first;
  const { events } = endpoint.decode(opened.messages, {
    source: { id: 'web', environment: 'production' },
    receivedAt: RECEIVED_AT,
    signals: { gpc: false },
    newId: () => 'made',
  });
  return events;
}

const RECEIVED_AT = Date.parse('2026-11-24T00:00:00Z');

function fail(): never {
  throw new Error('There are no requests.');
}
