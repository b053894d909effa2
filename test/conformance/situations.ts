/** Brings about each situation before all SDKs at once. */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { vi } from 'vitest';
import type { Situation } from '../sdks/sdk.ts';
import { FILLER_KEY, isSuccess, numbersIn } from './stage.ts';
import type { Player, Stage, StageOptions } from './stage.ts';

interface Script {
  readonly options: Partial<StageOptions>;
  /** Sends, and lets happen what happens. What is left open ends by itself. */
  readonly play: (stage: Stage) => Promise<void>;
}

const EVENTS = 5;
const PATIENCE_MS = 60_000;
/** Of the SDKs' clocks where nothing in the gateway has to keep up with them. */
const FAST = 100;
const LIMITS = { eventsMax: 4, bodyBytesMax: 12_000, fullBytes: 6_000 };
/** Longer than any SDK waits for its first few tries. */
const SILENCE_MS = 7_000;
/** Random, so that it stays too large when it is compressed. */
const LARGE = 28_000;

const all = async (stage: Stage, act: (player: Player) => Promise<unknown>): Promise<void> => {
  await Promise.all(stage.players.map(act));
};

const send = (stage: Stage, count = EVENTS): Promise<void> => all(stage, (player) => player.track(count));

/** Asks all to send what they have, without waiting for it. */
const flush = (stage: Stage): void => {
  // A driver that fails does so again where `rest` waits for it.
  for (const { sdk } of stage.players) void sdk.flush().catch(() => {});
};

/** An SDK that took its time between two batches has let the rate recover, so more is sent until it is too much. */
const WAVES_MAX = 6;
const WAVE_MS = 2_000;

const until = (holds: () => boolean): Promise<unknown> =>
  vi.waitUntil(holds, { timeout: PATIENCE_MS, interval: 5 });

/** Whether this SDK has a request with events answered so. */
const saw = ({ door }: Player, status: number): boolean =>
  door.passages.some((passage) => passage.status === status && numbersIn(passage).length > 0);

/** PostHog's protocol says 503, since posthog-js drops what is answered 429. */
const sawLimit = (player: Player): boolean => saw(player, 429) || saw(player, 503);

const sawSuccess = ({ door }: Player): boolean =>
  door.passages.some((passage) => isSuccess(passage) && numbersIn(passage).length > 0);

const everyone = (stage: Stage, has: (player: Player) => boolean, what: string): Promise<unknown> =>
  until(() => stage.players.every(has)).catch(() => {
    const without = stage.players.filter((player) => !has(player)).map(({ row }) => row.name);
    throw new Error(`nobody answered ${what} to ${without.join(', ')}`);
  });

/**
 * Lets the SDKs take their own time while the gateway is taking its: until everything was accepted, or the SDK has been
 * silent for longer than any of them waits here.
 */
const recover = (stage: Stage): Promise<void> =>
  all(stage, async ({ sent, door }) => {
    const isAccepted = (): boolean => {
      const accepted = door.passages.filter(isSuccess).flatMap(numbersIn);
      return sent.every((number) => accepted.includes(number));
    };
    const deadline = Date.now() + PATIENCE_MS;
    let seen = -1;
    while (door.passages.length > seen && !isAccepted() && Date.now() < deadline) {
      seen = door.passages.length;
      for (let waitedMs = 0; waitedMs < SILENCE_MS && door.passages.length === seen; waitedMs += 50)
        await sleep(50);
    }
  });

export const SCRIPTS: Readonly<Record<Situation, Script>> = {
  success: { options: {}, play: (stage) => send(stage) },
  'policy drop': { options: { planned: false }, play: (stage) => send(stage) },
  'bad key': { options: { keys: false }, play: (stage) => send(stage) },
  'over limit': {
    options: { batching: true, limits: { ingest: { events_max: LIMITS.eventsMax } } },
    play: (stage) => send(stage, LIMITS.eventsMax * 2),
  },
  'too large': {
    options: { limits: { ingest: { body_bytes_max: LIMITS.bodyBytesMax, linger_timeout_ms: 500 } } },
    play: (stage) => {
      const padding = randomBytes(LARGE).toString('base64url').slice(0, LARGE);
      return all(stage, (player) => player.track(2, ['', padding]));
    },
  },
  'too fast': {
    options: { batching: true, factor: 1, eventsPerSecond: 4, limits: { ingest: { burst_seconds: 1 } } },
    play: async (stage) => {
      await all(stage, async (player) => {
        await player.track(30);
        void player.sdk.flush().catch(() => {});
        await until(() => sawSuccess(player) || sawLimit(player));
        for (let wave = 0; wave < WAVES_MAX && !sawLimit(player); wave += 1) {
          await player.track(10);
          void player.sdk.flush().catch(() => {});
          await vi.waitUntil(() => sawLimit(player), { timeout: WAVE_MS, interval: 5 }).catch(() => {});
        }
        if (!sawLimit(player)) throw new Error(`${player.row.name} was never told that it is too fast`);
      });
      await recover(stage);
    },
  },
  full: {
    options: {
      factor: 1,
      limits: { queue: { bytes_max: LIMITS.fullBytes }, ingest: { full_retry_seconds: 1 } },
    },
    play: async (stage) => {
      stage.vendor.setDown(true);
      await fill(stage);
      await send(stage);
      flush(stage);
      await everyone(stage, (player) => saw(player, 503), '503');
      stage.vendor.setDown(false);
      await recover(stage);
    },
  },
  'vendor down': {
    options: {},
    play: async (stage) => {
      stage.vendor.setDown(true);
      await send(stage);
      flush(stage);
      await everyone(stage, sawSuccess, 'success');
      await until(() => stage.vendor.refused() > 0);
      stage.vendor.setDown(false);
    },
  },
  restart: {
    options: { factor: 1 },
    play: async (stage) => {
      await send(stage);
      flush(stage);
      await everyone(stage, sawSuccess, 'success');
      const stopped = stage.gateway.stop();
      await send(stage);
      flush(stage);
      await stopped;
      await stage.gateway.start();
      await recover(stage);
    },
  },
  kill: {
    options: { factor: 1 },
    play: async (stage) => {
      for (const { door } of stage.players) door.swallow((passage) => numbersIn(passage).length > 0);
      await send(stage);
      flush(stage);
      await everyone(stage, sawSuccess, 'success');
      await stage.gateway.kill();
      for (const { door } of stage.players) door.swallow(() => false);
      await send(stage);
      flush(stage);
      await stage.gateway.start();
      await recover(stage);
    },
  },
};

export function optionsOf(situation: Situation): StageOptions {
  return {
    limits: {},
    eventsPerSecond: 1_000_000,
    planned: true,
    keys: true,
    batching: false,
    factor: FAST,
    ...SCRIPTS[situation].options,
  };
}

/** Sends events of a source of its own until the queue has no room for more. */
async function fill({ gateway, filled }: Stage): Promise<void> {
  for (let at = 0; ; at += 1) {
    const batch = Array.from({ length: 5 }, () => ({
      type: 'track',
      event: 'Order Completed',
      userId: `filler-${at}`,
      messageId: crypto.randomUUID(),
      properties: {},
    }));
    const answer = await fetch(`${gateway.url}/v1/batch`, {
      method: 'POST',
      body: JSON.stringify({ writeKey: FILLER_KEY, batch }),
    });
    await answer.text();
    if (answer.status === 503) return;
    if (answer.status !== 200) throw new Error(`the filler was answered ${answer.status}`);
    filled.count += batch.length;
    await sleep(1);
  }
}
