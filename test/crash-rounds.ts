/**
 * Rounds of sudden death: several senders post to a gateway, SIGKILL hits it at a random moment, also while it starts, and it is
 * started again on the same files. Senders never repeat a request, so that every stored event is a new one.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { BalanceAnswer } from '@headgate/api';
import type { Json } from '@headgate/core';
import { API_KEY, startShopGateway } from './shop-gateway.ts';
import type { ShopGateway } from './shop-gateway.ts';
import { readVendors } from './vendor-events.ts';
import type { SeenEvent, VendorName } from './vendor-events.ts';

export interface CrashOptions {
  /** 32 bits; the same seed kills after the same waits. */
  readonly seed: number;
  readonly rounds: number;
}

export interface CrashReport {
  /** Sequence numbers of the events whose request was answered with success. */
  readonly answered: ReadonlySet<number>;
  /** Of all events that were sent. */
  readonly sent: number;
  /** Rounds in which a request was under way when the gateway died. */
  readonly interrupted: number;
  /** What did not hold after a restart. */
  readonly broken: readonly string[];
  readonly balance: BalanceAnswer;
  readonly seen: Readonly<Record<VendorName, readonly SeenEvent[]>>;
}

const SENDERS = 6;
const EVENTS_MAX = 12;
const LOAD_MS_MAX = 400;
/** Share of rounds in which the start itself is cut off first. */
const DEATHS_AT_START = 0.25;
const START_MS_MAX = 1_200;
const BALANCED_MS_MAX = 20_000;

/** Runs the rounds, then lets the gateway deliver what is left. */
export async function runCrashRounds({ seed, rounds }: CrashOptions): Promise<CrashReport> {
  const random = randomOf(seed);
  const shop = await startShopGateway();
  const load = createLoad(shop.url, random);
  const broken: string[] = [];
  let interrupted = 0;
  try {
    for (let round = 0; round < rounds; round += 1) {
      interrupted += await oneRound(shop, load, random);
      broken.push(
        ...(await restart(shop, load.answered.size, random)).map((problem) => `round ${round}: ${problem}`),
      );
    }
    const balance = await shop.settled();
    return {
      answered: load.answered,
      sent: load.sent(),
      interrupted,
      broken,
      balance,
      seen: await readVendors(shop),
    };
  } finally {
    await shop.close();
  }
}

/** 1 when a request was cut off, else 0. */
async function oneRound(shop: ShopGateway, load: Load, random: () => number): Promise<number> {
  const sending = load.start();
  await sleep(random() * LOAD_MS_MAX);
  await shop.kill();
  return (await sending) > 0 ? 1 : 0;
}

async function restart(
  shop: ShopGateway,
  answered: number,
  random: () => number,
): Promise<readonly string[]> {
  if (random() < DEATHS_AT_START) {
    const starting = shop.start().catch(() => undefined);
    await sleep(random() * START_MS_MAX);
    await shop.kill();
    await starting;
  }
  await shop.start();
  return problemsOf(shop, answered);
}

/** Asks until the books balance; deliveries go on meanwhile, so a single question may fall between two counts. */
async function problemsOf(shop: ShopGateway, answered: number): Promise<readonly string[]> {
  const deadline = Date.now() + BALANCED_MS_MAX;
  for (;;) {
    const problems = imbalances(await shop.balance(), answered);
    if (problems.length === 0 || Date.now() > deadline) return problems;
    await sleep(50);
  }
}

function imbalances({ current, environments }: BalanceAnswer, answered: number): readonly string[] {
  const [production] = environments;
  const accepted = production?.accepted ?? 0;
  return [
    ...(current ? [] : ['the ledger is not current']),
    ...(accepted < answered ? [`${answered} events were answered, ${accepted} are counted`] : []),
    ...(production?.vendors ?? [])
      .filter(({ ended, waiting }) => ended + waiting !== accepted)
      .map(({ vendor, ended, waiting }) => `${vendor}: ${ended} ended + ${waiting} wait, of ${accepted}`),
  ];
}

interface Load {
  readonly answered: ReadonlySet<number>;
  readonly sent: () => number;
  /** Sends until the gateway is gone; resolves to the number of requests that got no answer. */
  start(): Promise<number>;
}

function createLoad(url: string, random: () => number): Load {
  const answered = new Set<number>();
  let next = 1;
  const take = (): readonly number[] =>
    Array.from({ length: 1 + Math.floor(random() * EVENTS_MAX) }, () => next++);
  const sendUntilGone = async (sender: number): Promise<number> => {
    for (;;) {
      const sequences = take();
      const answer = await post(url, sender, sequences);
      if (answer === null) return 1;
      if (answer !== 200) return 0;
      for (const sequence of sequences) answered.add(sequence);
    }
  };
  return {
    answered,
    sent: () => next - 1,
    start: async () => {
      const lost = await Promise.all(Array.from({ length: SENDERS }, (_, sender) => sendUntilGone(sender)));
      return lost.reduce((total, each) => total + each, 0);
    },
  };
}

/** Half of the senders speak Segment, half Mixpanel. Null when no answer came. */
async function post(url: string, sender: number, sequences: readonly number[]): Promise<number | null> {
  const isSegment = sender % 2 === 0;
  const body: Json = isSegment
    ? { writeKey: API_KEY, batch: sequences.map((sequence) => segmentMessage(sender, sequence)) }
    : sequences.map((sequence) => mixpanelMessage(sender, sequence));
  try {
    const target = `${url}${isSegment ? '/v1/batch' : '/import'}`;
    const answer = await fetch(target, { method: 'POST', body: JSON.stringify(body) });
    await answer.text();
    return answer.status;
  } catch {
    return null;
  }
}

function segmentMessage(sender: number, sequence: number): Json {
  const properties = { sequence, total: sequence % 100 };
  const userId = `person-${sender}-${sequence % 7}`;
  return { type: 'track', event: 'Order Completed', messageId: `segment-${sequence}`, userId, properties };
}

function mixpanelMessage(sender: number, sequence: number): Json {
  const distinct = `person-${sender}-${sequence % 7}`;
  const properties = { token: API_KEY, $insert_id: `mixpanel-${sequence}`, distinct_id: distinct, sequence };
  return { event: 'Order Completed', properties };
}

/** Mulberry32: small, and good enough to spread waits. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
