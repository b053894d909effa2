/** What a replay must survive: the death of the gateway, and of the command, at any moment. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BalanceAnswer, QuarantineAnswer } from '@headgate/api';
import { SEQUENCE, eventFile, startQuarantineGateway } from './quarantine-gateway.ts';
import type { QuarantineGateway } from './quarantine-gateway.ts';

const EVENTS = 400;
const PEOPLE = 7;
const KILLS = 5;
const SEED = Date.now() % 2 ** 31;

/** Mulberry32 (Tommy Ettinger, public domain), so that a failure can be had again from its seed. */
function createChance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

let gateway: QuarantineGateway;
let balance: BalanceAnswer;
let left = -1;
/** How many records were left after each kill. */
const leftAfter: number[] = [];

async function quarantined(): Promise<number> {
  return (JSON.parse(await gateway.admin('/v1/quarantine')) as QuarantineAnswer).events;
}

/** Ends the gateway while a replay is under way, and sometimes the command too. */
async function killOnce(chance: () => number): Promise<void> {
  const replay = gateway.begin('quarantine', 'replay', '--all', '--progress', 'never');
  const before = await quarantined();
  // The command takes its time to start; it is under way once something left.
  for (let tries = 0; tries < 400 && (await quarantined()) === before; tries++) await sleep(5);
  await sleep(chance() * 40);
  if (chance() < 0.3) replay.child.kill('SIGKILL');
  await gateway.kill();
  await replay.ended;
  await gateway.start();
  leftAfter.push(await quarantined());
}

beforeAll(async () => {
  // Small pages make many steps, and so many moments between two of them.
  gateway = await startQuarantineGateway({ limits: { page_records_max: 4 } });
  const numbers = Array.from({ length: EVENTS }, (_, sequence) => sequence);
  for (const sequence of numbers) {
    const event = { event: 'Wished', userId: `u-${String(sequence % PEOPLE)}`, properties: { sequence } };
    if ((await gateway.send(event)) !== 200) throw new Error('An event was not taken.');
  }
  gateway.writePlan('events/wished.yaml', eventFile('Wished', [SEQUENCE]));
  await gateway.admin('/v1/plan/reload', { method: 'POST', body: '{}' });
  const chance = createChance(SEED);
  for (let kill = 0; kill < KILLS; kill++) await killOnce(chance);
  await gateway.run('quarantine', 'replay', '--all');
  left = await quarantined();
  balance = await gateway.settled();
}, 300_000);
afterAll(() => gateway.close());

describe(`a replay whose gateway was killed ${KILLS} times, seed ${SEED}`, () => {
  it('was under way when the kills came', () => {
    expect(leftAfter.filter((events) => events > 0 && events < EVENTS).length).toBeGreaterThan(1);
  });

  it('ends with nothing left, and every event counted twice: when it came, and when it left', () => {
    expect(left).toBe(0);
    expect(balance.environments[0]).toMatchObject({
      accepted: 2 * EVENTS,
      vendors: [{ waiting: 0, outcomes: { quarantined: EVENTS, delivered: EVENTS } }],
    });
  });

  it('has brought the vendor every event, under one id, whatever was delivered again after a kill', () => {
    const ids = new Map<unknown, Set<string>>();
    for (const { id, properties } of gateway.got) {
      ids.set(properties['sequence'], (ids.get(properties['sequence']) ?? new Set()).add(id));
    }
    expect(ids.size).toBe(EVENTS);
    expect([...ids].filter(([, each]) => each.size !== 1)).toEqual([]);
  });

  it('has kept the order of each person', () => {
    const seen = new Set<string>();
    const last = new Map<string, number>();
    const wrong: number[] = [];
    for (const { id, user, properties } of gateway.got) {
      // A delivery that was repeated is dropped by its id, as vendors do.
      if (seen.has(id)) continue;
      seen.add(id);
      const sequence = Number(properties['sequence']);
      if (sequence < (last.get(user) ?? -1)) wrong.push(sequence);
      last.set(user, sequence);
    }
    expect(last.size).toBe(PEOPLE);
    expect(wrong).toEqual([]);
  });
});
